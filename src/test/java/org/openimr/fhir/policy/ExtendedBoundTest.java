package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.time;

import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.Facts;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.text.file.PolicyTextReader;

/** what a policy may say about extensions can be counted. */
class ExtendedBoundTest {

  private static String due(String each, String cap) {
    String text =
        PolicyFiles.text(PolicyFiles.FOLDER.resolve("us/ca/phc-um-2025-10-08.yaml"))
            .replaceAll(
                "each: 14 d(\\s+base: start)\\s+cap: 14 d",
                "each: " + each + "$1\n          cap: " + cap);
    ReviewPolicy policy =
        HeldPolicies.read(
            PolicyCompiler.compile(PolicyTextReader.read("um", text).text(), HeldPolicies.LAWS));
    Facts facts =
        Facts.none(HeldPolicies.VOCABULARY)
            .with("urgency", "expedited")
            .with("request-timing", "pre-service");
    return DeadlineCalculator.deadlines(
            Situation.of(
                policy,
                facts,
                events(
                    "request-received@2026-07-02T10:00:00-07:00",
                    "extension-granted@2026-07-03T10:00:00-07:00=good-cause"),
                time("2026-07-04T00:00:00-07:00")))
        .stream()
        .filter(deadline -> deadline.milestone().code().equals("plan-decision"))
        .map(deadline -> MadeUp.said(deadline.due()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anExtensionMayCountBusinessDaysWhereTheLimitCountsHours() {
    // 72 hours from Thursday end on Sunday; Fri 3, Mon 6, Tue 7 July, and 14 days are Thu 16 July
    assertThat(due("3 bd", "14 d")).isEqualTo("2026-07-07T23:59:59-07:00");
    assertThat(due("14 d", "2 bd")).isEqualTo("2026-07-06T23:59:59-07:00");
    assertThat(due("14 d", "14 d")).isEqualTo("2026-07-16T23:59:59-07:00");
  }
}
