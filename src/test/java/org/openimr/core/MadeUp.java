package org.openimr.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactDefinition.Type;
import org.openimr.core.casefile.FactReading;
import org.openimr.core.casefile.FactSetter;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.Prolongation;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.policy.ReviewSpan;
import org.openimr.core.policy.StartWindow;
import org.openimr.core.situation.Situation;

/**
 * A small made-up world in which the engine is tried without FHIR: vocabulary, calendar, policies.
 */
public final class MadeUp {

  public static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  public static final LocalDays DAYS = LocalDays.of(ZONE);

  public static final HolidayCalendar OFFICES =
      HolidayCalendarReader.read(
          List.of(
              "calendar offices",
              "covers 2010..",
              "weekend sat sun",
              "2010.. | 01-01 | sun+1 | New Year's Day | test",
              "2010.. | 3rd mon of january | | King Day | test",
              "2010.. | 3rd mon of february | | Presidents' Day | test",
              "2010.. | 03-31 | sun+1 | Chavez Day | test",
              "2010.. | last mon of may | | Memorial Day | test",
              "2010.. | 07-04 | sun+1 | Independence Day | test",
              "2010.. | 1st mon of september | | Labor Day | test",
              "2010.. | 11-11 | sun+1 sat-1 | Veterans Day | test",
              "2010.. | 4th thu of november | | Thanksgiving | test",
              "2010.. | day after 4th thu of november | | Day after Thanksgiving | test",
              "2010.. | 12-25 | sun+1 | Christmas | test"));

  public static final Vocabulary VOCABULARY = vocabulary();

  public static final Condition ALWAYS = new Condition.Constant(true);

  private MadeUp() {}

  private static Vocabulary vocabulary() {
    List<FactDefinition> facts = new ArrayList<>();
    code(
        facts,
        "urgency",
        false,
        Set.of("standard", "expedited"),
        new FactSetter.ByEvent("converted-to-expedited", "expedited"));
    code(
        facts,
        "urgency-basis",
        true,
        Set.of("imminent-serious-threat", "less-effective-if-delayed"),
        new FactSetter.ByEvent("converted-to-expedited", null));
    code(facts, "decision", false, Set.of("approved", "denied"));
    code(
        facts,
        "grievance-status",
        false,
        Set.of("none", "filed", "upheld", "resolved-in-favor"),
        new FactSetter.ByEvent("grievance-filed", "filed"),
        new FactSetter.ByEvent("grievance-resolved", null));
    fact(
        facts,
        "grievance-days-open",
        Type.INTEGER,
        null,
        new FactSetter.DaysBetween("grievance-filed", "grievance-resolved"));
    fact(facts, "waiver", Type.BOOLEAN, false, new FactSetter.ByEvent("waiver-granted", true));
    fact(
        facts,
        "review-open",
        Type.BOOLEAN,
        false,
        new FactSetter.Between(
            "review-request-received", "determination-made", "urgency", "expedited"));
    fact(facts, "in-time", Type.BOOLEAN, null);
    fact(facts, "late-allowed", Type.BOOLEAN, false);
    code(
        facts,
        "hearing",
        false,
        Set.of("none", "requested"),
        new FactSetter.ByEvent("hearing-requested", "requested"));
    List<EventDefinition> events = new ArrayList<>();
    for (String event :
        List.of(
            "request-received",
            "decision-made",
            "notified",
            "records-sent",
            "plan-notified",
            "review-request-received",
            "determination-made",
            "grievance-filed",
            "grievance-resolved",
            "waiver-granted",
            "criteria-met",
            "application-received",
            "hearing-requested",
            "extension-granted",
            "converted-to-expedited",
            "entered-in-error",
            "forwarded",
            "call-returned")) {
      Set<String> reasons =
          switch (event) {
            case "extension-granted" -> Set.of("good-cause", "extraordinary-circumstances");
            case "converted-to-expedited" ->
                Set.of("imminent-serious-threat", "less-effective-if-delayed");
            default -> Set.of();
          };
      event(events, event, false, EventDefinition.Ends.NOTHING, false, reasons);
    }
    event(events, "new-record", true, EventDefinition.Ends.NOTHING, false, Set.of());
    event(events, "call", true, EventDefinition.Ends.NOTHING, false, Set.of());
    event(events, "withdrawn", false, EventDefinition.Ends.CLOCKS, false, Set.of());
    event(events, "case-closed", false, EventDefinition.Ends.ALL, false, Set.of());
    event(events, "reopened", false, EventDefinition.Ends.NOTHING, true, Set.of());
    return new Vocabulary(facts, events, Map.of());
  }

  private static void code(
      List<FactDefinition> facts,
      String name,
      boolean many,
      Set<String> codes,
      FactSetter... setters) {
    facts.add(
        new FactDefinition(
            name, facts.size(), Type.CODE, many, codes, null, FactReading.NONE, List.of(setters)));
  }

  private static void fact(
      List<FactDefinition> facts, String name, Type type, Object value, FactSetter... setters) {
    facts.add(
        new FactDefinition(
            name, facts.size(), type, false, Set.of(), value, FactReading.NONE, List.of(setters)));
  }

  private static void event(
      List<EventDefinition> events,
      String code,
      boolean repeatable,
      EventDefinition.Ends ends,
      boolean reopens,
      Set<String> reasons) {
    events.add(
        new EventDefinition(
            code, events.size(), repeatable, ends, reopens, reasons, List.of(), null, false));
  }

  public static FactDefinition fact(String name) {
    return VOCABULARY.fact(name);
  }

  public static EventDefinition event(String code) {
    EventDefinition event = VOCABULARY.event(code);
    if (event == null) {
      throw new IllegalArgumentException(code);
    }
    return event;
  }

  public static Condition is(String fact, String value) {
    return new Condition.OneOf(fact(fact), Set.of(value));
  }

  /** Reads {@code 3 bd}, {@code 5-7 bd}, {@code 6 mo rolls}, {@code none}. */
  public static Count count(String text) {
    if ("none".equals(text)) {
      return null;
    }
    String[] parts = text.split(" ");
    TimeLimit.Unit unit =
        Arrays.stream(TimeLimit.Unit.values())
            .filter(u -> u.code().equals(parts[1]))
            .findFirst()
            .orElseThrow();
    String[] range = parts[0].split("-");
    TimeLimit high = new TimeLimit(Integer.parseInt(range[range.length - 1]), unit);
    TimeLimit low = range.length == 1 ? null : new TimeLimit(Integer.parseInt(range[0]), unit);
    return new Count(high, low, OFFICES, parts.length > 2, false, DAYS);
  }

  /** A bound while it is being written down. */
  public static final class BoundText {
    private final String rule;
    private final String start;
    private final String limit;
    private Condition when = ALWAYS;
    private StartWindow window = StartWindow.ANY;
    private String dueOf;
    private boolean nested;
    private Prolongation prolongation;
    private String owedBy;
    private Citation.Source source = Citation.Source.PLAN;

    private BoundText(String rule, String start, String limit) {
      this.rule = rule;
      this.start = start;
      this.limit = limit;
    }

    public BoundText when(Condition condition) {
      this.when = condition;
      return this;
    }

    public BoundText nested() {
      this.nested = true;
      return this;
    }

    public BoundText owedBy(String party) {
      this.owedBy = party;
      return this;
    }

    public BoundText source(Citation.Source value) {
      this.source = value;
      return this;
    }

    public BoundText window(StartWindow start) {
      this.window = start;
      return this;
    }

    public BoundText extendable(
        int times, String each, boolean fromStart, String cap, String capStart, Condition unless) {
      this.prolongation =
          new Prolongation(
              new RuleId(rule + "x"),
              times,
              count(each).limit(),
              fromStart,
              cap == null ? null : count(cap).limit(),
              capStart == null ? null : event(capStart),
              unless);
      return this;
    }

    private Bound bound(String milestone) {
      return new Bound(
          milestone + "." + rule,
          new RuleId(rule),
          rule + " in words",
          new Citation(new RuleId(rule), "1", "made-up policy, 2026, section " + rule, source),
          owedBy,
          when,
          start == null ? null : event(start),
          window,
          dueOf == null ? count(limit) : null,
          dueOf,
          nested,
          OFFICES,
          prolongation);
    }
  }

  public static BoundText bound(String rule, String start, String limit) {
    return new BoundText(rule, start, limit);
  }

  public static BoundText dueOf(String rule, String milestone) {
    BoundText text = new BoundText(rule, null, null);
    text.dueOf = milestone;
    text.nested = true;
    return text;
  }

  public static Milestone duty(String code, String stop, BoundText... bounds) {
    return milestone(code, List.of(stop.split(" ")), false, false, false, null, bounds);
  }

  public static Milestone right(String code, String stop, String decides, BoundText... bounds) {
    return milestone(
        code, List.of(stop), true, true, false, decides == null ? null : fact(decides), bounds);
  }

  public static Milestone contingent(String code, String stop, BoundText... bounds) {
    Milestone duty = duty(code, stop, bounds);
    return new Milestone(
        code,
        duty.title(),
        duty.owedBy(),
        duty.stopsWith(),
        false,
        false,
        false,
        true,
        null,
        duty.bounds());
  }

  public static Milestone milestone(
      String code,
      List<String> stops,
      boolean right,
      boolean latest,
      boolean implementation,
      FactDefinition decides,
      BoundText... bounds) {
    return new Milestone(
        code,
        code + " in words",
        right ? "member" : "plan",
        stops.stream().map(MadeUp::event).toList(),
        right,
        latest,
        implementation,
        false,
        decides,
        Arrays.stream(bounds).map(bound -> bound.bound(code)).toList());
  }

  public static ReviewPolicy policy(Milestone... milestones) {
    return policy(List.of(), List.of(), milestones);
  }

  public static ReviewPolicy policy(
      List<DerivedEvent> derived, List<CriterionNode> criteria, Milestone... milestones) {
    return new ReviewPolicy(
        new ReviewPolicy.Header(
            "made-up",
            "https://example.org/PlanDefinition/made-up",
            "1",
            "Made-up policy",
            "binding",
            "complaint-unit",
            LocalDate.of(2010, 1, 1),
            null,
            null),
        VOCABULARY,
        DAYS,
        derived,
        new CriterionNode.Group(true, criteria),
        List.of(milestones),
        List.of());
  }

  /** The same policy, whose reviews begin and end with these events. */
  public static ReviewPolicy withSpan(ReviewPolicy policy, List<String> begins, String... ends) {
    return new ReviewPolicy(
        policy.header(),
        policy.vocabulary(),
        policy.days(),
        policy.derivedEvents(),
        policy.criteria(),
        policy.milestones(),
        policy.packet(),
        ReviewSpan.of(
            policy.vocabulary(),
            begins.stream().map(MadeUp::event).toList(),
            Arrays.stream(ends).map(MadeUp::event).toList()));
  }

  public static Criterion criterion(
      String rule, Condition asked, Condition holds, Criterion.Terms terms) {
    return new Criterion(
        rule,
        new RuleId(rule),
        rule + " in words",
        new Citation(
            new RuleId(rule), "1", "made-up policy, 2026, section " + rule, Citation.Source.PLAN),
        asked,
        holds,
        terms);
  }

  public static EventTime time(String text) {
    return text.contains("T")
        ? EventTime.at(OffsetDateTime.parse(text).toInstant())
        : EventTime.on(LocalDate.parse(text));
  }

  /**
   * Reads {@code code@time} with optional {@code #id}, {@code >refersTo}, {@code =reason}, {@code
   * ~until}.
   */
  public static CaseEvent happened(String text) {
    String[] parts = text.split("(?=[#>=~])");
    String[] head = parts[0].split("@");
    String id = null;
    String refersTo = null;
    String reason = null;
    EventTime until = null;
    for (int i = 1; i < parts.length; i++) {
      String value = parts[i].substring(1);
      switch (parts[i].charAt(0)) {
        case '#' -> id = value;
        case '>' -> refersTo = value;
        case '=' -> reason = value;
        default -> until = time(value);
      }
    }
    return new CaseEvent(id, head[0], time(head[1]), null, reason, until, refersTo, null);
  }

  public static List<CaseEvent> events(String... texts) {
    return Arrays.stream(texts).map(MadeUp::happened).toList();
  }

  /** Reads {@code name=value} pairs. */
  public static Facts facts(String... pairs) {
    Facts facts = Facts.none(VOCABULARY);
    for (String pair : pairs) {
      String[] parts = pair.split("=");
      Object value =
          switch (fact(parts[0]).type()) {
            case BOOLEAN -> Boolean.valueOf(parts[1]);
            case INTEGER -> Integer.valueOf(parts[1]);
            default -> parts[1];
          };
      facts = facts.with(parts[0], value);
    }
    return facts;
  }

  public static List<Deadline> deadlines(
      ReviewPolicy policy, Facts facts, String asOf, String... events) {
    return DeadlineCalculator.deadlines(Situation.of(policy, facts, events(events), time(asOf)));
  }

  public static String said(Moment moment) {
    return moment == null
        ? "-"
        : Instant.ofEpochMilli(moment.epochMilli())
            .atZone(ZONE)
            .toOffsetDateTime()
            .format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }

  /** One deadline in a line: milestone, status, rule, start, due. */
  public static String said(Deadline deadline) {
    return deadline.milestone().code()
        + " "
        + deadline.status().code()
        + " "
        + deadline.governing().rule()
        + " "
        + said(deadline.start())
        + " "
        + said(deadline.due());
  }
}
