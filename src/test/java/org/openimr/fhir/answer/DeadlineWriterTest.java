package org.openimr.fhir.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

class DeadlineWriterTest {

  private static List<String> bounds(String policy) {
    ReviewPolicy held = HeldPolicies.policy(policy);
    EventTime noon = EventTime.at(OffsetDateTime.parse("2026-07-10T12:00:00-07:00").toInstant());
    CaseEvent received =
        new CaseEvent(null, "determination-received", noon, null, null, null, null, null);
    Facts facts = Facts.none(held.vocabulary()).with("urgency", "standard");
    Deadline adoption =
        DeadlineCalculator.deadlines(Situation.of(held, facts, List.of(received), noon)).stream()
            .filter(deadline -> deadline.milestone().code().equals("decision-adoption"))
            .findFirst()
            .orElseThrow();
    return DeadlineWriter.write(adoption, Explanation.NONE).getPart().stream()
        .filter(part -> part.getName().equals("bound"))
        .map(DeadlineWriterTest::said)
        .toList();
  }

  private static String said(ParametersParameterComponent bound) {
    return bound.getPart().stream()
        .filter(part -> List.of("rule", "limit", "source").contains(part.getName()))
        .map(part -> part.getName() + " " + part.getValue().primitiveValue())
        .collect(Collectors.joining(", "));
  }

  @Test
  void lawThatNobodyHasReadIsMarkedAndNothingElse() {
    assertThat(bounds("dmhc-imr-vchcp")).containsExactly("rule V26, limit 3 d");
    assertThat(bounds("dmhc-imr-vchcp+us-ca-imr"))
        .containsExactly("rule V26, limit 3 d", "rule L16, limit none, source law-unverified");
  }
}
