package org.openimr.operation.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;

/** The administrator registers and disables clients; what is wrong is said with its place. */
class RegisterClientOperationTest {

  private static final Caller ADMIN = new Caller("test", "admin", "openimr");
  private static final String WHOLE =
      """
      {"resourceType":"Parameters","parameter":[
        {"name":"client","valueString":"appeals"},
        {"name":"role","valueCode":"plan"},
        {"name":"organization","valueString":"vchcp"},
        {"name":"scope","valueString":"system/Task.rs"},
        {"name":"scope","valueString":"system/Patient.r"},
        {"name":"jwks","valueString":"{}"},
        {"name":"boundToCertificate","valueBoolean":true}]}
      """;

  private final Register register = new Register();
  private final RegisterClientOperation registration = new RegisterClientOperation(register);
  private final DisableClientOperation refusal = new DisableClientOperation(register);

  private static final class Register implements ClientRegister {
    private final Map<String, Map<String, Object>> stored = new HashMap<>();
    private final Map<String, Boolean> disabled = new HashMap<>();
    private List<Objection> objections = List.of();

    @Override
    public Outcome register(Map<String, Object> members) {
      boolean created =
          objections.isEmpty() && stored.put(members.get("id").toString(), members) == null;
      return new Outcome(created, objections);
    }

    @Override
    public boolean disable(String id, boolean refused) {
      disabled.put(id, refused);
      return stored.containsKey(id);
    }
  }

  private static String only(String... parameters) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
  }

  @Test
  void aRegistrationIsHandedOnMemberByMember() {
    Parameters answer = registration.register(Posted.by(ADMIN, WHOLE));
    assertThat(register.stored.get("appeals"))
        .isEqualTo(
            Map.of(
                "id", "appeals",
                "role", "plan",
                "organization", "vchcp",
                "scopes", List.of("system/Task.rs", "system/Patient.r"),
                "jwks", "{}",
                "bound-to-certificate", true));
    assertThat(answer.getParameter("client").getValue().primitiveValue()).isEqualTo("appeals");
    assertThat(answer.getParameter("created").getValue().primitiveValue()).isEqualTo("true");
  }

  @Test
  void aClientThatIsKnownIsReplaced() {
    registration.register(Posted.by(ADMIN, WHOLE));
    Parameters answer = registration.register(Posted.by(ADMIN, WHOLE));
    assertThat(answer.getParameter("created").getValue().primitiveValue()).isEqualTo("false");
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    register.objections =
        List.of(
            new ClientRegister.Objection("role", "one"),
            new ClientRegister.Objection("jwks-url", "two"),
            new ClientRegister.Objection("id", "three"));
    assertThatThrownBy(() -> registration.register(Posted.by(ADMIN, WHOLE)))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused -> {
              assertThat(refused.malformed()).isFalse();
              assertThat(refused.problems())
                  .extracting(UnreadableResourceException.Problem::expression)
                  .containsExactly(
                      "Parameters.parameter.where(name='role')",
                      "Parameters.parameter.where(name='jwksUrl')",
                      "Parameters.parameter.where(name='client')");
            });
    assertThat(register.stored).isEmpty();
  }

  @Test
  void everyMalformedParameterIsNamedAtOnce() {
    String body =
        only(
            "{\"name\":\"role\",\"valueBoolean\":true}",
            "{\"name\":\"jwks\",\"valueString\":\"{}\"}",
            "{\"name\":\"jwks\",\"valueString\":\"{}\"}",
            "{\"name\":\"secret\",\"valueString\":\"x\"}",
            "{\"name\":\"disabled\",\"valueString\":\"yes\"}");
    assertThatThrownBy(() -> registration.register(Posted.by(ADMIN, body)))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused -> {
              assertThat(refused.malformed()).isTrue();
              assertThat(refused.problems())
                  .extracting(UnreadableResourceException.Problem::expression)
                  .containsExactly(
                      "Parameters.parameter[0].value",
                      "Parameters.parameter[2]",
                      "Parameters.parameter[3].name",
                      "Parameters.parameter[4].value",
                      "Parameters");
            });
  }

  @Test
  void aClientIsDisabledAndEnabled() {
    registration.register(Posted.by(ADMIN, WHOLE));
    String client = "{\"name\":\"client\",\"valueString\":\"appeals\"}";
    Parameters answer = refusal.disable(Posted.by(ADMIN, only(client)));
    assertThat(answer.getParameter("disabled").getValue().primitiveValue()).isEqualTo("true");
    assertThat(register.disabled).containsEntry("appeals", true);
    refusal.disable(
        Posted.by(ADMIN, only(client, "{\"name\":\"disabled\",\"valueBoolean\":false}")));
    assertThat(register.disabled).containsEntry("appeals", false);
  }

  @Test
  void aClientThatIsNotKnownCannotBeDisabled() {
    assertThatThrownBy(
            () ->
                refusal.disable(
                    Posted.by(ADMIN, only("{\"name\":\"client\",\"valueString\":\"gone\"}"))))
        .isInstanceOf(NoSuchClientException.class)
        .hasMessage("There is no client with the id asked for.");
  }
}
