package org.openimr.fhir.form;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * The words that the expressions of a form know, and the resources that references lead to.
 *
 * <p>The word {@code case} is a Bundle: a case with all that belongs to it, or what a plan sent. A
 * form adds its variables.
 */
public final class FormWords {

  private static final Pattern TAIL =
      Pattern.compile("^(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?$");

  private final Map<String, List<Base>> values = new HashMap<>();
  private final Map<String, Resource> resources = new HashMap<>();

  private FormWords(Bundle bundle) {
    values.put("case", List.of(bundle));
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.hasFullUrl() && entry.hasResource()) {
        resources.putIfAbsent(entry.getFullUrl(), entry.getResource());
        Matcher tail = TAIL.matcher(entry.getFullUrl());
        if (tail.matches()) {
          resources.putIfAbsent(tail.group(1), entry.getResource());
        }
      }
    }
  }

  /**
   * Starts with the words of a Bundle.
   *
   * @param bundle a case with all that belongs to it, or what a plan sent
   * @return the words
   */
  public static FormWords of(Bundle bundle) {
    return new FormWords(bundle);
  }

  /**
   * Adds a word.
   *
   * @param name the word
   * @param found what it stands for
   */
  public void put(String name, List<? extends Base> found) {
    values.put(name, List.copyOf(found));
  }

  /** Whether a word is known. */
  boolean knows(String name) {
    return values.containsKey(name);
  }

  List<Base> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  Resource resource(String reference) {
    Resource exact = resources.get(reference);
    if (exact != null) {
      return exact;
    }
    Matcher tail = TAIL.matcher(reference);
    return tail.matches() ? resources.get(tail.group(1)) : null;
  }
}
