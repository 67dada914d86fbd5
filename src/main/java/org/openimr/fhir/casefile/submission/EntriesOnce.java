package org.openimr.fhir.casefile.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entries of several Bundles in one list, in which what two of them hold stands once.
 *
 * <p>Two entries are one if they have the same full URL, or are members, organizations or
 * practitioners with the same identifier, and do not contradict each other; if they do both stay,
 * and are found to be two. Within one Bundle nothing is joined. References lead to what stays.
 */
final class EntriesOnce {

  private static final Pattern TAIL =
      Pattern.compile("^(.*/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})$");

  private record Place(String path, int scope, ObjectNode entry) {
    String url() {
      return entry.path("fullUrl").asText();
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final Map<String, Integer> byUrl = new HashMap<>();
  private final Map<String, Integer> byIdentifier = new HashMap<>();
  private final Map<String, String> instead = new HashMap<>();
  private final Map<String, String> insteadByTail = new HashMap<>();

  /**
   * Adds an entry.
   *
   * @param path where it stood when it was sent
   * @param scope the number of the Bundle that it stood in
   * @param entry the entry; it stays as it is
   */
  void add(String path, int scope, JsonNode entry) {
    Place place =
        new Place(path, scope, entry instanceof ObjectNode object ? object : emptyEntry());
    Integer before = earlier(place);
    if (before == null || !joined(before, place)) {
      places.add(place);
      names(place).forEach((name, map) -> map.putIfAbsent(name, places.size() - 1));
    }
  }

  int size() {
    return places.size();
  }

  /** Where an entry stood when it was sent. */
  String path(int index) {
    return places.get(index).path();
  }

  /** Writes the list. */
  ArrayNode written() {
    Set<String> tails = new HashSet<>();
    places.forEach(place -> tails.add(tail(place.url())));
    ArrayNode written = JsonNodeFactory.instance.arrayNode();
    for (Place place : places) {
      ObjectNode copy = place.entry().deepCopy();
      Matcher base = TAIL.matcher(place.url());
      String near = place.scope() > 0 && base.matches() ? base.group(1) : null;
      rewrite(copy.path("resource"), reference -> target(reference, near, tails));
      written.add(copy);
    }
    return written;
  }

  private static ObjectNode emptyEntry() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An entry of another Bundle with the same full URL, or with an identifier of this one. */
  private Integer earlier(Place place) {
    for (Map.Entry<String, Map<String, Integer>> name : names(place).entrySet()) {
      Integer before = name.getValue().get(name.getKey());
      if (before != null && places.get(before).scope() != place.scope()) {
        return before;
      }
    }
    return null;
  }

  private Map<String, Map<String, Integer>> names(Place place) {
    Map<String, Map<String, Integer>> names = new LinkedHashMap<>();
    if (!place.url().isEmpty()) {
      names.put(place.url(), byUrl);
    }
    JsonNode resource = place.entry().path("resource");
    String type = resource.path("resourceType").asText();
    if (IdentifierCheck.SHARED.contains(type)) {
      for (JsonNode identifier : resource.path("identifier")) {
        if (identifier.path("system").isTextual() && identifier.path("value").isTextual()) {
          names.put(
              type
                  + "|"
                  + identifier.path("system").asText()
                  + "|"
                  + identifier.path("value").asText(),
              byIdentifier);
        }
      }
    }
    return names;
  }

  private boolean joined(int before, Place place) {
    Place kept = places.get(before);
    if (!(kept.entry().path("resource") instanceof ObjectNode one)
        || !(place.entry().path("resource") instanceof ObjectNode other)) {
      return false;
    }
    boolean shared = IdentifierCheck.SHARED.contains(one.path("resourceType").asText());
    ObjectNode both = shared ? TwiceSaid.united(one, other) : TwiceSaid.greater(one, other);
    if (both == null) {
      return false;
    }
    ObjectNode entry = kept.entry().deepCopy();
    entry.set("resource", both);
    Place joined = new Place(kept.path(), kept.scope(), entry);
    places.set(before, joined);
    names(joined).forEach((name, map) -> map.putIfAbsent(name, before));
    if (!place.url().isEmpty() && !place.url().equals(kept.url())) {
      byUrl.putIfAbsent(place.url(), before);
      instead.put(place.url(), kept.url());
      insteadByTail.putIfAbsent(tail(place.url()), kept.url());
    }
    return true;
  }

  private String target(String reference, String near, Set<String> tails) {
    if (BundleReferences.relative(reference) == null) {
      return instead.getOrDefault(reference, reference);
    }
    String absolute = near == null ? "" : near + reference;
    if (byUrl.containsKey(absolute)) {
      return instead.getOrDefault(absolute, absolute);
    }
    return tails.contains(reference) ? reference : insteadByTail.getOrDefault(reference, reference);
  }

  private static String tail(String url) {
    Matcher tail = TAIL.matcher(url);
    return tail.matches() ? tail.group(2) : url;
  }

  private static void rewrite(JsonNode node, UnaryOperator<String> target) {
    if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
      object.put("reference", target.apply(object.path("reference").asText()));
    }
    node.forEach(child -> rewrite(child, target));
  }
}
