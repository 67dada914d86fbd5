package org.openimr.core.casefile;

/**
 * How events set a fact, as the CodeSystem {@code imr-fact} declares it.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-19</a>
 */
public sealed interface FactSetter {

  /**
   * From the event on, the fact has a value.
   *
   * @param event the code of the event
   * @param value the value (Boolean, Integer or String), or null: the event's reason is the value
   */
  record ByEvent(String event, Object value) implements FactSetter {}

  /**
   * The fact is true from one event until another.
   *
   * @param from the code of the event that begins it
   * @param to the code of the event that ends it
   * @param whileFact another coded fact that must have a value meanwhile, or null
   * @param whileValue that value, or null
   */
  record Between(String from, String to, String whileFact, String whileValue)
      implements FactSetter {}

  /**
   * The fact is the number of local days from one event to another, or to the time asked about.
   *
   * @param from the code of the first event
   * @param to the code of the last event
   */
  record DaysBetween(String from, String to) implements FactSetter {}
}
