package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.core.law.Citation;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.golden.GoldenAnswer;
import org.openimr.golden.GoldenCase;
import org.openimr.golden.PolicyRules;
import org.openimr.golden.Readings;

/**
 * Guardian of the policies: every rule has a citation and golden cases, and every golden case comes
 * out as it was worked out by hand.
 */
class PolicyTest {

  private static final Path COVERAGE = Path.of("target/rule-coverage.csv");

  private static final List<GoldenCase> CASES = GoldenCase.all();

  @TestFactory
  Stream<DynamicTest> goldenCases() {
    return CASES.stream()
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.toString(),
                    () ->
                        assertThat(
                                GoldenAnswer.differences(
                                    golden, HeldPolicies.policy(golden.policy())))
                            .as(golden.toString())
                            .isEmpty()));
  }

  @Test
  void everyRuleHasACitationAndGoldenCases() throws IOException {
    List<String> lines = new ArrayList<>(List.of("kind,id,policy,citation,cases,tests"));
    List<String> uncovered = new ArrayList<>();
    Map<String, Long> cases =
        CASES.stream()
            .collect(
                Collectors.groupingBy(c -> c.policy() + " " + c.rule(), Collectors.counting()));
    for (ReviewPolicy policy : HeldPolicies.BOOK.all()) {
      String code = policy.header().code();
      for (Map.Entry<String, Citation> rule : PolicyRules.of(policy).entrySet()) {
        long number = cases.getOrDefault(code + " " + rule.getKey(), 0L);
        String citation = rule.getValue() == null ? "" : rule.getValue().text();
        lines.add(
            "rule,%s,%s,\"%s\",%d,PolicyTest"
                .formatted(
                    rule.getKey(),
                    code + "|" + policy.header().version(),
                    citation.replace("\"", "\"\""),
                    number));
        if (number == 0 || citation.isBlank()) {
          uncovered.add(code + " " + rule.getKey() + ": " + number + " cases, " + citation);
        }
      }
    }
    Readings.tests().forEach((reading, tests) -> cover(reading, tests, lines, uncovered));
    Files.createDirectories(COVERAGE.getParent());
    Files.write(COVERAGE, lines);
    assertThat(uncovered).as("rules and readings without tests; see " + COVERAGE).isEmpty();
  }

  private static void cover(
      String reading, TreeSet<String> tests, List<String> lines, List<String> uncovered) {
    long number = 0;
    for (String test : tests) {
      long methods = Readings.methods(test);
      number += methods;
      if (methods == 0) {
        uncovered.add(reading + " names " + test + ", which tests nothing");
      }
    }
    TreeSet<String> all = new TreeSet<>(tests);
    for (String rule : Readings.rules().get(reading)) {
      long cases = CASES.stream().filter(golden -> golden.rule().equals(rule)).count();
      number += cases;
      all.add(rule + ".csv");
      if (cases == 0) {
        uncovered.add(reading + " names golden cases of " + rule + ", which has none");
      }
    }
    lines.add(
        "reading,%s,,docs/readings.md,%d,%s".formatted(reading, number, String.join(" ", all)));
    if (number == 0) {
      uncovered.add(reading + " has no tests");
    }
  }

  @Test
  void everyGoldenCaseBelongsToARuleThatIsHeld() {
    TreeSet<String> strangers = new TreeSet<>();
    for (GoldenCase golden : CASES) {
      if (!HeldPolicies.BOOK.codes().contains(golden.policy())) {
        strangers.add(golden.policy());
      }
    }
    assertThat(strangers).isEmpty();
  }

  @Test
  void onEveryDayExactlyOneVersionHoldsOrNoneDoesYet() {
    for (String code : HeldPolicies.BOOK.codes()) {
      List<ReviewPolicy> versions = HeldPolicies.BOOK.versions(code);
      LocalDate first = versions.get(0).header().inForceFrom();
      LocalDate last = versions.get(versions.size() - 1).header().inForceTo();
      for (LocalDate day = LocalDate.of(1990, 1, 1); day.getYear() < 2041; day = day.plusDays(1)) {
        LocalDate on = day;
        long holding = versions.stream().filter(each -> each.header().inForceOn(on)).count();
        boolean before = first != null && day.isBefore(first);
        boolean after = last != null && day.isAfter(last);
        assertThat(holding).as(code + " on " + day).isEqualTo(before || after ? 0 : 1);
      }
    }
  }
}
