package org.openimr.fhir.policy.text.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;

/** Each mistake in the form of a policy text is named with file, line and rule. */
class PolicyTextReaderTest {

  private static final String TEXT =
      """
      policy: made-up
      version: "1"
      title: "A made-up plan: what it owes"
      description: Shows the form of a policy text.
      programme: Made-up plan
      jurisdiction: US-CA
      zone: America/Los_Angeles
      calendar: us-ca-state-offices
      effect: own-decision
      documents:
        - id: BOOK
          title: The Book
          edition: first
      criteria:
        - id: O01
          section: "1"
          rule: Somebody asks.
          holds-when: "%requester = 'member'"
      clocks:
        - milestone: plan-decision
          title: The plan decides
          owed-by: plan
          stops-with: decision-made
          bounds:
            - id: O06
              section: "2"
              rule: Within three days.
              starts-with: request-received
              within: 3 bd
      """;

  private static List<String> problems(String found, String instead) {
    assertThat(TEXT).contains(found);
    return problems(TEXT.replace(found, instead));
  }

  private static List<String> problems(String text) {
    UnreadablePolicyTextException refused =
        catchThrowableOfType(
            UnreadablePolicyTextException.class, () -> PolicyTextReader.read("made-up.yaml", text));
    assertThat(refused).isNotNull();
    return refused.problems().stream().map(PolicyProblem::toString).toList();
  }

  @Test
  void aTextIsReadWithTheLinesOfItsParts() {
    PolicySource source = PolicyTextReader.read("made-up.yaml", TEXT);

    assertThat(source.text().header().title()).isEqualTo("A made-up plan: what it owes");
    assertThat(source.lines()).containsEntry("O01", 15).containsEntry("plan-decision.O06", 25);
    assertThat(source.problem("plan-decision.O06", "no"))
        .hasToString("made-up.yaml:25 plan-decision.O06: no");
  }

  @Test
  void aKeyThatIsMissing() {
    assertThat(problems("owed-by: plan\n", "right: false\n"))
        .containsExactly("made-up.yaml:20 plan-decision: 'owed-by' is missing");
    assertThat(problems("        rule: Within three days.\n", ""))
        .containsExactly("made-up.yaml:25 O06: 'rule' is missing");
    assertThat(problems("    within: 3 bd\n", ""))
        .containsExactly(
            "made-up.yaml:25 plan-decision.O06: 'within' is missing: how long, or none");
    assertThat(problems("zone: America/Los_Angeles\n", ""))
        .containsExactly("made-up.yaml:1: 'zone' is missing");
  }

  @Test
  void aKeyThatIsUnknown() {
    assertThat(problems("within: 3 bd", "within: 3 bd\n        whithin: 4 bd"))
        .containsExactly("made-up.yaml:30 plan-decision.O06: 'whithin' is not known here");
  }

  @Test
  void aKeyThatStandsTwice() {
    assertThat(problems("within: 3 bd", "within: 3 bd\n        within: 4 bd"))
        .anyMatch(each -> each.endsWith("'within' stands twice"));
  }

  @Test
  void aRuleThatStandsTwice() {
    assertThat(
            problems(
                "within: 3 bd",
                "within: 3 bd\n      - id: O06\n        section: \"3\"\n        rule: Four days."
                    + "\n        starts-with: request-received\n        within: 4 bd"))
        .containsExactly(
            "made-up.yaml:30 plan-decision.O06: 'plan-decision.O06' stands twice; a 'variant' tells"
                + " entries of one rule apart");
  }

  @Test
  void aLimitThatCannotBeRead() {
    assertThat(problems("within: 3 bd", "within: three days"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': 'three days' is no limit; expected for"
                + " example 3 bd, 5-7 bd, 24 h, 30 min, 6 mo rolling, none, or due of MILESTONE");
    assertThat(problems("within: 3 bd", "within: 7-5 bd"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': '7-5 bd' is a range that does not go up");
    assertThat(problems("within: 3 bd", "within: 24 h rolling"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': '24 h rolling': only days and months can"
                + " roll");
  }

  @Test
  void aLimitThatNoRuleCanMean() {
    assertThat(problems("within: 3 bd", "within: 99999 mo"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': '99999 mo' is longer than any rule: at"
                + " most 120 mo");
    assertThat(problems("within: 3 bd", "within: 3661 d"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': '3661 d' is longer than any rule: at"
                + " most 3660 d");
    assertThat(problems("within: 3 bd", "within: 0 d"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'within': '0 d' gives no time; only 0 bd does, the"
                + " same business day");
    assertThat(problems("within: 3 bd", "within: -3 d"))
        .singleElement()
        .asString()
        .startsWith("made-up.yaml:29 plan-decision.O06: 'within': '-3 d' is no limit; expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 bd", "2600 bd", "1 d", "3660 d", "120 mo", "87840 h", "99999 min"})
  void aLimitThatARuleMayMean(String limit) {
    PolicySource read =
        PolicyTextReader.read("made-up.yaml", TEXT.replace("within: 3 bd", "within: " + limit));
    assertThat(read.text().clocks().get(0).bounds().get(0).within()).hasToString(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2601 bd", "0 h", "0 min", "0 mo", "121 mo", "87841 h"})
  void aLimitBesideThese(String limit) {
    assertThat(problems("within: 3 bd", "within: " + limit)).hasSize(1);
  }

  @Test
  void aDateThatCannotBeRead() {
    assertThat(problems("zone:", "approved: 2025-02-30\nzone:"))
        .containsExactly("made-up.yaml:7: 'approved': '2025-02-30' is no date such as 2025-02-25");
  }

  @Test
  void aDocumentThatIsNotListed() {
    assertThat(problems("section: \"2\"", "document: PAMPHLET\n        section: \"2\""))
        .containsExactly(
            "made-up.yaml:25 O06: 'document': 'PAMPHLET' is not among the documents [BOOK]");
  }

  @Test
  void aCriterionThatAsksNothing() {
    assertThat(problems("    holds-when: \"%requester = 'member'\"\n", ""))
        .containsExactly("made-up.yaml:15 O01: 'holds-when' is missing: what must hold?");
  }

  @Test
  void aBoundWithoutStart() {
    assertThat(problems("        starts-with: request-received\n", ""))
        .containsExactly(
            "made-up.yaml:25 plan-decision.O06: 'starts-with' is missing: which event starts the"
                + " clock?");
  }

  @Test
  void anExtensionThatSaysTooLittle() {
    assertThat(
            problems(
                "within: 3 bd",
                "within: 3 bd\n        extension:\n          rule: O06\n"
                    + "          base: middle"))
        .containsExactly(
            "made-up.yaml:31 plan-decision.O06: 'times' and 'each' say how often and how much",
            "made-up.yaml:31 plan-decision.O06: 'base': 'middle' is neither start nor due");
  }

  @Test
  void aReadingThatIsNone() {
    assertThat(problems("within: 3 bd", "reading: mine\n        within: 3 bd"))
        .containsExactly("made-up.yaml:25 O06: 'reading': 'mine' is no reading such as R-07");
  }

  @Test
  void aZoneThatIsNone() {
    assertThat(problems("America/Los_Angeles", "America/Atlantis"))
        .containsExactly("made-up.yaml:7: 'zone': 'America/Atlantis' is no time zone");
  }

  @Test
  void aTimeOfDayThatIsNone() {
    assertThat(problems("within: 3 bd", "business-day-before: \"8\"\n        within: 3 bd"))
        .containsExactly(
            "made-up.yaml:29 plan-decision.O06: 'business-day-before': '8' is no time of day such"
                + " as 08:00");
  }

  @Test
  void whatIsNoYaml() {
    assertThat(problems("policy: made-up", "policy: [made-up"))
        .singleElement()
        .asString()
        .startsWith("made-up.yaml:")
        .contains("not YAML");
    assertThat(problems("")).containsExactly("made-up.yaml:1: the file is empty");
    assertThat(problems("just a sentence"))
        .contains(
            "made-up.yaml:1: expected keys with values", "made-up.yaml:1: 'policy' is missing");
  }

  @Test
  void aListThatIsNone() {
    assertThat(problems("criteria:\n", "criteria:\n  one:\n"))
        .anyMatch(each -> each.contains("'criteria' must be a list"));
  }

  @Test
  void everythingIsNamedAtOnceInTheOrderOfTheFile() {
    String text =
        TEXT.replace("within: 3 bd", "within: soon")
            .replace("effect: own-decision\n", "")
            .replace("section: \"1\"", "chapter: \"1\"");

    assertThat(problems(text))
        .containsExactly(
            "made-up.yaml:1: 'effect' is missing",
            "made-up.yaml:14 O01: 'section' is missing",
            "made-up.yaml:15 O01: 'chapter' is not known here",
            "made-up.yaml:28 plan-decision.O06: 'within': 'soon' is no limit; expected for example"
                + " 3 bd, 5-7 bd, 24 h, 30 min, 6 mo rolling, none, or due of MILESTONE");
  }

  @Test
  void aCalendarIsWrittenOnceWhereAllLimitsShareIt() {
    PolicyText policy = PolicyTextReader.read("made-up.yaml", TEXT).text();
    PolicyText same =
        PolicyTextReader.read(
                "made-up.yaml",
                TEXT.replace("calendar: us-ca-state-offices\n", "")
                    .replace("within: 3 bd", "within: 3 bd\n        calendar: us-ca-state-offices"))
            .text();

    assertThat(same).isEqualTo(policy);
  }

  @Test
  void oddTextsAreWrittenSoThatTheyReadBack() {
    PolicyText policy =
        PolicyTextReader.read(
                "made-up.yaml",
                TEXT.replace(
                    "Somebody asks.", "\"'tis: 100 % \\\"sure\\\" # - {odd} [text] \\\\\""))
            .text();

    assertThat(PolicyTextReader.read("w.yaml", PolicyTextWriter.write(policy)).text())
        .isEqualTo(policy);
  }
}
