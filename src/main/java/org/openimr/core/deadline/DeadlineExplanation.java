package org.openimr.core.deadline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Prolongation;

/**
 * The arithmetic of a deadline in words: which rule governs, and for each bound the count day by
 * day.
 */
final class DeadlineExplanation {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss z", Locale.ENGLISH);

  private final Deadline deadline;
  private final LocalDays days;
  private final StringBuilder text = new StringBuilder();

  DeadlineExplanation(Deadline deadline) {
    this.deadline = deadline;
    this.days = deadline.days();
  }

  String text() {
    line(
        deadline.milestone().title()
            + " ("
            + deadline.owedBy()
            + "): "
            + deadline.status().code()
            + (deadline.due() == null ? "" : ", due " + time(deadline.due())));
    if (deadline.bounds().size() > 1 && deadline.due() != null) {
      line(
          deadline.governing().rule()
              + " governs: the "
              + (deadline.milestone().latest() ? "latest" : "earliest")
              + " of the bounds below");
    }
    deadline.bounds().forEach(this::bound);
    if (deadline.met() != null) {
      line("done " + time(deadline.met()));
    }
    if (!deadline.missing().isEmpty()) {
      line("would be decided by: " + String.join(", ", deadline.missing()));
    }
    return text.toString().stripTrailing();
  }

  private void bound(DeadlineBound open) {
    Bound bound = open.bound();
    line("");
    line(
        bound.rule()
            + " "
            + bound.limitText()
            + " from "
            + open.startedBy()
            + ": "
            + bound.title());
    line("  " + bound.citation());
    if (!bound.counts()) {
      line("  law that was not read: shown, and never governs");
    }
    if (open.status() == DutyStatus.UNDETERMINED) {
      line(
          open.startUnknown()
              ? "  may have started: it is not known whether " + open.startedBy() + " has happened"
              : "  applies if: " + bound.when());
      return;
    }
    if (open.start() == null) {
      line(
          bound.nested()
              ? "  counts only once a bound of the milestone's own has started"
              : "  has not started: " + open.startedBy() + " has not happened");
      return;
    }
    line("  start  " + time(open.start()));
    if (bound.dueOf() != null) {
      line("  taken from " + bound.dueOf() + ": due " + time(open.due()));
      if (open.due().isBefore(ownStart())) {
        line("  referred too late: this lies before the request reached the reviewer");
      }
    } else if (bound.count() == null) {
      line("  no date is set: the rule gives none, and none is made up");
    } else if (open.due() == null) {
      line("  cannot be counted from this start");
    } else {
      count(bound.count(), open.start());
    }
    for (ExtensionEffect effect : open.extensions()) {
      line(
          "  extension of "
              + time(effect.granted().at())
              + " ("
              + effect.granted().reason()
              + "): "
              + effect.kind().text()
              + ", due "
              + time(effect.due()));
      if (effect.kind() == ExtensionEffect.Kind.MOVED) {
        line("    " + terms(bound.prolongation()));
      }
    }
  }

  private static String terms(Prolongation rule) {
    String most =
        rule.cap() == null
            ? ""
            : ", never past "
                + rule.cap()
                + (rule.capStart() == null ? "" : " from " + rule.capStart().code());
    return "by " + rule.rule() + ": up to " + rule.each() + " at a time" + most;
  }

  private Moment ownStart() {
    return deadline.bounds().stream()
        .filter(open -> !open.bound().nested() && open.start() != null)
        .map(DeadlineBound::start)
        .findFirst()
        .orElse(deadline.start());
  }

  private void count(Count count, Moment start) {
    TimeLimit limit = count.limit();
    if (limit.unit().elapses()) {
      line("  + " + limit + " elapsed  " + time(count.due(start)));
      return;
    }
    int last = count.lastDay(start.epochDay(), limit);
    if (limit.unit() == TimeLimit.Unit.MONTHS) {
      line("  + " + limit + "  " + day(last));
    } else {
      days(count, start.epochDay(), last);
    }
    if (count.rolls()) {
      int landed = count.calendar().nextOrSame(last);
      if (landed != last) {
        line("  " + day(last) + " is no business day: moves to " + day(landed));
      }
    }
    line("  due    " + time(count.due(start)));
  }

  private void days(Count count, int first, int last) {
    int number = 0;
    int from = count.firstDayCounts() ? first : first + 1;
    boolean business = count.limit().unit() == TimeLimit.Unit.BUSINESS_DAYS;
    if (!count.firstDayCounts()) {
      line("  day 0  " + day(first) + " (not counted)");
    }
    for (int day = from; day <= last; day++) {
      if (business && !count.calendar().isBusinessDay(day)) {
        Optional<String> holiday = count.calendar().holiday(day);
        line("         " + day(day) + "  " + holiday.orElse("weekend"));
        continue;
      }
      number++;
      line(String.format(Locale.ROOT, "  day %-3d%s", number, day(day)) + mark(count, number));
    }
  }

  private static String mark(Count count, int number) {
    if (count.low() != null && number == count.low().amount()) {
      return "  target";
    }
    return number == count.limit().amount() ? "  last day" : "";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String day(int epochDay) {
    return LocalDate.ofEpochDay(epochDay).format(DAY);
  }

  private String time(Moment moment) {
    return Instant.ofEpochMilli(moment.epochMilli()).atZone(days.zone()).format(TIME);
  }
}
