package org.openimr.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.lifecycle.Impartiality;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.intake.CaseBundleReader;
import org.openimr.fhir.casefile.intake.CaseBundleReader.Sender;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedCase;
import org.openimr.fhir.casefile.transaction.CaseTransactionWriter;
import org.openimr.fhir.casefile.transaction.CaseTransactionWriter.Additions;
import org.openimr.fhir.casefile.transaction.CaseTransactionWriter.Submitter;
import org.openimr.fhir.casefile.transaction.NewCase;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.Care;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EarlierSubmission;
import org.openimr.operation.casefile.NewSubmission;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.casefile.SubmissionIdentifier;

/**
 * {@code $submit-case}: takes a case with all that belongs to it, checks the whole, binds the
 * policy and stores all or nothing. The same submission sent again is answered with the same case.
 *
 * @see <a href="../../../../../../docs/operations/submit-case.md">submit-case</a>
 */
public final class SubmitCaseOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/submit-case";

  private final FhirContext context;
  private final CaseBundleReader reader;
  private final StoredCases cases;
  private final CaseStore store;
  private final InformationRequests requests;
  private final SensitivityRules sensitivity;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param context the FHIR context
   * @param reader reads submissions
   * @param cases assesses what is stored
   * @param store where cases are kept
   * @param requests asks for what a case lacks
   * @param sensitivity by what sensitive information is recognized
   * @param clock says when a submission arrives
   */
  public SubmitCaseOperation(
      FhirContext context,
      CaseBundleReader reader,
      StoredCases cases,
      CaseStore store,
      InformationRequests requests,
      SensitivityRules sensitivity,
      Clock clock) {
    this.context = context;
    this.reader = reader;
    this.cases = cases;
    this.store = store;
    this.requests = requests;
    this.sensitivity = sensitivity;
    this.clock = clock;
  }

  /** Takes a submission; the body is read here, so that nothing of it is lost unnoticed. */
  @Operation(name = "$submit-case", canonicalUrl = DEFINITION, manualRequest = true)
  public Parameters submit(RequestDetails request) {
    Instant received = clock.instant();
    Caller caller = Caller.of(request);
    SubmittedBody body = SubmittedBody.read(request.loadRequestContents(), xml(request), context);
    Optional<CaseFile> before = before(caller, body);
    if (before.isPresent()) {
      return answer(
          caller,
          before.get(),
          cases.assess(before.get(), received),
          remarks(caller, body, received));
    }
    SubmittedCase submitted = read(caller, body, received);
    requireImpartial(caller, submitted);
    CaseAssessment assessment =
        CaseAssessment.of(
            submitted.policy(),
            submitted.reviewCase(),
            CaseDocuments.read(submitted.resources()),
            received);
    NewCase newCase =
        CaseTransactionWriter.write(
            submitted,
            assessment,
            body.identifier(),
            received,
            new Submitter(caller.organization(), caller.client(), caller.role()),
            new Additions(
                requests.of(assessment),
                sensitivity,
                cases.submitted(submitted.task(), assessment, received)));
    NewSubmission submission =
        new NewSubmission(
            caller.organization(), name(body), body.contentSha256(), received, newCase);
    try {
      CaseFile stored = store.submit(submission);
      Created.put(request, stored.task().getIdElement());
      return answer(caller, stored, assessment, submitted.remarks());
    } catch (AlreadySubmittedException e) {
      // another one came at the same time and was first
      CaseFile first = before(caller, body).orElseThrow(() -> e);
      return answer(caller, first, cases.assess(first, received), submitted.remarks());
    }
  }

  private SubmittedCase read(Caller caller, SubmittedBody body, Instant received) {
    return reader.read(
        body,
        received,
        references -> store.read(caller, references),
        new Sender(caller.role(), caller.organization()));
  }

  /** Nobody brings in a decision about care that it gave. */
  private void requireImpartial(Caller caller, SubmittedCase submitted) {
    Map<String, Resource> resources = new LinkedHashMap<>(submitted.resources());
    submitted.resources().values().stream()
        .filter(each -> each.getIdElement().hasIdPart())
        .forEach(each -> resources.putIfAbsent(CaseFile.reference(each), each));
    if (!Care.involves(caller, resources)) {
      return;
    }
    Impartiality impartiality =
        new Impartiality(
            cases.machine(submitted.reviewCase()), submitted.reviewCase().events(), caller.role());
    List<Problem> problems =
        submitted.reviewCase().events().stream()
            .flatMap(event -> impartiality.objections(event, List.of()).stream())
            .distinct()
            .map(text -> new Problem("business-rule", "Bundle", text))
            .toList();
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
  }

  /** What was remarked when the same was sent before; nothing, if it would now be refused. */
  private List<Problem> remarks(Caller caller, SubmittedBody body, Instant received) {
    try {
      return read(caller, body, received).remarks();
    } catch (UnreadableResourceException e) {
      return List.of();
    }
  }

  private Optional<CaseFile> before(Caller caller, SubmittedBody body) {
    SubmissionIdentifier name = name(body);
    Optional<EarlierSubmission> earlier =
        name == null ? Optional.empty() : store.submission(caller.organization(), name);
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    if (!earlier.get().contentSha256().equals(body.contentSha256())) {
      throw new AlreadySubmittedException();
    }
    return Optional.of(store.load(caller, earlier.get().caseId()));
  }

  private Parameters answer(
      Caller caller, CaseFile file, CaseAssessment assessment, List<Problem> remarks) {
    String id = file.task().getIdElement().getIdPart();
    return CaseAnswer.write(
        file,
        assessment,
        new CaseAnswer.Besides(cases.lines(file), store.related(caller, id), remarks));
  }

  private static SubmissionIdentifier name(SubmittedBody body) {
    String value = body.identifier().getValue();
    return value == null || value.isBlank()
        ? null
        : new SubmissionIdentifier(
            body.identifier().getSystem() != null ? body.identifier().getSystem() : "", value);
  }

  private static boolean xml(RequestDetails request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.contains("xml");
  }
}
