package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Puts values of other types, and values that their type does not allow, in place of others. */
final class WrongValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, JsonNode> NOT_OF_TYPE =
      Map.of(
          "date", TextNode.valueOf("2026-13-45"),
          "dateTime", TextNode.valueOf("2026-02-30T10:00:00-08:00"),
          "instant", TextNode.valueOf("yesterday"),
          "uri", TextNode.valueOf("two words"),
          "canonical", TextNode.valueOf("two words"),
          "code", TextNode.valueOf(" padded "),
          "positiveInt", IntNode.valueOf(0),
          "unsignedInt", IntNode.valueOf(-1),
          "base64Binary", TextNode.valueOf("%%%"),
          "string", TextNode.valueOf(""));

  private WrongValues() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Element element : Elements.of(bundle)) {
      otherTypes(element, element.in(bundle))
          .forEach(
              (name, value) ->
                  mistakes.add(
                      Mistake.of(
                          Kind.TYPE,
                          name + " as " + element.kind(),
                          element.path(),
                          tree -> element.put(tree, value.deepCopy()))));
      if (element.numbered()) {
        mistakes.add(unlisted(element));
      } else if (!element.repeats()) {
        mistakes.add(listed(element));
      }
      notOfType(element).forEach(mistakes::add);
    }
    return mistakes;
  }

  private static Map<String, JsonNode> otherTypes(Element element, JsonNode value) {
    Map<String, JsonNode> others = new LinkedHashMap<>();
    if (value.isObject()) {
      others.put("a text", TextNode.valueOf("text"));
      others.put("a number", IntNode.valueOf(5));
      others.put("an empty object", JSON.objectNode());
    } else {
      others.put("an object", JSON.objectNode().put("value", "x"));
    }
    if (value.isTextual()) {
      others.put("a number", IntNode.valueOf(5));
      others.put("true", BooleanNode.TRUE);
    } else if (value.isNumber() || value.isBoolean()) {
      others.put("a text in quotes", TextNode.valueOf(value.asText()));
    }
    if (!element.numbered()) {
      others.put("null", NullNode.instance);
    }
    return others;
  }

  private static Mistake unlisted(Element element) {
    return Mistake.of(
        Kind.TYPE,
        "one value without its list as " + element.kind(),
        element.wholePath(),
        tree -> {
          JsonNode one = element.in(tree).deepCopy();
          String pointer = element.pointer().replaceFirst("/\\d+$", "");
          int slash = pointer.lastIndexOf('/');
          ((ObjectNode) tree.at(pointer.substring(0, slash)))
              .set(pointer.substring(slash + 1), one);
        });
  }

  private static Mistake listed(Element element) {
    return Mistake.of(
        Kind.TYPE,
        "a list of two as " + element.kind(),
        element.path(),
        tree -> {
          JsonNode one = element.in(tree).deepCopy();
          element.put(tree, JSON.arrayNode().add(one).add(one.deepCopy()));
        });
  }

  private static List<Mistake> notOfType(Element element) {
    String type = element.definition() == null ? "" : element.definition().getName();
    JsonNode wrong = NOT_OF_TYPE.get(type);
    if (wrong == null || Set.of("Bundle.identifier.value").contains(element.kind())) {
      return List.of();
    }
    return List.of(
        Mistake.of(
            Kind.VALUE,
            "no " + type + " as " + element.kind(),
            element.path(),
            tree -> element.put(tree, wrong)));
  }
}
