package org.openimr.fhir.form;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  // what is stored here is referred to relatively
  private static final String OWN = "https://openimr.org/fhir/";
  private static final Pattern TAIL =
      Pattern.compile("^(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?$");

  private final Map<String, List<Base>> values = new HashMap<>();
  private final Map<String, Resource> resources = new HashMap<>();
  private final Map<Base, String> fullUrls = new IdentityHashMap<>();

  private FormWords(Bundle bundle) {
    values.put("case", List.of(bundle));
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.hasFullUrl() && entry.hasResource()) {
        resources.putIfAbsent(entry.getFullUrl(), entry.getResource());
        fullUrls.put(entry.getResource(), entry.getFullUrl());
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

  /**
   * Returns by which references resources are known here.
   *
   * @param found resources
   * @return a reference to each that is an entry of the Bundle: relative if it can be, else its
   *     full URL
   */
  public List<String> references(List<? extends Base> found) {
    return found.stream()
        .map(each -> fullUrls.get(each))
        .filter(Objects::nonNull)
        .map(url -> url.startsWith(OWN) ? url.substring(OWN.length()) : url)
        .toList();
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
