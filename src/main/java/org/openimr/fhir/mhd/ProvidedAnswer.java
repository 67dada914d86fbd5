package org.openimr.fhir.mhd;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.document.LaterDocuments;

/**
 * What becomes of the entries of a Bundle of ITI-65, in their order.
 *
 * @see <a href="https://profiles.ihe.net/ITI/MHD/ITI-65.html">IHE MHD, ITI-65, response</a>
 */
public final class ProvidedAnswer {

  private final ProvidedDocuments provided;
  private final SubmissionSet set;

  /**
   * Answers what was provided.
   *
   * @param provided what was read
   */
  public ProvidedAnswer(ProvidedDocuments provided) {
    this.provided = provided;
    this.set = SubmissionSet.of(provided);
  }

  /**
   * Returns the SubmissionSet.
   *
   * @return it, as it is kept
   */
  public SubmissionSet set() {
    return set;
  }

  /**
   * Answers that they joined a case.
   *
   * @param file the case as it is now, without what is not to be named
   * @param before references of what was in it before
   * @return the transaction-response
   */
  public Bundle joined(CaseFile file, Set<String> before) {
    Map<String, DocumentReference> named = new HashMap<>(LaterDocuments.byHash(file));
    for (Resource each : file.resources()) {
      if (each instanceof DocumentReference document
          && !before.contains(CaseFile.reference(document))) {
        LaterDocuments.hashes(document).forEach(hash -> named.put(hash, document));
      }
    }
    Bundle answer = new Bundle().setType(Bundle.BundleType.TRANSACTIONRESPONSE);
    for (int i = 0; i < provided.bundle().getEntry().size(); i++) {
      BundleEntryResponseComponent response = answer.addEntry().getResponse();
      Resource resource = provided.bundle().getEntry().get(i).getResource();
      if (i == provided.set()) {
        set(file, response);
      } else if (provided.documents().contains(i)) {
        document(named, provided.documents().indexOf(i), before, response);
      } else if (provided.contents().containsKey(i)) {
        document(named, provided.contents().get(i), before, response);
        response.setOutcome(said("The content is kept in its document."));
      } else if (resource.fhirType().equals("Patient")) {
        response.setStatus("200 OK").setLocation(file.task().getFor().getReference());
        response.setOutcome(said("This is the member of the case; nothing of it was changed."));
      } else {
        String url = provided.bundle().getEntry().get(i).getRequest().getUrl();
        response.setStatus("200 OK").setLocation(url.substring(url.indexOf("DocumentReference/")));
      }
    }
    return answer;
  }

  private void set(CaseFile file, BundleEntryResponseComponent response) {
    Identifier name = provided.submissionSet().getIdentifierFirstRep();
    ListResource found = null;
    for (Resource each : file.resources()) {
      if (each instanceof ListResource list
          && (name.isEmpty()
              ? list.getDate() != null && list.getDate().equals(provided.submissionSet().getDate())
              : list.getIdentifier().stream().anyMatch(name::equalsDeep))) {
        found = list;
      }
    }
    if (found == null) {
      response.setStatus("200 OK");
      response.setOutcome(said("All documents are in the case already; nothing was stored."));
    } else {
      response.setStatus("201 Created").setLocation(CaseFile.reference(found));
    }
  }

  private void document(
      Map<String, DocumentReference> named,
      int place,
      Set<String> before,
      BundleEntryResponseComponent response) {
    DocumentReference found = named.get(set.hashes().get(place));
    String reference = CaseFile.reference(found);
    if (before.contains(reference)) {
      response.setStatus("200 OK").setLocation(reference);
      response.setOutcome(said("A document of this content is in the case already."));
    } else {
      response
          .setStatus("201 Created")
          .setLocation(reference)
          .setEtag(CaseFile.version(found))
          .setLastModified(found.getMeta().getLastUpdated());
    }
  }

  /**
   * Answers that no case is known that they are for.
   *
   * @param text what becomes of them
   * @return the transaction-response, without locations
   */
  public Bundle held(String text) {
    Bundle answer = new Bundle().setType(Bundle.BundleType.TRANSACTIONRESPONSE);
    provided
        .bundle()
        .getEntry()
        .forEach(
            each ->
                answer.addEntry().getResponse().setStatus("202 Accepted").setOutcome(said(text)));
    return answer;
  }

  private static OperationOutcome said(String text) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.INFORMATION)
        .setCode(IssueType.INFORMATIONAL)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    return outcome;
  }
}
