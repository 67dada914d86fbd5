package org.openimr.fhir.policy;

import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.Prolongation;
import org.openimr.core.policy.StartWindow;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.WithinText;

/** Turns milestones with their bounds into those of the core; null where that cannot be. */
final class MilestoneReader {

  private final Names names;
  private final String calendar;
  private final LocalDays days;

  MilestoneReader(Names names, String calendar, LocalDays days) {
    this.names = names;
    this.calendar = calendar;
    this.days = days;
  }

  Milestone milestone(MilestoneText text) {
    String id = text.milestone();
    names.code(id, "imr-milestone", id);
    names.code(id, "imr-party", text.owedBy());
    List<EventDefinition> stops =
        text.stopsWith().stream()
            .map(stop -> names.event(id, stop))
            .filter(Objects::nonNull)
            .toList();
    FactDefinition decides = names.booleanFact(id, text.decides());
    List<Bound> bounds =
        text.bounds().stream()
            .map(bound -> bound(id + "." + bound.rule().name(), bound))
            .filter(Objects::nonNull)
            .toList();
    if (bounds.isEmpty()) {
      return null;
    }
    return new Milestone(
        id,
        text.title(),
        text.owedBy(),
        stops,
        text.right(),
        text.right() || text.alternatives(),
        text.implementation(),
        text.contingent(),
        decides,
        bounds);
  }

  private Bound bound(String id, BoundText text) {
    RuleId rule = names.rule(id, text.rule().id());
    Citation citation = names.citation(id, text.rule());
    Condition when = names.condition(id, "when", text.when());
    EventDefinition start = names.event(id, text.startsWith());
    names.code(id, "imr-party", text.owedBy());
    boolean needs = text.needsCalendar();
    HolidayCalendar holidays = needs ? names.calendar(id, text.calendarUsed(calendar)) : null;
    String dueOf = text.within() instanceof WithinText.DueOf other ? other.milestone() : null;
    StartWindow window = window(id, text.window());
    Prolongation prolongation = prolongation(id, text.extension());
    if (needs && holidays == null || start == null && dueOf == null) {
      return null;
    }
    Count count = null;
    if (text.within() instanceof WithinText.Amount amount) {
      TimeLimit high = Names.limit(amount.high());
      TimeLimit low = Names.limit(amount.low());
      count = new Count(high, low, holidays, amount.rolling(), text.firstDayCounts(), days);
    } else if (prolongation != null) {
      names.problem(id, "what has no count of its own cannot be extended");
    }
    return new Bound(
        id,
        rule,
        text.rule().text(),
        citation,
        text.owedBy(),
        when,
        start,
        window,
        count,
        dueOf,
        text.nested(),
        holidays,
        prolongation);
  }

  private StartWindow window(String id, BoundText.Window text) {
    if (text.businessDayBefore() != null && text.unlessBusinessDayBefore() != null) {
      names.problem(id, "the start is either on a business day before a time, or not; not both");
    }
    boolean before = text.businessDayBefore() != null;
    String time = before ? text.businessDayBefore() : text.unlessBusinessDayBefore();
    EventDefinition notBefore = names.event(id, text.notBefore());
    if (notBefore == null && time == null) {
      return StartWindow.ANY;
    }
    return new StartWindow(notBefore, time == null ? null : LocalTime.parse(time), before);
  }

  private Prolongation prolongation(String id, ExtensionText text) {
    if (text == null) {
      return null;
    }
    names.code(id, "imr-prolongation-base", text.base());
    if (text.each().amount() == 0) {
      names.problem(id, "an extension by nothing");
    }
    if (text.each().tooLong(text.times())) {
      names.problem(
          id, text.times() + " times '" + text.each() + "' are longer than any rule: ten years");
    }
    return new Prolongation(
        names.rule(id, text.rule()),
        text.times(),
        Names.limit(text.each()),
        text.base().equals("start"),
        Names.limit(text.cap()),
        names.event(id, text.capFrom()),
        text.unless() == null ? null : names.condition(id, "unless", text.unless()));
  }
}
