package org.openimr.fhir.casefile.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.openimr.fhir.casefile.ProblemList;

/** Checks that the contents of documents are base64, and keeps them away from the profiles. */
public final class DocumentContents {

  private static final Pattern BLANK = Pattern.compile("\\s+");
  private static final String STAND_IN = "AA==";

  private DocumentContents() {}

  /** Notes every content that is not base64 and empties it, so that reading can go on. */
  public static void check(ObjectNode bundle, ProblemList problems) {
    visit(
        bundle,
        "Bundle",
        new Visitor() {
          @Override
          public void content(ObjectNode holder, String path) {
            if (!decodes(holder.path("data").asText())) {
              problems.add("value", path + ".data", "The content is not base64.");
              holder.put("data", STAND_IN);
            }
          }
        });
  }

  /** A copy of the Bundle with short stand-ins for the contents and without what describes them. */
  static ObjectNode without(ObjectNode bundle) {
    ObjectNode copy = bundle.deepCopy();
    visit(
        copy,
        "Bundle",
        new Visitor() {
          @Override
          public void content(ObjectNode holder, String path) {
            holder.put("data", STAND_IN);
            // these are compared with the real content elsewhere
            holder.remove("size");
            holder.remove("hash");
          }
        });
    return copy;
  }

  private static boolean decodes(String data) {
    try {
      Base64.getDecoder().decode(BLANK.matcher(data).replaceAll(""));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private interface Visitor {
    void content(ObjectNode holder, String path);
  }

  private static void visit(JsonNode node, String path, Visitor visitor) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        visit(array.get(i), path + "[" + i + "]", visitor);
      }
    } else if (node instanceof ObjectNode object) {
      if (object.path("data").isTextual() && object.path("contentType").isTextual()) {
        visitor.content(object, path);
      }
      for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        visit(field.getValue(), path + "." + field.getKey(), visitor);
      }
    }
  }
}
