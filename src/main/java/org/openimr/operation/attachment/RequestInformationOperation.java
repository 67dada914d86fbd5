package org.openimr.operation.attachment;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.request.Renewal;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $request-information}: says what a case lacks and asks for it, or shows how it would be
 * asked for. It stops no clock.
 *
 * @see <a
 *     href="../../../../../../../docs/operations/request-information.md">request-information</a>
 */
public final class RequestInformationOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/request-information";

  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");

  private final StoredCases cases;
  private final CaseStore store;
  private final InformationRequests requests;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases assesses what is stored
   * @param store where cases are kept
   * @param requests writes what is asked for
   * @param clock says when it is asked
   */
  public RequestInformationOperation(
      StoredCases cases, CaseStore store, InformationRequests requests, Clock clock) {
    this.cases = cases;
    this.store = store;
    this.requests = requests;
    this.clock = clock;
  }

  /** Asks (POST), or shows how it would be asked (GET). */
  @Operation(
      name = "$request-information",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true)
  public Parameters ask(@IdParam IdType id, RequestDetails request) {
    nothingElse(request);
    try {
      return asked(id, request);
    } catch (StaleCaseException changed) {
      // who asks names no version: what is asked for is what the case lacks then
      return store.holding(id.getIdPart(), () -> asked(id, request));
    }
  }

  private Parameters asked(IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    store.load(caller, id.getIdPart());
    // what the caller may not see is not missing for that
    CaseFile file = store.load(Caller.SERVER, id.getIdPart());
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    CaseAssessment assessment = cases.assess(file, now);
    LocalDays days = assessment.situation().policy().days();
    DateTimeType time = TimeText.write(days.at(now), days.zone());
    Renewal renewal = requests.renewal(file, assessment, time);
    if (request.getRequestType() == RequestTypeEnum.POST && !renewal.nothingNew()) {
      store.save(caller, renewal.transaction(file.task(), caller.organization(), time.getValue()));
    }
    return answer(assessment, renewal.open());
  }

  private static Parameters answer(CaseAssessment assessment, List<Task> open) {
    Parameters answer = new Parameters();
    for (PacketElement element : assessment.manifest().missing()) {
      answer.addParameter().setName("missingElement").setValue(new CodeType(element.code()));
    }
    open.forEach(task -> answer.addParameter().setName("informationRequest").setResource(task));
    return answer;
  }

  private static void nothingElse(RequestDetails request) {
    boolean named =
        request.getParameters() != null && !OF_FHIR.containsAll(request.getParameters().keySet());
    boolean body =
        request.getResource() != null
            && !(request.getResource() instanceof Parameters parameters
                && parameters.getParameter().isEmpty());
    if (named || body) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "structure",
                  body ? request.getResource().fhirType() : null,
                  "$request-information has no parameters.")),
          true);
    }
  }
}
