package org.openimr.core.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;

/** which entries count, and which cannot be. */
class TimelineReaderTest {

  private final List<Problem> problems = new ArrayList<>();

  private Timeline read(String... events) {
    return new TimelineReader(
            MadeUp.VOCABULARY,
            MadeUp.DAYS,
            MadeUp.DAYS.at(Instant.parse("2026-07-10T19:00:00Z")),
            problems)
        .read(events(events));
  }

  private List<String> said() {
    return problems.stream().map(each -> each.event() + " " + each.message()).toList();
  }

  private static List<String> ids(Timeline timeline, String kind) {
    return timeline.all(event(kind)).stream().map(Occurrence::id).toList();
  }

  @Test
  void whatIsLaterThanTheTimeAskedAboutHasNotHappened() {
    // asked about noon of 10 July
    Timeline timeline =
        read(
            "call@2026-07-10T12:00:00-07:00#now",
            "call@2026-07-10T12:00:01-07:00#later",
            "call@2026-07-10#today",
            "call@2026-07-11#tomorrow");
    assertThat(ids(timeline, "call")).containsExactlyInAnyOrder("today", "now");
    assertThat(problems).isEmpty();
  }

  @Test
  void everyEntryThatCannotBeIsNamedByItsPlace() {
    read(
        "notified@2026-07-01#one",
        "surprise@2026-07-01",
        "decision-made@2026-07-01#one",
        "forwarded@2026-07-01>nobody",
        "entered-in-error@2026-07-02",
        "extension-granted@2026-07-02=because",
        "call@1850-01-01");
    assertThat(said())
        .containsExactly(
            "2 two events have the same id",
            "1 no event 'surprise' in CodeSystem imr-event",
            "3 forwarded refers to an id that no event has",
            "4 entered-in-error must name in refersTo the entry it strikes",
            "5 extension-granted has a reason that is not one of:"
                + " extraordinary-circumstances, good-cause",
            "6 call: times are counted from 1900 to 2200 only");
  }

  @Test
  void anIdThatNobodyHasIsNamedEvenIfNoEntryHasOne() {
    read("forwarded@2026-07-01>nobody");
    assertThat(said()).containsExactly("0 forwarded refers to an id that no event has");
  }

  @Test
  void anEventWithoutListOfReasonsMayHaveAny() {
    read("notified@2026-07-01=whatever", "extension-granted@2026-07-02");
    assertThat(problems).isEmpty();
  }

  @Test
  void aStrikeRemovesTheEntryThatItNames() {
    Timeline timeline =
        read("call@2026-07-01#a", "call@2026-07-02#b", "entered-in-error@2026-07-03>a");
    assertThat(ids(timeline, "call")).containsExactly("b");
  }

  @Test
  void aStrikeThatHasNotHappenedYetStrikesNothing() {
    Timeline timeline = read("call@2026-07-01#a", "entered-in-error@2026-07-11>a");
    assertThat(ids(timeline, "call")).containsExactly("a");
  }

  @Test
  void anotherEventThatNamesAnEntryStrikesNothing() {
    Timeline timeline = read("call@2026-07-01#a", "call-returned@2026-07-02>a");
    assertThat(ids(timeline, "call")).containsExactly("a");
  }

  @Test
  void aStrikeThatIsStruckHasNoEffectUnlessThatStrikeIsStruckToo() {
    String[] entries = {
      "call@2026-07-01#a",
      "entered-in-error@2026-07-02#one>a",
      "entered-in-error@2026-07-03#two>one",
      "entered-in-error@2026-07-04#three>two"
    };
    assertThat(ids(read(entries[0], entries[1], entries[2]), "call")).containsExactly("a");
    assertThat(ids(read(entries), "call")).isEmpty();
  }

  @Test
  void oneOfTwoStrikesIsEnough() {
    Timeline timeline =
        read(
            "call@2026-07-01#a",
            "entered-in-error@2026-07-02#one>a",
            "entered-in-error@2026-07-03>one",
            "entered-in-error@2026-07-04>a");
    assertThat(ids(timeline, "call")).isEmpty();
  }

  @Test
  void strikesThatNameEachOtherStrikeNothing() {
    Timeline timeline =
        read("entered-in-error@2026-07-02#one>two", "entered-in-error@2026-07-03#two>one");
    assertThat(ids(timeline, "entered-in-error")).containsExactly("one", "two");
  }
}
