package org.openimr.fhir.policy.text.file;

import java.util.List;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.LimitText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.RuleText;
import org.openimr.fhir.policy.text.WithinText;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads milestones with their bounds, and derived events. */
final class ClockTextReader {

  private final RuleTextReader rules;
  private final TextParts parts;

  ClockTextReader(RuleTextReader rules, TextParts parts) {
    this.rules = rules;
    this.parts = parts;
  }

  MilestoneText milestone(YamlBlock block) {
    String milestone = block.required("milestone");
    boolean named = parts.place(block, milestone);
    String title = block.required("title");
    String owedBy = block.required("owed-by");
    List<String> stops = block.texts("stops-with");
    if (stops.isEmpty()) {
      block.problem("'stops-with' is missing: which event stops the clock?");
    }
    List<BoundText> bounds =
        block.blocks("bounds").stream().map(bound -> bound(milestone, named, bound)).toList();
    if (bounds.isEmpty()) {
      block.problem("'bounds' is missing: a milestone has at least one limit");
    }
    MilestoneText text =
        new MilestoneText(
            milestone,
            title,
            owedBy,
            stops,
            block.flag("right"),
            block.flag("alternatives"),
            block.flag("implementation"),
            block.flag("contingent"),
            block.text("decides"),
            bounds);
    block.end();
    return text;
  }

  private BoundText bound(String milestone, boolean named, YamlBlock block) {
    RuleText rule = rules.rule(block);
    String name = milestone + "." + rule.name();
    if (named) {
      parts.place(block, name);
    } else {
      parts.placeWithin(block, name);
    }
    if (!block.has("within")) {
      block.problem("'within' is missing: how long, or none");
    }
    WithinText within = block.converted("within", WithinText::parse);
    String starts = block.text("starts-with");
    boolean dueOf = within instanceof WithinText.DueOf;
    if (starts == null && !dueOf) {
      block.problem("'starts-with' is missing: which event starts the clock?");
      starts = "";
    }
    if (starts != null && dueOf) {
      block.problem("'starts-with' has no place where the limit is that of another milestone");
    }
    YamlBlock extension = block.block("extension");
    BoundText text =
        new BoundText(
            rule,
            block.text("owed-by"),
            block.text("when"),
            starts,
            within == null ? new WithinText.None() : within,
            nested(block, dueOf),
            block.text("calendar"),
            block.flag("first-day-counts"),
            new BoundText.Window(
                block.text("not-before"),
                block.converted("business-day-before", ClockTextReader::time),
                block.converted("unless-business-day-before", ClockTextReader::time)),
            extension == null ? null : rules.extension(extension, rule.id()));
    if (text.calendar() != null && !text.needsCalendar()) {
      block.problem("'calendar' has no place where nothing is counted in business days");
    }
    block.end();
    return text;
  }

  private static boolean nested(YamlBlock block, boolean dueOf) {
    boolean nested = block.flag("nested");
    return nested || dueOf;
  }

  private static String time(String text) {
    if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
      throw new IllegalArgumentException("'" + text + "' is no time of day such as 08:00");
    }
    return text;
  }

  DerivedEventText derivedEvent(YamlBlock block) {
    String event = block.required("event");
    parts.place(block, event);
    String choice = block.required("choice");
    if (!choice.isEmpty() && !choice.matches("latest|first")) {
      block.problem("'choice': '" + choice + "' is neither latest nor first");
    }
    List<String> readings = rules.readings(block);
    List<DerivedEventText.Source> sources =
        block.blocks("from").stream().map(ClockTextReader::source).toList();
    if (sources.isEmpty()) {
      block.problem("'from' is missing: what does the event follow from?");
    }
    block.end();
    return new DerivedEventText(event, choice, readings, sources);
  }

  private static DerivedEventText.Source source(YamlBlock block) {
    LimitText plus = block.converted("plus", LimitText::parse);
    if (plus != null && !plus.unit().equals("d")) {
      block.problem("'plus': " + plus + " is not in calendar days");
    }
    DerivedEventText.Source source =
        new DerivedEventText.Source(
            block.required("event"), block.text("when"), plus, block.text("unless-before"));
    block.end();
    return source;
  }
}
