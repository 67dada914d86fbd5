package org.openimr.fhir.policy.text;

import java.time.LocalDate;
import java.util.List;

/** One thing that must hold for a case to be eligible, or a group of such things. */
public sealed interface CriterionText {

  /**
   * Several criteria of which all or one must hold.
   *
   * @param all whether all must hold; else one is enough
   * @param members the criteria
   */
  record Group(boolean all, List<CriterionText> members) implements CriterionText {
    /** Keeps its own copy. */
    public Group {
      members = List.copyOf(members);
    }
  }

  /**
   * One criterion. Everything but the rule may be null.
   *
   * @param rule the rule
   * @param askedWhen FHIRPath: when it is asked at all
   * @param holdsWhen FHIRPath: what must hold
   * @param onFailure {@code undetermined}: failing never makes the case ineligible
   * @param route where to go when it fails, a code of {@code imr-route}
   * @param routeAlone whether the route is given only if nothing else fails
   * @param toldWhenAsked whether its finding is left out of an answer while it is not asked
   * @param metWhen events whose order makes it met outright
   * @param onOrAfter a date before which an event must not lie
   */
  record Single(
      RuleText rule,
      String askedWhen,
      String holdsWhen,
      String onFailure,
      String route,
      boolean routeAlone,
      boolean toldWhenAsked,
      MetWhen metWhen,
      OnOrAfter onOrAfter)
      implements CriterionText {}

  /**
   * The earliest of some events lies after another.
   *
   * @param events the codes of the events
   * @param after the code of the event that lies before
   */
  record MetWhen(List<String> events, String after) {
    /** Keeps its own copy. */
    public MetWhen {
      events = List.copyOf(events);
    }
  }

  /**
   * An event lies on or after a local date.
   *
   * @param event the code of the event
   * @param date the first date that will do
   */
  record OnOrAfter(String event, LocalDate date) {}
}
