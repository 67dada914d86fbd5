package org.openimr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.fhir.casefile.submission.Submissions;

/** All that a server stores of one case, as transactions that store the same anew. */
final class StoredAgain {

  private static final Pattern REFERENCE =
      Pattern.compile("\"([A-Z][A-Za-z]+/[A-Za-z0-9.-]+)(/_history/\\d+)?\"");

  private final List<JsonNode> resources;

  /**
   * Takes what is stored.
   *
   * @param found a searchset with everything of one case
   */
  StoredAgain(String found) {
    this.resources = Submissions.parsed(found).path("entry").findValues("resource");
  }

  /** How many resources there are. */
  int size() {
    return resources.size();
  }

  /** A transaction; references among the resources lead to the new ones. */
  String transaction() {
    Map<String, String> names = new HashMap<>();
    ObjectNode bundle = (ObjectNode) Submissions.parsed("{\"resourceType\":\"Bundle\"}");
    bundle.put("type", "transaction");
    for (JsonNode each : resources) {
      String type = each.path("resourceType").asText();
      String name = "urn:uuid:" + UUID.randomUUID();
      names.put(type + "/" + each.path("id").asText(), name);
      ObjectNode copy = each.deepCopy();
      copy.remove(List.of("id", "meta"));
      ObjectNode entry = bundle.withArray("/entry").addObject().put("fullUrl", name);
      entry.set("resource", copy);
      entry.putObject("request").put("method", "POST").put("url", type);
    }
    return REFERENCE
        .matcher(bundle.toString())
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    names.containsKey(found.group(1))
                        ? "\"" + names.get(found.group(1)) + "\""
                        : found.group()));
  }
}
