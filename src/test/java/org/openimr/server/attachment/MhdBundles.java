package org.openimr.server.attachment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Date;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Bundles of ITI-65: the SubmissionSet, documents with their contents, and the Patient. */
public final class MhdBundles {

  static final String LISTS = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes";

  private final Bundle bundle = new Bundle();
  private final ListResource set = new ListResource();
  private final String patient = "urn:uuid:" + UUID.randomUUID();
  private final String number;

  public MhdBundles(String member, String number) {
    this.number = number;
    bundle.setType(Bundle.BundleType.TRANSACTION);
    bundle
        .getMeta()
        .addProfile(
            "https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.Minimal.ProvideBundle");
    set.setStatus(ListResource.ListStatus.CURRENT).setMode(ListResource.ListMode.WORKING);
    set.getCode().addCoding(new Coding(LISTS, "submissionset", null));
    set.setDate(new Date()).setTitle("Records of the clinic");
    set.addIdentifier(
        new Identifier().setSystem("urn:ietf:rfc:3986").setValue("urn:uuid:" + UUID.randomUUID()));
    set.addExtension(
        "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId",
        new Identifier().setSystem("urn:ietf:rfc:3986").setValue("urn:oid:1.2.3.4"));
    set.getSubject().setReference(patient);
    add(set, "List", "urn:uuid:" + UUID.randomUUID());
    Patient person = new Patient();
    person.addIdentifier(
        new Identifier().setSystem("urn:oid:2.16.840.1.113883.19.7").setValue("local-7"));
    person.addIdentifier(new Identifier().setValue(member));
    add(person, "Patient", patient);
  }

  private void add(Resource resource, String type, String name) {
    bundle
        .addEntry()
        .setFullUrl(name)
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(type);
  }

  /** Adds a document of this text; answers it. */
  public DocumentReference document(String text, String replaces) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Binary binary = new Binary().setContentType("text/plain");
    binary.setData(content);
    String contentName = "urn:uuid:" + UUID.randomUUID();
    String name = "urn:uuid:" + UUID.randomUUID();
    DocumentReference document = new DocumentReference();
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setMasterIdentifier(
        new Identifier().setSystem("urn:ietf:rfc:3986").setValue("urn:uuid:" + UUID.randomUUID()));
    document.getType().addCoding(new Coding("http://loinc.org", "11506-3", null));
    document.getSubject().setReference(patient);
    document
        .addContent()
        .getAttachment()
        .setContentType("text/plain")
        .setUrl(contentName)
        .setSize(content.length)
        .setHash(sha1(content));
    document.getContext().addRelated().getIdentifier().setValue(number);
    if (replaces != null) {
      document
          .addRelatesTo()
          .setCode(DocumentRelationshipType.REPLACES)
          .setTarget(new Reference(replaces));
    }
    set.addEntry().setItem(new Reference(name));
    add(document, "DocumentReference", name);
    add(binary, "Binary", contentName);
    return document;
  }

  ListResource set() {
    return set;
  }

  /** The Bundle as far as it is put together. */
  public Bundle bundle() {
    return bundle;
  }

  private static byte[] sha1(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(content);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
