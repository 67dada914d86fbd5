package org.openimr.fhir.casefile.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.openimr.fhir.casefile.ProblemList;

/** Checks the Bundle itself: type, identifier, size, and that each entry is named and accepted. */
public final class BundleShape {

  static final int MOST_ENTRIES = 500;
  static final int MOST_EVENTS = 1000;

  // as in X12 837
  static final int MOST_LINES = 999;

  private static final Set<String> WITH_LINES =
      Set.of("Claim", "ClaimResponse", "ExplanationOfBenefit");

  // what the table of submissions can hold
  private static final int LONGEST = 200;
  private static final String CASE_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final String EVENT = "https://openimr.org/fhir/CodeSystem/imr-event";

  private final ObjectNode bundle;
  private final ProblemList problems;

  /** Of this Bundle; what cannot be is added to the problems. */
  public BundleShape(ObjectNode bundle, ProblemList problems) {
    this.bundle = bundle;
    this.problems = problems;
  }

  /**
   * Checks the limits, and that the entries are a list.
   *
   * @return false if the Bundle cannot be looked at further
   */
  public boolean withinLimits() {
    if (bundle.has("entry") && !bundle.path("entry").isArray()) {
      problems.add("structure", "Bundle.entry", "The entries stand in a list.");
    }
    ArrayNode all = entries();
    int entries = all.size();
    if (entries > MOST_ENTRIES) {
      problems.add(
          "too-costly",
          "Bundle.entry",
          "The Bundle has " + entries + " entries; at most " + MOST_ENTRIES + " are accepted.");
    }
    for (int i = 0; i < Math.min(entries, MOST_ENTRIES); i++) {
      countEvents(i, all.get(i).path("resource").path("input"));
      countLines(i, all.get(i).path("resource"));
    }
    return problems.empty();
  }

  private void countLines(int entry, JsonNode resource) {
    if (!WITH_LINES.contains(resource.path("resourceType").asText())) {
      return;
    }
    for (String lines : Set.of("item", "addItem")) {
      if (resource.path(lines).size() > MOST_LINES) {
        problems.add(
            "too-costly",
            "Bundle.entry[" + entry + "].resource." + lines,
            "A claim has at most "
                + MOST_LINES
                + " lines; there are "
                + resource.path(lines).size()
                + ".");
      }
    }
  }

  private void countEvents(int entry, JsonNode inputs) {
    int events = 0;
    for (JsonNode input : inputs) {
      for (JsonNode coding : input.path("type").path("coding")) {
        events += EVENT.equals(coding.path("system").asText()) ? 1 : 0;
      }
    }
    int others = inputs.size() - events;
    if (events > MOST_EVENTS || others > MOST_EVENTS) {
      problems.add(
          "too-costly",
          "Bundle.entry[" + entry + "].resource.input",
          "The case has "
              + events
              + " events and "
              + others
              + " other inputs; at most "
              + MOST_EVENTS
              + " of each are accepted.");
    }
  }

  /** Checks the rest, and empties entries whose resource is not accepted. */
  public void check() {
    if (!bundle.path("type").asText().equals("collection")) {
      problems.add("value", "Bundle.type", "A submission is a Bundle of type collection.");
    }
    identifier(bundle.path("identifier"));
    Map<String, Integer> urls = new HashMap<>();
    int cases = 0;
    ArrayNode entries = entries();
    for (int i = 0; i < entries.size(); i++) {
      cases += isCase(entries.get(i).path("resource")) ? 1 : 0;
      if (entries.get(i) instanceof ObjectNode object) {
        accept(i, object, urls);
      } else {
        problems.add("structure", "Bundle.entry[" + i + "]", "An entry is an object of JSON.");
        entries.set(i, standIn(bundle.objectNode()));
      }
    }
    if (cases != 1) {
      problems.add(
          cases == 0 ? "required" : "business-rule",
          "Bundle.entry",
          "The Bundle has " + cases + " Tasks of type imr-case; exactly 1 was expected.");
    }
  }

  /** Checks a Bundle within a submission, given without its entries. */
  public static void checkWithin(ObjectNode shell, ProblemList problems) {
    if (!shell.path("type").asText().equals("collection")) {
      problems.add(
          "value",
          "Bundle.type",
          "A Bundle within a submission is of type collection, as a PAS request or response is.");
    }
  }

  private void identifier(JsonNode identifier) {
    String value = identifier.path("value").asText();
    if (value.isBlank()) {
      problems.add(
          "required",
          "Bundle.identifier",
          "The Bundle needs an identifier with a value: it names the submission.");
    } else if (value.length() > LONGEST || identifier.path("system").asText().length() > LONGEST) {
      problems.add(
          "too-long",
          "Bundle.identifier",
          "System and value of the identifier have at most " + LONGEST + " characters each.");
    }
  }

  private void accept(int i, ObjectNode entry, Map<String, Integer> urls) {
    String path = "Bundle.entry[" + i + "]";
    String url = entry.path("fullUrl").asText();
    Integer before = url.isEmpty() ? null : urls.putIfAbsent(url, i);
    if (before != null) {
      problems.add(
          "duplicate",
          path + ".fullUrl",
          "The entry has the same fullUrl as Bundle.entry[" + before + "].");
    }
    for (String field : Set.of("request", "response", "search")) {
      if (entry.has(field)) {
        problems.add(
            "structure", path + "." + field, "An entry of a collection has no " + field + ".");
      }
    }
    JsonNode resource = entry.path("resource");
    String type = resource.path("resourceType").asText();
    if (!resource.isObject()) {
      problems.add("required", path + ".resource", "The entry has no resource.");
      standIn(entry);
    } else if (!AcceptedTypes.ALL.contains(type)) {
      problems.add(
          "not-supported",
          path + ".resource",
          (type.matches("[A-Za-z]{1,40}") ? "A " + type : "This")
              + " is not accepted with a case; accepted are "
              + AcceptedTypes.listed()
              + ".");
      standIn(entry);
    } else if (type.equals("Task") && !isCase(resource)) {
      problems.add(
          "business-rule",
          path + ".resource.code",
          "The only Task of a submission is the case; the server makes its duties.");
    }
  }

  /** Lets an entry that cannot be read keep its place, so that those behind it keep theirs. */
  private static ObjectNode standIn(ObjectNode entry) {
    entry.putObject("resource").put("resourceType", "Basic");
    return entry;
  }

  /** The entries; none if there are none. */
  private ArrayNode entries() {
    return bundle.path("entry") instanceof ArrayNode array ? array : bundle.arrayNode();
  }

  private static boolean isCase(JsonNode resource) {
    Set<String> kinds = new HashSet<>();
    for (JsonNode coding : resource.path("code").path("coding")) {
      if (CASE_TYPE.equals(coding.path("system").asText())) {
        kinds.add(coding.path("code").asText());
      }
    }
    return resource.path("resourceType").asText().equals("Task") && kinds.contains("imr-case");
  }
}
