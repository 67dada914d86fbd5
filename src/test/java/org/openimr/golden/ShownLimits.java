package org.openimr.golden;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.core.calendar.Moment;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineBound;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/**
 * The limits that a golden case shows: of each deadline that it expects the one that governs, once
 * its clock has started, and those whose due time it names beside it.
 */
final class ShownLimits {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final Pattern MILESTONE = Pattern.compile("milestone=([a-z0-9-]+)(?:\\[(\\d+)])?");

  private final ReviewPolicy policy;
  private final Set<String> shown = new TreeSet<>();

  private ShownLimits(ReviewPolicy policy) {
    this.policy = policy;
  }

  /** The ids of the limits, such as {@code records-to-imro.V13}. */
  static Set<String> of(GoldenCase golden, ReviewPolicy policy) {
    ShownLimits limits = new ShownLimits(policy);
    if (golden.expect().contains("milestone=")) {
      List<Deadline> all =
          DeadlineCalculator.deadlines(
              Situation.of(
                  policy, golden.given(policy.vocabulary()), golden.happened(), golden.time()));
      GoldenCase.split(golden.expect(), " / ").forEach(part -> limits.add(part, all));
    }
    return limits.shown;
  }

  private void add(String expected, List<Deadline> all) {
    List<String> parts = GoldenCase.split(expected, ";");
    Matcher milestone = MILESTONE.matcher(parts.get(0));
    if (!milestone.matches() || parts.contains("absent")) {
      return;
    }
    int instance = milestone.group(2) == null ? 1 : Integer.parseInt(milestone.group(2));
    Deadline deadline =
        all.stream()
            .filter(each -> each.milestone().code().equals(milestone.group(1)))
            .skip(instance - 1L)
            .findFirst()
            .orElseThrow();
    for (DeadlineBound bound : deadline.bounds()) {
      boolean governs = deadline.governing() == bound.bound() && bound.start() != null;
      String named = "bound=" + bound.bound().rule() + ":" + time(bound.due());
      if (governs || parts.contains(named)) {
        shown.add(bound.bound().id());
      }
    }
  }

  private String time(Moment moment) {
    return moment == null ? "none" : TIME.format(moment.instant().atZone(policy.days().zone()));
  }
}
