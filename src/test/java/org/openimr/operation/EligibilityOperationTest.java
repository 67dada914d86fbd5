package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.operation.Asking.asOf;
import static org.openimr.operation.Asking.event;
import static org.openimr.operation.Asking.fact;
import static org.openimr.operation.Asking.get;
import static org.openimr.operation.Asking.json;
import static org.openimr.operation.Asking.policy;

import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;

class EligibilityOperationTest {

  private static final String POLICY = policy("phc-second-opinion");
  private static final String MEDI_CAL =
      fact("line-of-business", "'name':'value','valueCode':'medi-cal'");
  private static final String MEMBER = fact("requester", "'name':'value','valueCode':'member'");
  private static final String INSIDE =
      fact("network-status", "'name':'value','valueCode':'in-network'");

  private final Asking asking = new Asking();

  private static List<String> said(Parameters answer) {
    return answer.getParameter().stream()
        .map(
            given ->
                given.hasValue()
                    ? given.getName() + " " + given.getValue().primitiveValue()
                    : given.getName()
                        + " "
                        + given.getPart().get(0).getValue().primitiveValue()
                        + " "
                        + given.getPart().get(1).getValue().primitiveValue())
        .toList();
  }

  @Test
  void everyCriterionIsAnswered() {
    Parameters answer = asking.eligibility(POLICY, MEDI_CAL, MEMBER, INSIDE);
    assertThat(said(answer))
        .startsWith("outcome eligible", "finding O00 met", "finding O01 met")
        .contains("finding O04 not-applicable")
        .noneMatch(each -> each.startsWith("missing") || each.startsWith("route"));
    assertThat(answer.getParameter().get(1).getPart())
        .extracting(part -> part.getName())
        .containsExactly("rule", "result", "citation", "explanation");
    assertThat(json(answer))
        .contains("{\"name\":\"outcome\",\"valueCode\":\"eligible\"}")
        .contains("{\"name\":\"rule\",\"valueCode\":\"O00\"},{\"name\":\"result\"");
  }

  @Test
  void whatWouldDecideIsNamed() {
    assertThat(said(asking.eligibility(POLICY, MEDI_CAL, INSIDE)))
        .startsWith("outcome undetermined")
        .endsWith("missing requester");
  }

  @Test
  void whereToGoInsteadIsNamed() {
    assertThat(
            said(
                asking.eligibility(
                    policy("dmhc-imr-vchcp"),
                    fact("review-type", "'name':'value','valueCode':'medical-necessity'"),
                    fact("urgency", "'name':'value','valueCode':'standard'"),
                    fact("provider-recommended", "'name':'value','valueBoolean':true"),
                    fact("decision", "'name':'value','valueCode':'denied'"),
                    fact("decision-basis", "'name':'value','valueCode':'medical-necessity'"),
                    event("grievance-filed", "2026-07-01T10:00:00-07:00"),
                    asOf("2026-07-10"))))
        .startsWith("outcome ineligible")
        .endsWith("route grievance");
  }

  @Test
  void manyValuesAreRepeatedParts() {
    assertThat(
            json(
                asking.eligibility(
                    policy("dmhc-imr-vchcp"),
                    fact("review-type", "'name':'value','valueCode':'medical-necessity'"),
                    fact(
                        "decision-basis",
                        "'name':'value','valueCode':'benefit-exclusion'",
                        "'name':'value','valueCode':'medical-necessity'"))))
        .contains("decision-basis = benefit-exclusion, medical-necessity");
  }

  @Test
  void explanationsAreLeftOutOnRequest() {
    assertThat(json(asking.eligibility(POLICY, "{'name':'explain','valueBoolean':false}")))
        .doesNotContain("explanation");
  }

  @Test
  void aStoredCaseIsAnswered() {
    asking.keep(
        "1",
        new ReviewCase(
            "https://openimr.org/fhir/PlanDefinition/phc-second-opinion|2024-09-11",
            Facts.none(HeldPolicies.VOCABULARY)
                .with("line-of-business", "medi-cal")
                .with("requester", "member")
                .with("network-status", "in-network"),
            List.of()));
    assertThat(said(asking.eligibilityOf("1", get()))).startsWith("outcome eligible");
  }
}
