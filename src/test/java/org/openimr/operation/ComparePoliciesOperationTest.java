package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.openimr.operation.Asking.asOf;
import static org.openimr.operation.Asking.event;
import static org.openimr.operation.Asking.fact;
import static org.openimr.operation.Asking.parameters;
import static org.openimr.operation.Asking.policy;
import static org.openimr.operation.Asking.post;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.question.InputLimits;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.NoSuchCaseException;

class ComparePoliciesOperationTest {

  private final ComparePoliciesOperation operation =
      new ComparePoliciesOperation(
          new CaseInquiry(
              () -> HeldPolicies.BOOK,
              HeldPolicies.VOCABULARY,
              (caller, id, knownAt) -> {
                throw new NoSuchCaseException();
              },
              Clock.fixed(Asking.ARRIVAL, ZoneOffset.UTC),
              InputLimits.DEFAULT));

  /**
   * An urgent experimental case (less effective if delayed), application complete Wed 1 July 2026
   * 10:00, records received Thu 2 July 12:00. VCHCP: V25 7 days from the records = Thu 9 July; no
   * imminent threat, so V21 does not apply. CHW: H10 7 days from the request for expedition, which
   * in a case expedited from the outset is the receipt of the application on Wed 1 July = 8 July.
   */
  @Test
  void twoPlansAnswerAnUrgentExperimentalCaseSideBySide() {
    Parameters compared =
        compare(
            policy("dmhc-imr-vchcp"),
            policy("dmhc-imr-chw"),
            asOf("2026-07-02T12:00:00-07:00"),
            fact("review-type", "'name':'value','valueCode':'experimental-investigational'"),
            fact("urgency", "'name':'value','valueCode':'expedited'"),
            fact("urgency-basis", "'name':'value','valueCode':'less-effective-if-delayed'"),
            event("application-received", "2026-07-01T10:00:00-07:00"),
            event("application-complete", "2026-07-01T10:00:00-07:00"),
            event("records-received", "2026-07-02T12:00:00-07:00"));
    assertThat(said(compared, "determination"))
        .containsExactly(
            "differs=true",
            "dmhc-imr-vchcp running 2026-07-09T23:59:59-07:00 V25 imro",
            "dmhc-imr-chw running 2026-07-08T23:59:59-07:00 H10 department");
    List<Boolean> differs =
        compared.getParameter().stream()
            .filter(parameter -> "milestone".equals(parameter.getName()))
            .map(
                parameter ->
                    ((org.hl7.fhir.r4.model.BooleanType) value(parameter, "differs"))
                        .booleanValue())
            .toList();
    assertThat(differs)
        .as("differences first")
        .isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
  }

  @Test
  void aChangedFactTellsWhichDutiesMoved() {
    Parameters compared =
        compare(
            policy("dmhc-imr-vchcp"),
            asOf("2026-07-01T12:00:00-07:00"),
            fact("urgency", "'name':'value','valueCode':'standard'"),
            event("plan-notified", "2026-07-01T10:00:00-07:00"),
            event("application-received", "2026-06-30T10:00:00-07:00"),
            "{'name':'scenario','part':[{'name':'name','valueString':'if it were urgent'},"
                + fact("urgency", "'name':'value','valueCode':'expedited'")
                + "]}");
    // three days from 1 July are Sat 4 July; urgent it is 24 hours
    assertThat(said(compared, "records-to-imro"))
        .containsExactly(
            "differs=true",
            "dmhc-imr-vchcp running 2026-07-04T23:59:59-07:00 V23 plan",
            "dmhc-imr-vchcp if it were urgent earlier running 2026-07-02T10:00:00-07:00 V19 plan");
    assertThat(said(compared, "imr-letter"))
        .containsExactly(
            "differs=false",
            "dmhc-imr-vchcp not-started - V02 plan",
            "dmhc-imr-vchcp if it were urgent same not-started - V02 plan");
  }

  @Test
  void aPolicyThatRefusesTheCaseIsListedAndTheOthersAnswer() {
    Parameters compared =
        compare(
            policy("phc-um"),
            policy("dmhc-imr-vchcp"),
            asOf("2026-07-02T12:00:00-07:00"),
            fact("urgency", "'name':'value','valueCode':'standard'"),
            fact("request-timing", "'name':'value','valueCode':'pre-service'"),
            event("request-received", "2026-07-01T10:00:00-07:00"),
            event(
                "extension-granted",
                "2026-07-02T10:00:00-07:00",
                "'name':'reason','valueCode':'good-cause'"));
    List<String> refused =
        compared.getParameter().stream()
            .filter(parameter -> "column".equals(parameter.getName()))
            .map(
                parameter ->
                    value(parameter, "policy").primitiveValue() + " " + value(parameter, "refused"))
            .toList();
    assertThat(refused)
        .satisfiesExactly(
            um -> assertThat(um).contains("phc-um|").endsWith("null"),
            vchcp ->
                assertThat(vchcp)
                    .contains("no rule that applies to this case allows an extension"));
    // 14 days from 1 July
    assertThat(said(compared, "plan-decision"))
        .containsExactly("differs=false", "phc-um running 2026-07-15T23:59:59-07:00 U13 plan");
  }

  @Test
  void withoutAPolicyAllAnswer() {
    Parameters compared = compare(asOf("2026-07-02T12:00:00-07:00"));
    assertThat(compared.getParameter().stream().filter(p -> "column".equals(p.getName())))
        .hasSameSizeAs(HeldPolicies.BOOK.codes());
  }

  @Test
  void everyMistakeIsNamedWhereItWasMade() {
    UnreadableResourceException refusal =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                compare(
                    policy("dmhc-imr-vchcp"),
                    "{'name':'scenario','part':[{'name':'name','valueString':'x'},{'name':'colour','valueString':'red'},"
                        + fact("urgency", "'name':'value','valueCode':'red'")
                        + "]}",
                    "{'name':'scenario','part':[]}"));
    assertThat(refusal.problems())
        .extracting(UnreadableResourceException.Problem::expression)
        .containsExactly("Parameters.parameter[1].part[1]", "Parameters.parameter[2]");
    refusal =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                compare(
                    policy("dmhc-imr-vchcp"),
                    "{'name':'scenario','part':[{'name':'name','valueString':'x'},"
                        + fact("urgency", "'name':'value','valueCode':'red'")
                        + "]}"));
    assertThat(refusal.problems())
        .extracting(UnreadableResourceException.Problem::expression)
        .allMatch(expression -> expression.startsWith("Parameters.parameter[1].part[1]"))
        .hasSize(1);
  }

  private Parameters compare(String... parameters) {
    return operation.compare(post(parameters(parameters)));
  }

  private static List<String> said(Parameters compared, String milestone) {
    ParametersParameterComponent row =
        compared.getParameter().stream()
            .filter(parameter -> "milestone".equals(parameter.getName()))
            .filter(parameter -> milestone.equals(value(parameter, "milestone").primitiveValue()))
            .findFirst()
            .orElseThrow();
    return row.getPart().stream()
        .filter(part -> "differs".equals(part.getName()) || part.getPart().size() > 1)
        .map(ComparePoliciesOperationTest::said)
        .collect(Collectors.toList());
  }

  private static String said(ParametersParameterComponent part) {
    if ("differs".equals(part.getName())) {
      return "differs=" + part.getValue().primitiveValue();
    }
    String policy = value(part, "policy").primitiveValue();
    StringBuilder text = new StringBuilder(policy.replaceAll(".*/|\\|.*", ""));
    for (String name : List.of("scenario", "movement", "status", "due", "rule", "owedBy")) {
      Object value = value(part, name);
      if (value != null) {
        text.append(' ').append(((org.hl7.fhir.r4.model.Type) value).primitiveValue());
      } else if ("due".equals(name)) {
        text.append(" -");
      }
    }
    return text.toString();
  }

  private static org.hl7.fhir.r4.model.Type value(
      ParametersParameterComponent parameter, String name) {
    return parameter.getPart().stream()
        .filter(part -> name.equals(part.getName()))
        .map(ParametersParameterComponent::getValue)
        .findFirst()
        .orElse(null);
  }
}
