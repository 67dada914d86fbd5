package org.openimr.core.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a letter can say of its case in one language: values by the name of the fact, a line or an
 * item each. A fact without value is not known.
 */
public final class NoticeFacts {

  private final Map<String, List<String>> values = new TreeMap<>();

  /**
   * Adds a value.
   *
   * @param name the name of the fact
   * @param value what to say, or null or blank: nothing is added
   */
  public void add(String name, String value) {
    if (value != null && !value.isBlank()) {
      values.computeIfAbsent(name, any -> new ArrayList<>()).add(value.strip());
    }
  }

  /**
   * Adds values.
   *
   * @param name the name of the fact
   * @param more what to say
   */
  public void addAll(String name, List<String> more) {
    more.forEach(each -> add(name, each));
  }

  /**
   * Returns the same with another value of one fact.
   *
   * @param name the name of the fact
   * @param value its only value
   * @return a copy
   */
  public NoticeFacts with(String name, String value) {
    NoticeFacts copy = new NoticeFacts();
    copy.values.putAll(values);
    copy.values.put(name, List.of(value));
    return copy;
  }

  /**
   * Returns the values of a fact.
   *
   * @param name its name
   * @return the values; empty if it is not known
   */
  public List<String> of(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * Returns what is known.
   *
   * @return the names of the facts
   */
  public Set<String> known() {
    return values.keySet();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
