package org.openimr.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.KnownInPart;

class CompactTextTest {

  private final CompactText text = new CompactText(HeldPolicies.VOCABULARY);

  @Test
  void factsOfEveryKindAreReadAsTheyWereWritten() {
    Map<FactDefinition, Object> facts = new HashMap<>();
    facts.put(fact("urgency"), "expedited");
    facts.put(fact("member-paid"), false);
    facts.put(fact("supporting-documents"), 2);
    facts.put(fact("decision-basis"), Set.of("medical-necessity", "administrative"));
    facts.put(fact("referral-reason"), new KnownInPart(Set.of("other")));
    facts.put(fact("physician-certification"), Set.of());

    String written = text.facts(facts);

    assertThat(written)
        .isEqualTo(
            "{\"decision-basis\":[\"administrative\",\"medical-necessity\"],\"member-paid\":false,"
                + "\"physician-certification\":[],\"referral-reason\":[null,\"other\"],"
                + "\"supporting-documents\":2,\"urgency\":\"expedited\"}");
    assertThat(text.facts(written)).isEqualTo(facts);
  }

  @Test
  void aFactThatIsNoMoreIsLeftOut() {
    assertThat(text.facts("{\"gone\":[1,2],\"urgency\":\"standard\"}"))
        .isEqualTo(Map.of(fact("urgency"), "standard"));
  }

  @Test
  void eventsAreReadAsTheyWereWritten() {
    List<CaseEvent> events =
        List.of(
            CaseEvent.of("decision-made", EventTime.on(LocalDate.of(2026, 7, 2))),
            new CaseEvent(
                "e-2",
                "extension-granted",
                EventTime.at(Instant.parse("2026-07-03T15:00:00Z")),
                "department",
                "good-cause",
                EventTime.on(LocalDate.of(2026, 7, 20)),
                "e-1",
                "DocumentReference/7"));

    String written = text.events(events);

    assertThat(written)
        .isEqualTo(
            "[[\"decision-made\",\"2026-07-02\"],[\"extension-granted\",\"2026-07-03T15:00:00Z\","
                + "\"e-2\",\"department\",\"good-cause\",\"2026-07-20\",\"e-1\","
                + "\"DocumentReference/7\"]]");
    assertThat(text.events(written)).isEqualTo(events);
  }

  @Test
  void dutiesAreReadAsTheyWereWritten() {
    Map<String, IndexedDuty> duties =
        Map.of(
            "b",
            new IndexedDuty(
                "determination",
                "running",
                Instant.parse("2026-07-03T15:00:00Z"),
                Instant.parse("2026-08-03T06:59:59Z"),
                "V20"),
            "a",
            new IndexedDuty("payment", "not-started", null, null, "V34"));

    String written = text.duties(duties);

    assertThat(written)
        .isEqualTo(
            "[[\"a\",\"payment\",\"not-started\",\"V34\"],[\"b\",\"determination\",\"running\","
                + "\"V20\",\"2026-07-03T15:00:00Z\",\"2026-08-03T06:59:59Z\"]]");
    assertThat(text.duties(written)).isEqualTo(duties);
  }

  private static FactDefinition fact(String name) {
    return HeldPolicies.VOCABULARY.fact(name);
  }
}
