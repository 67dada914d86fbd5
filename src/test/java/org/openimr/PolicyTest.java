package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.golden.GoldenAnswer;
import org.openimr.golden.GoldenCase;
import org.openimr.golden.PolicyRules;
import org.openimr.golden.RuleCoverage;

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
    RuleCoverage coverage = RuleCoverage.of(CASES);
    Files.createDirectories(COVERAGE.getParent());
    Files.write(COVERAGE, coverage.lines());
    assertThat(coverage.uncovered())
        .as("rules and readings without tests; see " + COVERAGE)
        .isEmpty();
    assertThat(coverage.unbuilt())
        .as("rules of which nothing is built; whoever builds one takes it away here")
        .isEmpty();
  }

  @Test
  void everyGoldenCaseBelongsToARuleThatIsHeld() {
    TreeSet<String> strangers = new TreeSet<>();
    for (GoldenCase golden : CASES) {
      ReviewPolicy policy = HeldPolicies.policy(golden.policy());
      Set<String> rules = PolicyRules.of(policy);
      rules.addAll(PolicyRules.toldBeside(HeldPolicies.text(policy)));
      if (!rules.contains(golden.rule())) {
        strangers.add(golden.policy() + " " + golden.rule());
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
