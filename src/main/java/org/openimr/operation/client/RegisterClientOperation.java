package org.openimr.operation.client;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.question.ClientParameters;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $register-client}: registers a program that may call, or replaces its keys and scopes.
 *
 * @see <a href="../../../../../../../docs/operations/register-client.md">register-client</a>
 */
public final class RegisterClientOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/register-client";

  private final ClientRegister register;

  /** Registers there. */
  public RegisterClientOperation(ClientRegister register) {
    this.register = register;
  }

  /** Registers one client. */
  @Operation(name = "$register-client", canonicalUrl = DEFINITION, manualRequest = true)
  public Parameters register(RequestDetails request) {
    Map<String, Object> registration =
        CaseInquiry.sent(request).read(ClientParameters::registration);
    ClientRegister.Outcome outcome = register.register(registration);
    if (!outcome.objections().isEmpty()) {
      throw new UnreadableResourceException(
          outcome.objections().stream().map(RegisterClientOperation::problem).toList());
    }
    Parameters answer = new Parameters();
    answer.addParameter("client", new StringType(registration.get("id").toString()));
    answer.addParameter("created", new BooleanType(outcome.created()));
    return answer;
  }

  private static Problem problem(ClientRegister.Objection objection) {
    return new Problem("value", ClientParameters.expression(objection.member()), objection.text());
  }
}
