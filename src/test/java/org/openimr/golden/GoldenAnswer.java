package org.openimr.golden;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineBound;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.eligibility.EligibilityAssessor;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** Compares what the engine says of a golden case with what is to come out of it. */
public final class GoldenAnswer {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final Pattern MILESTONE = Pattern.compile("([a-z0-9-]+)(?:\\[(\\d+)])?");

  private final GoldenCase golden;
  private final ReviewPolicy policy;
  private final List<String> differences = new ArrayList<>();

  private GoldenAnswer(GoldenCase golden, ReviewPolicy policy) {
    this.golden = golden;
    this.policy = policy;
  }

  /** Every difference, in words; none if all comes out as expected. */
  public static List<String> differences(GoldenCase golden, ReviewPolicy policy) {
    GoldenAnswer answer = new GoldenAnswer(golden, policy);
    for (String part : GoldenCase.split(golden.expect(), " / ")) {
      answer.compare(GoldenCase.split(part, ";"));
    }
    return answer.differences;
  }

  private Situation situation() {
    return Situation.of(
        policy, golden.given(policy.vocabulary()), golden.happened(), golden.time());
  }

  private void compare(List<String> expected) {
    if (expected.get(0).startsWith("refused")) {
      compareRefusal(expected);
      return;
    }
    try {
      if (expected.get(0).startsWith("milestone=")) {
        compareDeadline(expected);
      } else {
        EligibilityDecision decision = EligibilityAssessor.assess(situation());
        expected.forEach(each -> compareEligibility(decision, each));
      }
    } catch (UnacceptableCaseException refused) {
      differences.add("is refused: " + refused.getMessage());
    }
  }

  private void compareRefusal(List<String> expected) {
    try {
      Situation situation = situation();
      DeadlineCalculator.deadlines(situation);
      EligibilityAssessor.assess(situation);
      differences.add("is not refused");
    } catch (UnacceptableCaseException refused) {
      String[] fragment = expected.get(0).split("=", 2);
      if (fragment.length == 2 && !refused.getMessage().contains(fragment[1])) {
        differences.add("is refused otherwise: " + refused.getMessage());
      }
    }
  }

  private void compareDeadline(List<String> expected) {
    Matcher name = MILESTONE.matcher(expected.get(0).substring("milestone=".length()));
    if (!name.matches() || policy.milestoneIndex(name.group(1)) < 0) {
      differences.add("no such milestone: " + expected.get(0));
      return;
    }
    List<Deadline> found =
        DeadlineCalculator.deadlines(situation()).stream()
            .filter(deadline -> deadline.milestone().code().equals(name.group(1)))
            .toList();
    if (expected.contains("absent")) {
      if (!found.isEmpty()) {
        differences.add(name.group(1) + " is there: " + found.get(0).status().code());
      }
      return;
    }
    int instance = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
    if (found.size() < instance) {
      differences.add(name.group() + " is absent");
      return;
    }
    for (String each : expected.subList(1, expected.size())) {
      String[] pair = each.split("=", 2);
      compare(name.group() + " " + pair[0], pair[1], said(found, instance - 1, pair));
    }
  }

  private String said(List<Deadline> all, int instance, String[] expected) {
    Deadline deadline = all.get(instance);
    return switch (expected[0]) {
      case "count" -> Integer.toString(all.size());
      case "status" -> deadline.status().code();
      case "owedBy" -> deadline.owedBy();
      case "rule" -> deadline.governing().rule().value();
      case "startedBy" -> deadline.startedBy();
      case "start" -> time(deadline.start());
      case "due" -> time(deadline.due());
      case "target" -> time(deadline.target());
      case "met" -> time(deadline.met());
      case "missing" -> listed(deadline.missing());
      case "bound" -> bound(deadline, expected[1]);
      case "bounds" ->
          deadline.bounds().stream()
              .map(bound -> bound.bound().rule().value())
              .collect(Collectors.joining("|"));
      default -> throw new IllegalArgumentException("nothing is called " + expected[0]);
    };
  }

  private String bound(Deadline deadline, String expected) {
    List<String> bounds = new ArrayList<>();
    for (DeadlineBound bound : deadline.bounds()) {
      bounds.add(bound.bound().rule() + ":" + time(bound.due()));
    }
    return bounds.contains(expected) ? expected : bounds.toString();
  }

  private void compareEligibility(EligibilityDecision decision, String expected) {
    String[] pair = expected.split("=", 2);
    String found =
        switch (pair[0]) {
          case "outcome" -> decision.outcome().code();
          case "missing" -> listed(decision.missing());
          case "route" -> listed(decision.routes());
          case "finding" -> finding(decision, pair[1]);
          default -> throw new IllegalArgumentException("nothing is called " + pair[0]);
        };
    compare(pair[0], pair[1], found);
  }

  private static String finding(EligibilityDecision decision, String expected) {
    List<String> findings =
        decision.findings().stream()
            .map(finding -> finding.criterion().rule() + ":" + finding.result().code())
            .toList();
    return findings.contains(expected) ? expected : findings.toString();
  }

  private void compare(String what, String expected, String found) {
    boolean list = what.endsWith("missing") || what.endsWith("route");
    String sorted = list ? listed(GoldenCase.split(expected, "\\|")) : expected;
    if (!sorted.equals(found)) {
      differences.add(what + ": expected " + sorted + ", found " + found);
    }
  }

  private static String listed(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join("|", new TreeSet<>(names));
  }

  private String time(Moment moment) {
    return moment == null ? "none" : TIME.format(moment.instant().atZone(policy.days().zone()));
  }
}
