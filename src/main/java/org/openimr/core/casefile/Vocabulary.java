package org.openimr.core.casefile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The closed vocabulary of the rules: facts, events and the codes that policies may name.
 *
 * <p>It is data (the CodeSystems {@code imr-fact}, {@code imr-event} and others); whatever is not
 * in it is refused where it enters.
 */
public final class Vocabulary {

  /** Extends a limit. */
  public static final String EXTENSION_GRANTED = "extension-granted";

  /** Turns a standard case into an expedited one. */
  public static final String CONVERTED_TO_EXPEDITED = "converted-to-expedited";

  /** Strikes another entry. */
  public static final String ENTERED_IN_ERROR = "entered-in-error";

  /** The determination of the review organization; it ends every review. */
  public static final String DETERMINATION_MADE = "determination-made";

  private final Map<String, FactDefinition> facts = new LinkedHashMap<>();
  private final Map<String, EventDefinition> events = new LinkedHashMap<>();
  private final List<FactDefinition> factList;
  private final List<EventDefinition> eventList;
  private final List<EventDefinition> ending;
  private final List<EventDefinition> reopening;
  private final Map<String, Set<String>> codes;
  private final List<DerivedFact> derived;

  /**
   * Makes a vocabulary.
   *
   * @param facts the facts, each with the index of its place in this list
   * @param events the events, likewise
   * @param codes further closed code sets by the id of their CodeSystem, for example {@code
   *     imr-milestone}
   */
  public Vocabulary(
      List<FactDefinition> facts, List<EventDefinition> events, Map<String, Set<String>> codes) {
    this.factList = List.copyOf(facts);
    this.eventList = List.copyOf(events);
    this.codes = Map.copyOf(codes);
    this.ending =
        events.stream().filter(event -> event.ends() != EventDefinition.Ends.NOTHING).toList();
    this.reopening = events.stream().filter(EventDefinition::reopens).toList();
    for (int i = 0; i < factList.size(); i++) {
      FactDefinition fact = factList.get(i);
      if (fact.index() != i || this.facts.put(fact.name(), fact) != null) {
        throw new IllegalArgumentException("fact " + fact.name() + " stands twice or misplaced");
      }
    }
    for (int i = 0; i < eventList.size(); i++) {
      EventDefinition event = eventList.get(i);
      if (event.index() != i || this.events.put(event.code(), event) != null) {
        throw new IllegalArgumentException("event " + event.code() + " stands twice or misplaced");
      }
    }
    this.derived =
        factList.stream()
            .filter(fact -> !fact.setters().isEmpty())
            .map(fact -> DerivedFact.of(fact, this))
            .toList();
  }

  /**
   * Finds a fact.
   *
   * @param name its name
   * @return the fact, or null if there is none
   */
  public FactDefinition fact(String name) {
    return facts.get(name);
  }

  /**
   * Finds an event.
   *
   * @param code its code
   * @return the event, or null if there is none
   */
  public EventDefinition event(String code) {
    return events.get(code);
  }

  /**
   * Returns all facts.
   *
   * @return the facts, by index
   */
  public List<FactDefinition> facts() {
    return factList;
  }

  /**
   * Returns the facts that events set.
   *
   * @return the facts with what sets them, by index
   */
  public List<DerivedFact> derivedFacts() {
    return derived;
  }

  /**
   * Returns all events.
   *
   * @return the events, by index
   */
  public List<EventDefinition> events() {
    return eventList;
  }

  /**
   * Returns the events that end clocks.
   *
   * @return the events whose {@link EventDefinition#ends()} says so
   */
  public List<EventDefinition> ending() {
    return ending;
  }

  /**
   * Returns the events that undo an end.
   *
   * @return the events that reopen a case
   */
  public List<EventDefinition> reopening() {
    return reopening;
  }

  /**
   * Returns a further closed code set.
   *
   * @param system the id of the CodeSystem, for example {@code imr-milestone}
   * @return its codes; empty if there is no such set
   */
  public Set<String> codes(String system) {
    return codes.getOrDefault(system, Set.of());
  }

  /**
   * Returns the names of a collection in one line.
   *
   * @param names the names
   * @return the names in order, separated by commas
   */
  public static String listed(Collection<String> names) {
    return String.join(", ", new java.util.TreeSet<>(names));
  }
}
