package org.openimr.core.casefile;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The facts of one case at one time; a fact that is absent and has no default is unknown.
 *
 * <p>Values are Boolean, Integer or String; of a many-valued fact a set of these, which is
 * complete, or a {@link KnownInPart}.
 */
public final class Facts {

  private final Vocabulary vocabulary;
  private final Object[] values;

  private Facts(Vocabulary vocabulary, Object[] values) {
    this.vocabulary = vocabulary;
    this.values = values;
  }

  /**
   * Starts with no fact given.
   *
   * @param vocabulary the vocabulary
   * @return facts of which only the defaults are known
   */
  public static Facts none(Vocabulary vocabulary) {
    Object[] values = new Object[vocabulary.facts().size()];
    for (FactDefinition fact : vocabulary.facts()) {
      values[fact.index()] = fact.defaultValue();
    }
    return new Facts(vocabulary, values);
  }

  /**
   * Returns the value of a fact.
   *
   * @param index the place of the fact in the vocabulary
   * @return Boolean, Integer, String, or a set of them; null if unknown
   */
  public Object value(int index) {
    return values[index];
  }

  /**
   * Returns the value of a fact by its name.
   *
   * @param name a name of the vocabulary
   * @return the value; null if unknown
   */
  public Object value(String name) {
    return values[vocabulary.fact(name).index()];
  }

  /**
   * Returns the vocabulary.
   *
   * @return the vocabulary that these facts speak
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Returns these facts with one more value.
   *
   * @param name a name of the vocabulary
   * @param value a value that the fact may have; a further one of a many-valued fact is added
   * @return the new facts
   * @throws IllegalArgumentException if the fact is unknown or may not have the value
   */
  public Facts with(String name, Object value) {
    FactDefinition fact = vocabulary.fact(name);
    if (fact == null) {
      throw new IllegalArgumentException("no fact '" + name + "'");
    }
    String objection = fact.objectionTo(value);
    if (objection != null) {
      throw new IllegalArgumentException(objection);
    }
    if (!fact.many()) {
      return set(fact, value);
    }
    Set<Object> all = new LinkedHashSet<>();
    if (values[fact.index()] instanceof Set<?> before) {
      all.addAll(before);
    }
    all.add(value);
    return set(fact, Set.copyOf(all));
  }

  /**
   * Returns these facts with the value of one replaced.
   *
   * @param fact the fact
   * @param value its whole new value; of a many-valued fact a set, or a {@link KnownInPart}; null
   *     makes it unknown
   * @return the new facts
   */
  public Facts set(FactDefinition fact, Object value) {
    Object[] copy = values.clone();
    copy[fact.index()] = value;
    return new Facts(vocabulary, copy);
  }

  /**
   * Starts a change of several facts.
   *
   * @return a draft that begins with these facts
   */
  public Draft draft() {
    return new Draft(this);
  }

  /** Facts while several of them are being changed; copies them once, at the first change. */
  public static final class Draft {

    private final Facts before;
    private Object[] changed;

    private Draft(Facts before) {
      this.before = before;
    }

    /**
     * Returns the value of a fact as changed so far.
     *
     * @param fact the fact
     * @return the value; null if unknown
     */
    public Object value(FactDefinition fact) {
      return (changed == null ? before.values : changed)[fact.index()];
    }

    /**
     * Replaces the value of a fact.
     *
     * @param fact the fact
     * @param value its whole new value; of a many-valued fact a set; null makes it unknown
     */
    public void set(FactDefinition fact, Object value) {
      if (changed == null) {
        changed = before.values.clone();
      }
      changed[fact.index()] = value;
    }

    /**
     * Ends the change; the draft is not used afterwards.
     *
     * @return the facts
     */
    public Facts done() {
      return changed == null ? before : new Facts(before.vocabulary, changed);
    }
  }

  /**
   * Returns the facts that are known.
   *
   * @return values by name, in order of the names
   */
  public Map<String, Object> known() {
    Map<String, Object> known = new TreeMap<>();
    for (FactDefinition fact : vocabulary.facts()) {
      if (values[fact.index()] != null) {
        known.put(fact.name(), values[fact.index()]);
      }
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Facts facts && known().equals(facts.known());
  }

  @Override
  public int hashCode() {
    return known().hashCode();
  }

  @Override
  public String toString() {
    return known().toString();
  }
}
