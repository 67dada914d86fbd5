package org.openimr.operation.client;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.question.ClientParameters;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $disable-client}: refuses a program at once, its tokens included, or accepts it again.
 *
 * @see <a href="../../../../../../../docs/operations/disable-client.md">disable-client</a>
 */
public final class DisableClientOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/disable-client";

  private final ClientRegister register;

  /** Refuses clients that are registered there. */
  public DisableClientOperation(ClientRegister register) {
    this.register = register;
  }

  /** Refuses or accepts one client. */
  @Operation(name = "$disable-client", canonicalUrl = DEFINITION, manualRequest = true)
  public Parameters disable(RequestDetails request) {
    Map<String, Object> asked = CaseInquiry.sent(request).read(ClientParameters::refusal);
    String id = asked.get("id").toString();
    boolean disabled = !Boolean.FALSE.equals(asked.get("disabled"));
    if (!register.disable(id, disabled)) {
      throw new NoSuchClientException();
    }
    Parameters answer = new Parameters();
    answer.addParameter("client", new StringType(id));
    answer.addParameter("disabled", new BooleanType(disabled));
    return answer;
  }
}
