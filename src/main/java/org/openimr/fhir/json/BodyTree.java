package org.openimr.fhir.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads a body as strictly as {@link StrictJson}, and leaves long texts where they are: what a tree
 * holds beside the body is small, however large the documents in it are.
 */
final class BodyTree {

  private static final int LONG = 1024;

  private final byte[] body;
  private final JsonParser parser;
  private final JsonNodeFactory nodes = JsonNodeFactory.withExactBigDecimals(true);

  private BodyTree(byte[] body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
  }

  static JsonNode read(byte[] body) throws IOException {
    try (JsonParser parser = StrictJson.MAPPER.createParser(body)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode root = new BodyTree(body, parser).value();
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something stands after the end");
      }
      return root;
    }
  }

  private JsonNode value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> throw new JsonParseException(parser, "no value");
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = nodes.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.set(name, value());
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = nodes.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value());
    }
    return array;
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode text() throws IOException {
    long quote = parser.currentTokenLocation().getByteOffset();
    if (quote >= 0 && quote < body.length && body[(int) quote] == '"') {
      int start = (int) quote + 1;
      int end = end(start);
      if (end - start >= LONG) {
        return new BodyText(body, start, end - start);
      }
    }
    return nodes.textNode(parser.getText());
  }

  /** Where a text ends that is plain ASCII; before where it starts if it is anything else. */
  private int end(int start) {
    for (int i = start; i < body.length; i++) {
      byte each = body[i];
      if (each == '"') {
        return i;
      }
      if (each < ' ' || each == '\\') {
        return -1;
      }
    }
    return -1;
  }
}
