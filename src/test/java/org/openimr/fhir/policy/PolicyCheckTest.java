package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.HeldPolicies;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;

class PolicyCheckTest {

  private static final Path TEXT = PolicyFiles.FOLDER.resolve("us/ca/phc-um-2025-10-08.yaml");
  private static final Path MADE_UP =
      Path.of("examples/policy-made-up-plan/sierra-vista-imr-2027-01-01.yaml");

  static List<Path> texts() {
    return PolicyFiles.texts();
  }

  private static List<String> check(String file, String content) {
    return PolicyCheck.check(
            file, content, HeldPolicies.VOCABULARY, HeldPolicies.CALENDARS, HeldPolicies.LAWS)
        .stream()
        .map(PolicyProblem::toString)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void thePoliciesOfTheRepositoryAreSoundInBothForms(Path file) {
    assertThat(check("policy.yaml", PolicyFiles.text(file))).isEmpty();
    assertThat(check("policy.json", PolicyFiles.text(PolicyFiles.compiled(file)))).isEmpty();
  }

  @Test
  void fiveMistakesAreNamedAtOnceWithTheirLines() {
    String mistaken =
        PolicyFiles.text(TEXT)
            .replaceFirst("%`has-procedure-date` = true", "%`has-procedure-dates` = true")
            .replace("stops-with: call-returned", "stops-with: call-remembered")
            .replace("owed-by: facility", "owed-by: hospital")
            .replaceFirst("%setting = 'outpatient-surgical'", "%setting = 'theatre'")
            .replace("- id: U31", "- id: U13b");

    assertThat(check("um.yaml", mistaken))
        .hasSize(5)
        .anyMatch(
            each -> each.matches("um.yaml:\\d+ U06.procedure-date: .*there is no such fact.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ U06.procedure-date: .*no value 'theatre'.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ call-return: .*no event 'call-remembered'"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ admission-notice: 'hospital' is no code.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ peer-to-peer-offer.U13b: 'U13b' is no code.*"))
        .noneMatch(each -> each.startsWith("um.yaml:1 "));
  }

  @Test
  void mistakesOfFormDoNotHideThoseOfWords() {
    String mistaken =
        PolicyFiles.text(TEXT)
            .replace("within: 30 min", "within: half an hour")
            .replace("owed-by: facility", "owed-by: hospital")
            .replace("effect: own-decision", "effect: whatever")
            .replaceFirst("%setting = 'outpatient-surgical'", "%setting = 'theatre'");

    assertThat(check("um.yaml", mistaken))
        .hasSize(5)
        .anyMatch(each -> each.matches("um.yaml:\\d+ call-return.U23: 'within': 'half an hour'.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ physician-response.U23: 'within': .*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ admission-notice: 'hospital' is no code.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+ U06.procedure-date: .*no value 'theatre'.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+: 'whatever' is no code of imr-effect.*"))
        .noneMatch(each -> each.startsWith("um.yaml:1:"));
  }

  @Test
  void aMistakeOfFormDoesNotHideAWrongNameInTheSameRule() {
    String mistaken =
        PolicyFiles.text(MADE_UP)
            .replace("within: 2 bd", "within: 0 d")
            .replaceFirst("starts-with: plan-notified", "starts-with: plan-notifed")
            .replaceFirst("urgency = 'standard'", "urgency = 'leisurely'");

    assertThat(check("made-up.yaml", mistaken))
        .hasSize(3)
        .anyMatch(each -> each.matches("made-up.yaml:41 records-to-imro.SVH-2: 'within': '0 d'.*"))
        .anyMatch(each -> each.matches(".* records-to-imro.SVH-2: there is no event 'plan-notif.*"))
        .anyMatch(each -> each.matches(".* records-to-imro.SVH-2: .*no value 'leisurely'.*"));
  }

  @Test
  void anEventThatIsDerivedTwice() {
    String text =
        PolicyFiles.text(PolicyFiles.FOLDER.resolve("us/ca/dmhc-imr-chw-undated.yaml"))
            .replaceFirst("(derived-events:\n)(  - event: \\S+\n)", "$1$2    choice: first\n$2");

    assertThat(check("chw.yaml", text))
        .anyMatch(each -> each.matches("chw.yaml:\\d+ \\S+: '\\S+' stands twice; .*"))
        .anyMatch(each -> each.contains("'from' is missing: what does the event follow from?"));
  }

  @Test
  void oneMistakeOfTheHeadDoesNotHideTheOthers() {
    String mistaken =
        PolicyFiles.text(TEXT)
            .replace("zone: America/Los_Angeles", "zone: America/Atlantis")
            .replace("effect: own-decision", "effect: whatever\ndefault-route: nowhere")
            .replace("review-ends-with: decision-made", "review-ends-with: decided")
            .replace("title: Partnership HealthPlan", "titel: Partnership HealthPlan");

    // 15 lines stand before the zone
    assertThat(check("um.yaml", mistaken))
        .hasSize(6)
        .anyMatch(each -> each.matches("um.yaml:2: 'title' is missing"))
        .anyMatch(each -> each.matches("um.yaml:4: 'titel' is not known here"))
        .anyMatch(each -> each.matches("um.yaml:\\d+: 'zone': 'America/Atlantis' is no time zone"))
        .anyMatch(each -> each.matches("um.yaml:\\d+: 'whatever' is no code of imr-effect.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+: 'nowhere' is no code of imr-route.*"))
        .anyMatch(each -> each.matches("um.yaml:\\d+: there is no event 'decided'"))
        .noneMatch(each -> each.startsWith("um.yaml:1:"));
  }

  @Test
  void whatIsMissingInTheHeadIsToldOnce() {
    assertThat(check("um.yaml", PolicyFiles.text(TEXT).replaceFirst("(?m)^zone: .*\n", "")))
        .containsExactly("um.yaml:2: 'zone' is missing");
    assertThat(check("um.yaml", PolicyFiles.text(TEXT).replaceFirst("(?m)^programme: .*\n", "")))
        .containsExactly("um.yaml:2: 'programme' is missing");
  }

  @Test
  void withoutADocumentTheRestIsCheckedAllTheSame() {
    String text = PolicyFiles.text(TEXT);
    int from = text.indexOf("documents:");
    String without = text.substring(0, from) + text.substring(text.indexOf("criteria:"));

    assertThat(check("um.yaml", without.replace("owed-by: facility", "owed-by: hospital")))
        .hasSize(2)
        .anyMatch(each -> each.contains("'documents' is missing"))
        .anyMatch(each -> each.contains("'hospital' is no code of imr-party"));
  }

  @Test
  void aRetiredPolicyWithoutEndIsPlacedAtItsPeriod() {
    String text = PolicyFiles.text(TEXT).replace("written:", "status: retired\nwritten:");
    int line = text.substring(0, text.indexOf("in-force:")).split("\n").length + 1;

    assertThat(check("um.yaml", text))
        .containsExactly(
            "um.yaml:" + line + ": a retired policy states the last day on which it was in force");
  }

  @Test
  void aMilestoneWithAWrongNameIsToldOnce() {
    String text = PolicyFiles.text(TEXT);
    assertThat(check("um.yaml", text.replace("milestone: call-return", "milestone: call return")))
        .singleElement()
        .asString()
        .contains("'call return' is no name");
    assertThat(check("um.yaml", text.replace("milestone: call-return", "milestone: call-back")))
        .singleElement()
        .asString()
        .contains("'call-back' is no code of imr-milestone");
    assertThat(
            check(
                "um.yaml", text.replace("milestone: physician-response", "milestone: call-return")))
        .singleElement()
        .asString()
        .contains("'call-return' stands twice");
  }

  @Test
  void aKeyOfJsonThatStandsTwiceIsNamed() {
    String plan = PolicyFiles.text(PolicyFiles.compiled(TEXT));
    assertThat(check("x.json", plan.replaceFirst("\"name\"", "\"name\": \"Other\", \"name\"")))
        .singleElement()
        .asString()
        .matches("x.json:\\d+: PlanDefinition.name: This element stands twice: see line .*");
  }

  @Test
  void aMistakeOfTheHeadStandsInItsLine() {
    String text = PolicyFiles.text(TEXT).replace("effect: own-decision", "effect: whatever");
    int line = text.substring(0, text.indexOf("effect: whatever")).split("\n").length + 1;

    assertThat(check("um.yaml", text))
        .singleElement()
        .asString()
        .startsWith("um.yaml:" + line + ": 'whatever' is no code of imr-effect");
  }

  @Test
  void whatIsNoPlanDefinitionIsRefused() {
    assertThat(check("x.json", "{")).hasSize(1);
    assertThat(check("x.json", "{\"resourceType\": \"Patient\"}"))
        .containsExactly("x.json:1: found a Patient, expected a PlanDefinition");
    assertThat(check("x.json", "{\"resourceType\": \"PlanDefinition\", \"colour\": \"red\"}"))
        .singleElement()
        .asString()
        .contains("colour");
    assertThat(check("x.json", "{\"resourceType\": \"PlanDefinition\"}"))
        .contains("x.json:1: has no url", "x.json:1: cites no document");
  }
}
