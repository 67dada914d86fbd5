package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.json.ByteSink;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.json.StrictJson;

/**
 * A packet as the tree of JSON that was sent, before anything is interpreted or lost.
 *
 * @param root the Bundle
 */
record PacketTree(ObjectNode root) {

  /** Reads JSON strictly: UTF-8, no name twice, nothing after the end. */
  static JsonNode json(byte[] body) {
    try {
      if (body.length < 2 || body[0] <= 0 || body[1] <= 0) {
        throw malformed("The packet is not in UTF-8, as FHIR asks.");
      }
      return StrictJson.tree(body);
    } catch (IOException e) {
      throw malformed("The packet is not well-formed JSON in UTF-8, or names something twice.");
    }
  }

  /** Takes the Bundle that a body is. */
  static PacketTree of(JsonNode body) {
    if (body instanceof ObjectNode bundle
        && bundle.path("resourceType").asText().equals("Bundle")
        && bundle.path("entry") instanceof ArrayNode) {
      return new PacketTree(bundle);
    }
    throw malformed("The packet is not a Bundle with entries.");
  }

  static UnreadableResourceException malformed(String text) {
    return new UnreadableResourceException(List.of(new Problem("structure", null, text)), true);
  }

  /** The entries, in their order. */
  List<JsonNode> entries() {
    return StreamSupport.stream(root.path("entry").spliterator(), false).toList();
  }

  /** The relative reference of what an entry holds. */
  static String reference(JsonNode entry) {
    JsonNode resource = entry.path("resource");
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  /** The packet number. */
  String number() {
    return root.path("identifier").path("value").asText();
  }

  /** The code of a tag of the packet; empty if there is not exactly one of the system. */
  String tag(String system) {
    List<String> codes = new ArrayList<>();
    for (JsonNode tag : root.path("meta").path("tag")) {
      if (tag.path("system").asText().equals(system)) {
        codes.add(tag.path("code").asText());
      }
    }
    return codes.size() == 1 ? codes.get(0) : "";
  }

  /**
   * Gives what is signed.
   *
   * @param sink what takes it, in UTF-8
   * @see <a href="https://hl7.org/fhir/us/davinci-cdex/signatures.html">CDex, signatures</a>
   */
  void signed(ByteSink sink) {
    ObjectNode content = root.objectNode();
    content.setAll(root);
    content.remove(List.of("id", "meta", "signature"));
    CanonicalJson.write(content, sink);
  }

  /**
   * The hash of what a signature leaves out and a store must keep: the id and the meta of the
   * Bundle but for what any store sets itself. Labels and tags are sets, and a store may word them
   * in its own way.
   */
  String frameSha256() {
    ObjectNode frame = root.objectNode();
    if (root.has("id")) {
      frame.set("id", root.get("id"));
    }
    if (root.get("meta") instanceof ObjectNode meta) {
      ObjectNode kept = meta.deepCopy();
      kept.remove(List.of("versionId", "lastUpdated"));
      sort(kept, "profile");
      sort(kept, "security");
      sort(kept, "tag");
      frame.set("meta", kept);
    }
    return CanonicalJson.sha256(frame);
  }

  private static boolean ours(JsonNode tag) {
    return AccessMarks.ours(new Coding().setSystem(tag.path("system").asText(null)));
  }

  private static void sort(ObjectNode meta, String name) {
    if (meta.get(name) instanceof ArrayNode given) {
      List<JsonNode> members = new ArrayList<>();
      for (JsonNode member : given) {
        // who is party is a tag of the store on what it keeps, and no part of what was signed
        if (!name.equals("tag") || !ours(member)) {
          members.add(member instanceof ObjectNode coding ? coding.without("display") : member);
        }
      }
      members.sort(Comparator.comparing(PacketTree::written));
      ArrayNode sorted = meta.putArray(name);
      members.forEach(sorted::add);
    }
  }

  /** A member as FHIR writes it, in whatever order its own members came. */
  private static String written(JsonNode member) {
    if (!(member instanceof ObjectNode coding)) {
      return member.toString();
    }
    ObjectNode ordered = coding.objectNode();
    for (String name : List.of("system", "version", "code")) {
      if (coding.has(name)) {
        ordered.set(name, coding.get(name));
      }
    }
    Map<String, JsonNode> rest = new TreeMap<>();
    coding.fields().forEachRemaining(each -> rest.put(each.getKey(), each.getValue()));
    rest.forEach(ordered::putIfAbsent);
    return ordered.toString();
  }
}
