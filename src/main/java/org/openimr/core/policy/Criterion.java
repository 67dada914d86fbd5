package org.openimr.core.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;

/**
 * One thing that must hold for a case to be eligible.
 *
 * @param id the id of its action in the policy
 * @param rule the rule
 * @param title what must hold, in the project's words
 * @param citation where it stands
 * @param askedWhen when it is asked at all
 * @param holdsWhen what must hold
 * @param terms what else the policy says about it
 * @see <a href="../../../../../../../docs/readings.md">R-23</a>
 */
public record Criterion(
    String id,
    RuleId rule,
    String title,
    Citation citation,
    Condition askedWhen,
    Condition holdsWhen,
    Terms terms)
    implements CriterionNode {

  private static final String ALWAYS = "true";

  /**
   * What a policy says about a criterion beyond its condition.
   *
   * @param openOnFailure failing leaves the outcome undetermined, never ineligible
   * @param route where to go when it fails, a code of {@code imr-route}, or null
   * @param routeAlone whether the route is given only if nothing else fails
   * @param metWhen events whose order makes it met outright, or null
   * @param notBefore a date before which an event must not lie, or null
   * @param toldWhenAsked whether its finding is left out of an answer while it is not asked
   */
  public record Terms(
      boolean openOnFailure,
      String route,
      boolean routeAlone,
      Order metWhen,
      NotBefore notBefore,
      boolean toldWhenAsked) {

    /** Terms of a criterion whose finding is told in any case. */
    public Terms(
        boolean openOnFailure,
        String route,
        boolean routeAlone,
        Order metWhen,
        NotBefore notBefore) {
      this(openOnFailure, route, routeAlone, metWhen, notBefore, false);
    }

    /** No terms. */
    public static final Terms NONE = new Terms(false, null, false, null, null);
  }

  /**
   * The earliest of some events lies after another.
   *
   * @param events the events
   * @param after the event that lies before
   */
  public record Order(List<EventDefinition> events, EventDefinition after) {
    /** Keeps its own copy. */
    public Order {
      events = List.copyOf(events);
    }
  }

  /**
   * An event lies on or after a local date.
   *
   * @param event the event
   * @param date the first local date that will do
   */
  public record NotBefore(EventDefinition event, LocalDate date) {}

  /**
   * Says what must hold, with its dates and orders of events.
   *
   * @return a condition in words and FHIRPath
   */
  public String requirement() {
    List<String> parts = new ArrayList<>();
    NotBefore since = terms.notBefore();
    if (since == null || !holdsWhen.toString().equals(ALWAYS)) {
      parts.add(holdsWhen.toString());
    }
    if (since != null) {
      parts.add(since.event().code() + " on or after " + since.date());
    }
    String required = String.join(" and ", parts);
    Order order = terms.metWhen();
    return order == null
        ? required
        : required
            + "; or "
            + String.join(", ", order.events().stream().map(EventDefinition::code).toList())
            + " only after "
            + order.after().code();
  }
}
