package org.openimr.core.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.happened;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;

/** The events of a case, each kind in order of time. */
class TimelineTest {

  private static final EventDefinition CALL = event("call");
  private static final EventDefinition RETURNED = event("call-returned");
  private static final EventDefinition NOTIFIED = event("notified");

  private final Timeline timeline = new Timeline(MadeUp.VOCABULARY);

  private void add(EventDefinition kind, String id, String time) {
    timeline.add(
        new Occurrence(kind, moment(time), happened(kind.code() + "@" + time + "#" + id), -1));
  }

  private static Moment moment(String text) {
    EventTime time = MadeUp.time(text);
    return time.instant() == null
        ? MadeUp.DAYS.wholeDay(time.date())
        : MadeUp.DAYS.at(time.instant());
  }

  private static List<String> ids(List<Occurrence> occurrences) {
    return occurrences.stream().map(Occurrence::id).toList();
  }

  @Test
  void eachKindStandsInOrderOfTime() {
    add(CALL, "third", "2026-07-03T10:00:00-07:00");
    add(CALL, "first", "2026-07-01T10:00:00-07:00");
    add(RETURNED, "other", "2026-06-30T10:00:00-07:00");
    add(CALL, "second", "2026-07-02T10:00:00-07:00");
    assertThat(ids(timeline.all(CALL))).containsExactly("first", "second", "third");
    assertThat(timeline.first(CALL).id()).isEqualTo("first");
    assertThat(ids(timeline.all(RETURNED))).containsExactly("other");
  }

  @Test
  void whatHappenedAtOnceStandsInTheOrderInWhichItWasRecorded() {
    add(CALL, "a", "2026-07-01T10:00:00-07:00");
    add(CALL, "b", "2026-07-01T10:00:00-07:00");
    add(CALL, "c", "2026-07-01T10:00:00-07:00");
    assertThat(ids(timeline.all(CALL))).containsExactly("a", "b", "c");
  }

  @Test
  void aDateAloneStandsBehindMidnightOfThatDayInWhateverOrderTheyCome() {
    add(CALL, "day", "2026-07-01");
    add(CALL, "midnight", "2026-07-01T00:00:00-07:00");
    add(RETURNED, "returned", "2026-07-01T00:00:00-07:00");
    assertThat(ids(timeline.all(CALL))).containsExactly("midnight", "day");
    assertThat(timeline.firstFrom(List.of(CALL, RETURNED), moment("2026-06-30")).id())
        .isEqualTo("midnight");
  }

  @Test
  void ofAKindThatDidNotHappenThereIsNone() {
    assertThat(timeline.first(CALL)).isNull();
    assertThat(timeline.all(CALL)).isEmpty();
    assertThat(timeline.firstFrom(List.of(CALL), moment("2026-07-01"))).isNull();
  }

  @Test
  void theFirstAtOrAfterAMomentIsTheEarliestOfAllKinds() {
    add(RETURNED, "before", "2026-07-01T09:59:59-07:00");
    add(RETURNED, "late", "2026-07-03T10:00:00-07:00");
    add(NOTIFIED, "early", "2026-07-02T10:00:00-07:00");
    Moment from = moment("2026-07-01T10:00:00-07:00");
    assertThat(timeline.firstFrom(List.of(RETURNED, NOTIFIED), from).id()).isEqualTo("early");
    assertThat(timeline.firstFrom(List.of(NOTIFIED, RETURNED), from).id()).isEqualTo("early");
    assertThat(timeline.firstFrom(List.of(RETURNED), from).id()).isEqualTo("late");
    assertThat(timeline.firstFrom(List.of(RETURNED), moment("2026-07-01T09:59:59-07:00")).id())
        .as("exactly at the moment")
        .isEqualTo("before");
    assertThat(timeline.firstFrom(List.of(RETURNED), moment("2026-07-04"))).isNull();
  }

  @Test
  void ofTwoKindsAtOnceTheOneThatIsNamedFirstCounts() {
    add(RETURNED, "returned", "2026-07-02T10:00:00-07:00");
    add(NOTIFIED, "notified", "2026-07-02T10:00:00-07:00");
    Moment from = moment("2026-07-01");
    assertThat(timeline.firstFrom(List.of(RETURNED, NOTIFIED), from).id()).isEqualTo("returned");
    assertThat(timeline.firstFrom(List.of(NOTIFIED, RETURNED), from).id()).isEqualTo("notified");
  }

  @Test
  void whatHadHappenedUpToAMomentIncludesTheMoment() {
    add(CALL, "a", "2026-07-01T10:00:00-07:00");
    add(CALL, "b", "2026-07-02T10:00:00-07:00");
    add(NOTIFIED, "n", "2026-07-03T10:00:00-07:00");
    Timeline then = timeline.upTo(moment("2026-07-01T10:00:00-07:00"));
    assertThat(ids(then.all(CALL))).containsExactly("a");
    assertThat(then.first(NOTIFIED)).isNull();
    assertThat(ids(timeline.all(CALL))).as("the timeline itself stays").hasSize(2);
  }

  @Test
  void anOccurrenceThatNobodyRecordedHasNoEntry() {
    Occurrence derived = new Occurrence(CALL, moment("2026-07-01"), null, -1);
    assertThat(derived.id()).isNull();
    assertThat(derived.reason()).isNull();
    assertThat(derived.refersTo()).isNull();
  }
}
