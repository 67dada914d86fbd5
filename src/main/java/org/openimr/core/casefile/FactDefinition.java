package org.openimr.core.casefile;

import java.util.List;
import java.util.Set;

/**
 * One fact that rules may ask about.
 *
 * @param name its code in the CodeSystem {@code imr-fact}
 * @param index its place in {@link Facts}
 * @param type the type of its values
 * @param many whether it may have several values
 * @param codes the codes that it may have; empty unless the type is {@link Type#CODE}
 * @param defaultValue the value when it is absent, or null: then it is unknown
 * @param reading how it is read from a submission
 * @param setters how events set it
 */
public record FactDefinition(
    String name,
    int index,
    Type type,
    boolean many,
    Set<String> codes,
    Object defaultValue,
    FactReading reading,
    List<FactSetter> setters) {

  /** The type of the values of a fact. */
  public enum Type {
    /** True or false. */
    BOOLEAN,
    /** A whole number. */
    INTEGER,
    /** A code of the fact's value set. */
    CODE
  }

  /** Keeps its own copies. */
  public FactDefinition {
    codes = Set.copyOf(codes);
    setters = List.copyOf(setters);
  }

  /**
   * Returns how it is read.
   *
   * @return the FHIRPaths by which it is read from a submission; the first that finds something
   *     decides
   */
  public List<String> expressions() {
    return reading.expressions();
  }

  /**
   * Says what is wrong with a value. Every number is a count: of years, days or documents.
   *
   * @param value Boolean, Integer or String
   * @return a sentence, or null if the fact may have the value
   */
  public String objectionTo(Object value) {
    boolean typed =
        switch (type) {
          case BOOLEAN -> value instanceof Boolean;
          case INTEGER -> value instanceof Integer;
          case CODE -> value instanceof String;
        };
    if (!typed) {
      return "fact "
          + name
          + " has values of type "
          + type.name().toLowerCase(java.util.Locale.ROOT);
    }
    if (value instanceof Integer number && number < 0) {
      return "fact " + name + " counts from 0 on";
    }
    if (type == Type.CODE && !codes.contains(value)) {
      return "fact "
          + name
          + " has no value '"
          + value
          + "'; known: "
          + new java.util.TreeSet<>(codes);
    }
    return null;
  }

  @Override
  public String toString() {
    return name;
  }
}
