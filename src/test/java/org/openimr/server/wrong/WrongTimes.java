package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.wrong.Mistake.Kind;

/** Puts what ends something before what begins it, and takes from times what makes them exact. */
final class WrongTimes {

  private WrongTimes() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, Integer> events = Inputs.events(bundle);
    for (Milestone milestone : Inputs.policy(bundle).milestones()) {
      for (Bound bound : milestone.bounds()) {
        if (bound.counts() && bound.startsWith() != null) {
          order(bundle, milestone, bound, events).forEach(mistakes::add);
        }
      }
    }
    events.forEach(
        (code, input) -> mistakes.addAll(inexact(Inputs.path(bundle, input), code, input)));
    mistakes.addAll(dates(bundle, events));
    mistakes.addAll(form(bundle));
    return mistakes;
  }

  /** A date alone is refused where hours count from it or to it, and only there. */
  private static List<Mistake> dates(ObjectNode bundle, Map<String, Integer> events) {
    Set<String> exact = new TreeSet<>();
    ReviewCase read = Submissions.read(bundle).reviewCase();
    Facts facts =
        Situation.of(
                Inputs.policy(bundle),
                read.facts(),
                read.events(),
                EventTime.at(Submissions.RECEIVED))
            .facts();
    for (Milestone milestone : Inputs.policy(bundle).milestones()) {
      for (Bound bound : milestone.bounds()) {
        boolean may = bound.when() == null || bound.when().evaluate(facts) != Truth.FALSE;
        if (bound.counts() && bound.elapses() && may && begun(bound, events)) {
          exact.add(bound.startsWith().code());
          milestone.stopsWith().forEach(stop -> exact.add(stop.code()));
        }
      }
    }
    List<Mistake> mistakes = new ArrayList<>();
    events.forEach(
        (code, input) -> {
          String day = Inputs.time(bundle, input).substring(0, 10);
          Mistake mistake =
              Mistake.of(
                  Kind.OFFSET,
                  (exact.contains(code) ? "a date where hours count for " : "a date for ") + code,
                  Inputs.path(bundle, input),
                  tree -> Inputs.at(tree, input).put("valueDateTime", day));
          mistakes.add(
              exact.contains(code)
                  ? mistake
                  : mistake.acceptable("no hours count from it: a date is the whole day (R-21)"));
        });
    return mistakes;
  }

  private static boolean begun(Bound bound, Map<String, Integer> events) {
    return bound.startsWith() != null && events.containsKey(bound.startsWith().code());
  }

  /** The only stop of a duty a day before its start. */
  private static List<Mistake> order(
      ObjectNode bundle, Milestone milestone, Bound bound, Map<String, Integer> events) {
    List<String> stops =
        milestone.stopsWith().stream()
            .map(EventDefinition::code)
            .filter(events::containsKey)
            .toList();
    Integer start = events.get(bound.startsWith().code());
    boolean duty = !milestone.right() && !milestone.latest();
    if (!duty || start == null || stops.size() != 1 || bound.startsWith().repeatable()) {
      return List.of();
    }
    int stop = events.get(stops.get(0));
    String before = dayBefore(Inputs.time(bundle, start));
    return List.of(
        Mistake.of(
            Kind.ORDER,
            stops.get(0) + " before " + bound.startsWith().code(),
            Inputs.path(bundle, stop),
            tree -> Inputs.at(tree, stop).put("valueDateTime", before)));
  }

  private static String dayBefore(String time) {
    return OffsetDateTime.parse(time).minusDays(1).toString();
  }

  private static List<Mistake> inexact(String path, String code, int input) {
    String place = path + ".value";
    return List.of(
        value("no offset", code, place, input, "2026-06-21T15:40:00"),
        value("no seconds", code, place, input, "2026-06-21T15:40-07:00"),
        value("a month", code, place, input, "2026-06"),
        value("a year", code, place, input, "2026"),
        value("an offset that does not exist", code, place, input, "2026-06-21T15:40:00-27:00"),
        value("a leap second", code, place, input, "2026-06-30T23:59:61Z"));
  }

  private static Mistake value(String name, String code, String place, int input, String time) {
    return Mistake.of(
        Kind.OFFSET,
        name + " for " + code,
        place,
        tree -> Inputs.at(tree, input).put("valueDateTime", time));
  }

  /** Answers of a form that cannot both be. */
  private static List<Mistake> form(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Elements.Element element : Elements.of(bundle)) {
      if (element.in(bundle).path("linkId").asText().equals("grievance-resolved")) {
        mistakes.add(
            Mistake.of(
                Kind.ORDER,
                "in a form: grievance-resolved before grievance-filed",
                element.path(),
                tree -> {
                  ObjectNode answer = (ObjectNode) element.in(tree).path("answer").path(0);
                  answer.fieldNames().forEachRemaining(name -> answer.put(name, "2001-01-01"));
                }));
      }
    }
    return mistakes;
  }
}
