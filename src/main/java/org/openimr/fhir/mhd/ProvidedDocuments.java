package org.openimr.fhir.mhd;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.document.RelatedDocuments;
import org.openimr.fhir.json.CanonicalJson;

/**
 * A Bundle of ITI-65 that was read: what each of its entries is, whom it is about and which case it
 * is for.
 *
 * @param bundle the Bundle as sent
 * @param set the index of the entry that is the SubmissionSet
 * @param documents the indexes of the entries that are documents
 * @param contents the entries that are contents, each with the place among the documents of the one
 *     that it is the content of
 * @param members numbers of the member, as the sender has them
 * @param member a Patient of this server that the documents are about; null if none is named
 * @param numbers numbers that tie the documents to a case
 * @param related what of this server ties them to a case
 * @param source who sends
 */
public record ProvidedDocuments(
    Bundle bundle,
    int set,
    List<Integer> documents,
    Map<Integer, Integer> contents,
    List<Identifier> members,
    String member,
    List<Identifier> numbers,
    Set<String> related,
    Identifier source) {

  private static final int BEFORE = 4;
  private static final Pattern PLACE =
      Pattern.compile("Parameters\\.parameter\\[(\\d+)](\\.part\\[0](\\.resource|\\.value)?)?");

  /** Keeps its own copies. */
  public ProvidedDocuments {
    documents = List.copyOf(documents);
    contents = Map.copyOf(contents);
    members = List.copyOf(members);
    numbers = List.copyOf(numbers);
    related = Set.copyOf(related);
  }

  /**
   * Returns the SubmissionSet.
   *
   * @return it, as sent
   */
  public ListResource submissionSet() {
    return (ListResource) bundle.getEntry().get(set).getResource();
  }

  /**
   * Says the same as attachments of Da Vinci CDex: each document with its content.
   *
   * @param tracking what ties them to a case
   * @param member the number of the member
   * @return the parameters of {@code $submit-attachment}
   */
  public Parameters attachments(Identifier tracking, Identifier member) {
    Parameters parameters = new Parameters();
    parameters.addParameter().setName("TrackingId").setValue(tracking.copy());
    parameters.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    parameters.addParameter().setName("OrganizationId").setValue(source.copy());
    parameters.addParameter().setName("MemberId").setValue(member.copy());
    for (int i = 0; i < documents.size(); i++) {
      DocumentReference document = document(i).copy();
      document.setId((String) null);
      Attachment attachment = document.getContentFirstRep().getAttachment();
      Binary content = content(i);
      attachment.setUrl(null);
      attachment.setData(content.getData());
      document.getSubject().setReference(null).setResource(null);
      document.getSubject().setIdentifier(member.copy());
      // these are of the sender, and say for which case it is, which is known then
      document.getContext().setSourcePatientInfo(null);
      unnamed(document);
      relate(document);
      parameters
          .addParameter()
          .setName("Attachment")
          .addPart()
          .setName("Content")
          .setResource(document);
    }
    return parameters;
  }

  /** Names others of the Bundle that a document relates to by their contents, as names are new. */
  private void relate(DocumentReference document) {
    for (var relation : document.getRelatesTo()) {
      String name = relation.getTarget().getReference();
      for (int i = 0; i < documents.size() && name != null; i++) {
        if (name.equals(bundle.getEntry().get(documents.get(i)).getFullUrl())) {
          relation.setTarget(
              RelatedDocuments.byContent(CanonicalJson.sha256(content(i).getData())));
        }
      }
    }
  }

  /** Takes away the contained people whom nothing names any more. */
  private static void unnamed(DocumentReference document) {
    Set<String> named = new HashSet<>();
    ElementWalk.visit(
        document,
        document.fhirType(),
        (path, element) -> {
          if (element instanceof Reference reference && reference.hasReference()) {
            named.add(reference.getReference());
          }
        });
    document
        .getContained()
        .removeIf(
            each ->
                each instanceof Patient && !named.contains("#" + each.getIdElement().getIdPart()));
  }

  /**
   * Returns a document.
   *
   * @param place its place among the documents
   * @return the document, as sent
   */
  public DocumentReference document(int place) {
    return (DocumentReference) bundle.getEntry().get(documents.get(place)).getResource();
  }

  /**
   * Returns the content of a document.
   *
   * @param place its place among the documents
   * @return the content, as sent
   */
  public Binary content(int place) {
    return contents.entrySet().stream()
        .filter(each -> each.getValue() == place)
        .map(each -> bundle.getEntry().get(each.getKey()))
        .map(BundleEntryComponent::getResource)
        .map(Binary.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Says of a problem of the attachments where it is in the Bundle.
   *
   * @param problem a problem of {@link #attachments}
   * @return the same problem of the Bundle
   */
  public Problem located(Problem problem) {
    String place = problem.expression();
    Matcher found = PLACE.matcher(place == null ? "" : place);
    String moved = place == null ? null : "Bundle";
    if (found.lookingAt() && Integer.parseInt(found.group(1)) >= BEFORE) {
      moved =
          "Bundle.entry["
              + documents.get(Integer.parseInt(found.group(1)) - BEFORE)
              + "].resource"
              + place.substring(found.end());
    }
    return new Problem(problem.code(), moved, problem.text());
  }
}
