package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openimr.server.wrong.Mistake.Kind;

/** Says things twice that may be said once. */
final class Duplicates {

  private static final String OTHER_NAME = "urn:uuid:22222222-0000-4000-8000-00000000000";
  private static final Set<String> KNOWN_AGAIN = Set.of("Patient", "Organization", "Practitioner");

  private Duplicates() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    ArrayNode entries = (ArrayNode) bundle.path("entry");
    for (int i = 0; i < entries.size(); i++) {
      JsonNode resource = entries.get(i).path("resource");
      String type = resource.path("resourceType").asText();
      int from = i;
      mistakes.add(
          Mistake.of(
              Kind.DUPLICATE,
              "a " + type + " twice under one fullUrl",
              "Bundle.entry[" + entries.size() + "].fullUrl",
              tree -> entries(tree).add(entries(tree).get(from).deepCopy())));
      if (resource.path("identifier").isArray()) {
        mistakes.addAll(sameIdentifier(i, entries.size(), type));
      }
      mistakes.addAll(sameId(i, entries.size(), type));
    }
    mistakes.addAll(twoCases(bundle, entries.size()));
    mistakes.add(property());
    return mistakes;
  }

  private static List<Mistake> sameIdentifier(int from, int to, String type) {
    Mistake two =
        Mistake.of(
            Kind.DUPLICATE,
            "one identifier for two of " + type,
            "Bundle.entry[" + to + "].resource.identifier[0]",
            tree -> copy(tree, from, 1).path("resource"));
    Mistake twice =
        Mistake.of(
            Kind.DUPLICATE,
            "an identifier twice in one " + type,
            "Bundle.entry[" + from + "].resource.identifier",
            tree -> {
              ArrayNode identifiers =
                  (ArrayNode) entries(tree).get(from).path("resource").path("identifier");
              identifiers.add(identifiers.get(0).deepCopy());
            });
    return type.equals("Task") ? List.of(twice) : List.of(two, twice);
  }

  /** Two records that say that they have the same id where they come from. */
  private static List<Mistake> sameId(int from, int to, String type) {
    if (type.equals("Task")) {
      return List.of();
    }
    return List.of(
        Mistake.of(
                Kind.DUPLICATE,
                "one id for two of " + type,
                "Bundle.entry[" + to + "].resource.id",
                tree -> {
                  ((ObjectNode) entries(tree).get(from).path("resource")).put("id", "same");
                  ObjectNode other = (ObjectNode) copy(tree, from, 2).path("resource");
                  other.remove("identifier");
                })
            .acceptable(
                "an id is the sender's, and two senders may use the same; names are the fullUrls"));
  }

  private static List<Mistake> twoCases(ObjectNode bundle, int size) {
    return List.of(
        Mistake.of(
                Kind.DUPLICATE,
                "two cases",
                "Bundle.entry",
                tree -> {
                  ObjectNode other = copy(tree, 0, 3);
                  ((ObjectNode) other.path("resource")).remove("identifier");
                })
            .blaming(List.of("Bundle.entry")));
  }

  private static Mistake property() {
    return Mistake.inText(
        Kind.DUPLICATE,
        "a property of JSON twice",
        null,
        json -> json.replaceFirst("\"gender\"", "\"gender\":\"male\",\"gender\""));
  }

  private static ObjectNode copy(ObjectNode tree, int from, int name) {
    ObjectNode copy = entries(tree).get(from).deepCopy();
    copy.put("fullUrl", OTHER_NAME + name);
    entries(tree).add(copy);
    return copy;
  }

  static ArrayNode entries(ObjectNode tree) {
    return (ArrayNode) tree.path("entry");
  }
}
