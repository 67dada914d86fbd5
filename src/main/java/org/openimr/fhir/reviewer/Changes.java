package org.openimr.fhir.reviewer;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;

/** Adds to a transaction about a case. */
public final class Changes {

  /** If this is not so, another one was first. */
  private static final String NONE_YET = "W/\"0\"";

  private Changes() {}

  /**
   * Adds something that belongs to the case: the Provenances of the transaction name it. It fails
   * if another one was first.
   *
   * @param resource what is stored, with its id
   * @param transaction a transaction Bundle
   */
  public static void belonging(Resource resource, Bundle transaction) {
    String version = CaseFile.version(resource);
    put(resource, CaseFile.reference(resource), transaction)
        .getRequest()
        .setIfMatch(version == null ? NONE_YET : version);
    transaction.getEntry().stream()
        .map(BundleEntryComponent::getResource)
        .filter(Provenance.class::isInstance)
        .map(Provenance.class::cast)
        .forEach(each -> each.addTarget(new Reference(CaseFile.reference(resource))));
  }

  /** Adds something new that belongs to no case. */
  public static void post(Resource resource, String fullUrl, Bundle transaction) {
    transaction
        .addEntry()
        .setFullUrl(fullUrl)
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(resource.fhirType());
  }

  /** Adds something that has its name from what it is about; it fails if another one was first. */
  public static void named(Resource resource, Resource before, Bundle transaction) {
    put(resource, CaseFile.reference(resource), transaction)
        .getRequest()
        .setIfMatch(before == null ? NONE_YET : CaseFile.version(before));
  }

  private static BundleEntryComponent put(Resource resource, String address, Bundle transaction) {
    BundleEntryComponent entry = transaction.addEntry().setResource(resource);
    entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(address);
    return entry;
  }
}
