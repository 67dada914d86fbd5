package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Lets a case say two things of which only one can be. */
final class Contradictions {

  private Contradictions() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    int next = Inputs.task(bundle).path("input").size();
    String added = Inputs.path(bundle, next);
    mistakes.addAll(facts(bundle, added));
    mistakes.addAll(events(bundle, added));
    mistakes.addAll(periods(bundle));
    Map<String, Integer> events = Inputs.events(bundle);
    if (events.containsKey("plan-notified")) {
      String later = later(Inputs.time(bundle, events.get("plan-notified")));
      mistakes.add(
          event("two different times of plan-notified", added, "plan-notified", later)
              .acceptable("of an event that happens once the earliest counts (R-18)"));
    }
    mistakes.add(
        event("an event that has not happened yet", added, "case-closed", "2031-01-05T10:00:00Z"));
    return mistakes;
  }

  private static List<Mistake> facts(ObjectNode bundle, String added) {
    List<Mistake> mistakes = new ArrayList<>();
    JsonNode inputs = Inputs.task(bundle).path("input");
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      JsonNode coding = inputs.get(i).path("type").path("coding").path(0);
      if (coding.path("system").asText().equals(Inputs.FACT)
          && inputs.get(i).path("valueBoolean").isBoolean()) {
        mistakes.add(
            Mistake.of(
                Kind.CONTRADICTION,
                "yes and no for " + coding.path("code").asText(),
                added,
                tree -> {
                  ObjectNode other = Inputs.at(tree, input).deepCopy();
                  other.put("valueBoolean", !other.path("valueBoolean").asBoolean());
                  Inputs.all(tree).add(other);
                }));
      }
    }
    mistakes.add(
        Mistake.of(
                Kind.CONTRADICTION,
                "another kind of review in the inputs",
                added,
                tree ->
                    Inputs.add(tree, Inputs.FACT, "review-type")
                        .put("valueCode", "emergency-urgent-claim"))
            .acceptable("what the inputs state counts, the difference is remarked (R-47)"));
    mistakes.add(
        Mistake.of(
                Kind.CONTRADICTION,
                "two kinds of review in the inputs",
                added,
                tree -> {
                  Inputs.add(tree, Inputs.FACT, "review-type")
                      .put("valueCode", "medical-necessity");
                  Inputs.add(tree, Inputs.FACT, "review-type")
                      .put("valueCode", "experimental-investigational");
                })
            .blaming(List.of(Inputs.path(bundle, Inputs.task(bundle).path("input").size() + 1))));
    mistakes.add(
        Mistake.of(
            Kind.CONTRADICTION,
            "a value that the fact does not have",
            added,
            tree -> Inputs.add(tree, Inputs.FACT, "urgency").put("valueCode", "tomorrow")));
    mistakes.add(
        Mistake.of(
            Kind.CONTRADICTION,
            "a disputed line that the claim does not have",
            added,
            tree -> Inputs.add(tree, Inputs.FACT, "disputed-line").put("valueInteger", 77)));
    return mistakes;
  }

  private static List<Mistake> events(ObjectNode bundle, String added) {
    String received = "2026-07-01T10:00:00-07:00";
    List<Mistake> mistakes = new ArrayList<>();
    mistakes.add(event("an extension without a reason", added, "extension-granted", received));
    mistakes.add(event("a strike that strikes nothing", added, "entered-in-error", received));
    mistakes.add(event("an event that is none", added, "party-held", received));
    mistakes.add(event("a year that no calendar covers", added, "service-date", "1890-01-01"));
    mistakes.add(
        event("a reason that the event does not have", added, "extension-granted", received)
            .also(tree -> detail(tree, "reason", "valueCode", "boredom")));
    mistakes.add(
        event("an answer to an event that is not there", added, "records-sent", received)
            .also(tree -> detail(tree, "refersTo", "valueId", "no-such-event")));
    mistakes.add(
        event("joined with a case that is not there", added, "consolidated", received)
            .also(tree -> detail(tree, "refersTo", "valueId", "no-such-case")));
    mistakes.add(
        event("an actor that is none", added, "records-sent", received)
            .also(tree -> detail(tree, "actor", "valueCode", "butler")));
    mistakes.add(
        event("evidence that is not there", added, "records-sent", received)
            .also(
                tree ->
                    Inputs.at(tree, Inputs.all(tree).size() - 1)
                        .withArray("/extension")
                        .addObject()
                        .put("url", Inputs.DETAIL)
                        .putArray("extension")
                        .addObject()
                        .put("url", "evidence")
                        .putObject("valueReference")
                        .put("reference", "DocumentReference/none")));
    mistakes.add(
        Mistake.of(
                Kind.CONTRADICTION,
                "two events with one id",
                added,
                tree -> {
                  for (int i = 0; i < 2; i++) {
                    ObjectNode input = Inputs.add(tree, Inputs.EVENT, "new-record-received");
                    input.put("valueDateTime", received);
                    Inputs.detail(input, "id", "valueId", "same");
                  }
                })
            .blaming(List.of(Inputs.path(bundle, Inputs.task(bundle).path("input").size() + 1))));
    mistakes.add(
        Mistake.of(
                Kind.CONTRADICTION,
                "expedited twice",
                added,
                tree -> {
                  for (String hour : List.of("09", "10")) {
                    ObjectNode input = Inputs.add(tree, Inputs.EVENT, "converted-to-expedited");
                    input.put("valueDateTime", "2026-07-01T" + hour + ":00:00-07:00");
                    Inputs.detail(input, "reason", "valueCode", "imminent-serious-threat");
                  }
                })
            .blaming(List.of(Inputs.path(bundle, Inputs.task(bundle).path("input").size() + 1))));
    return mistakes;
  }

  private static void detail(ObjectNode tree, String part, String type, String value) {
    Inputs.detail(Inputs.at(tree, Inputs.all(tree).size() - 1), part, type, value);
  }

  private static Mistake event(String name, String place, String code, String time) {
    return Mistake.of(
        Kind.CONTRADICTION,
        name,
        place,
        tree -> Inputs.add(tree, Inputs.EVENT, code).put("valueDateTime", time));
  }

  /** Periods that end before they begin. */
  private static List<Mistake> periods(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Element element : Elements.of(bundle)) {
      if (element.definition() != null
          && element.definition().getName().equals("Period")
          && element.in(bundle).path("start").isTextual()) {
        mistakes.add(
            Mistake.of(
                Kind.CONTRADICTION,
                "ended before it began: " + element.kind(),
                element.path(),
                tree -> ((ObjectNode) element.in(tree)).put("end", "1990-01-01")));
      }
    }
    return mistakes;
  }

  private static String later(String time) {
    return time.replaceFirst("^(\\d{4}-\\d\\d-)\\d\\d", "$128");
  }
}
