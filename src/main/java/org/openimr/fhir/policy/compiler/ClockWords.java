package org.openimr.fhir.policy.compiler;

import java.util.stream.Collectors;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.WithinText;

/** Says milestones, counts and extensions in words. */
final class ClockWords {

  private final String calendar;

  ClockWords(String calendar) {
    this.calendar = calendar;
  }

  static String milestone(MilestoneText milestone) {
    StringBuilder words = new StringBuilder(milestone.title());
    words.append(" (").append(milestone.right() ? "right of the " : "owed by the ");
    words.append(PolicyShape.words(milestone.owedBy())).append("; done with ");
    words.append(
        milestone.stopsWith().stream().map(PolicyShape::words).collect(Collectors.joining(" or ")));
    if (milestone.alternatives()) {
      words.append("; the latest limit governs");
    }
    if (milestone.implementation()) {
      words.append("; ends only when the case is closed");
    }
    if (milestone.contingent()) {
      words.append("; owed only once it has started");
    }
    return words.append(')').toString();
  }

  String bound(BoundText bound) {
    StringBuilder words = new StringBuilder(within(bound));
    if (bound.owedBy() != null) {
      words.append("; owed by the ").append(PolicyShape.words(bound.owedBy()));
    }
    BoundText.Window window = bound.window();
    if (window.notBefore() != null) {
      words.append("; only if not before ").append(PolicyShape.words(window.notBefore()));
    }
    if (window.businessDayBefore() != null) {
      words.append("; if that is on a business day before ").append(window.businessDayBefore());
    }
    if (window.unlessBusinessDayBefore() != null) {
      words.append("; unless that is on a business day before ");
      words.append(window.unlessBusinessDayBefore());
    }
    if (bound.nested() && !(bound.within() instanceof WithinText.DueOf)) {
      words.append("; only beside another limit that has started");
    }
    if (bound.extension() != null) {
      words.append("; ").append(extension(bound.extension()));
    }
    return words.toString();
  }

  private String within(BoundText bound) {
    if (bound.within() instanceof WithinText.DueOf other) {
      return "together with " + PolicyShape.words(other.milestone());
    }
    String after = " after " + PolicyShape.words(bound.startsWith());
    if (!(bound.within() instanceof WithinText.Amount amount)) {
      return "no date;" + after.replace(" after", " begins with");
    }
    String low = amount.low() == null ? "" : amount.low().amount() + " to ";
    String words = low + amount.high().words() + after;
    if (bound.firstDayCounts()) {
      words += ", that day counted";
    }
    if (amount.rolling()) {
      words += ", moved to the next business day";
    }
    if (bound.needsCalendar()) {
      words += " (" + bound.calendarUsed(calendar) + ")";
    }
    return words;
  }

  private static String extension(ExtensionText extension) {
    String words =
        "may be extended "
            + (extension.times() == 1 ? "once" : extension.times() + " times")
            + " by "
            + extension.each().words()
            + (extension.base().equals("start") ? " from the start" : "");
    if (extension.cap() != null) {
      words += ", never past " + extension.cap().words();
      if (extension.capFrom() != null) {
        words += " after " + PolicyShape.words(extension.capFrom());
      }
    }
    if (extension.unless() != null) {
      words += ", not while " + ConditionWords.of(extension.unless());
    }
    return words + " (" + extension.rule() + ")";
  }

  static String derived(DerivedEventText derived) {
    return PolicyShape.words(derived.event())
        + " is the "
        + derived.choice()
        + " of: "
        + derived.sources().stream().map(ClockWords::source).collect(Collectors.joining("; "));
  }

  private static String source(DerivedEventText.Source source) {
    String words = PolicyShape.words(source.event());
    if (source.plus() != null) {
      words += " and " + source.plus().words();
    }
    if (source.when() != null) {
      words += ", when " + ConditionWords.of(source.when());
    }
    if (source.unlessBefore() != null) {
      words += ", unless " + PolicyShape.words(source.unlessBefore()) + " came before";
    }
    return words;
  }
}
