package org.openimr.fhir.body;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a body in JSON. */
final class JsonBody {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final Pattern TYPE =
      Pattern.compile("^\\s*\\{\\s*\"resourceType\"\\s*:\\s*\"([A-Za-z]{1,60})\"");
  private static final int LONGEST_BEGINNING = 200;

  /** How Jackson begins to say that an object has a name twice. */
  private static final String DUPLICATE = "Duplicate field";

  private static final int DEEPEST = 100;

  private final FhirContext context;
  private final BodyFaults faults;

  JsonBody(FhirContext context, BodyFaults faults) {
    this.context = context;
    this.faults = faults;
  }

  void read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      try {
        JsonNode root = JSON.readTree(parser);
        if (root != null) {
          resource(root, "");
        }
      } catch (JsonProcessingException illFormed) {
        JsonLocation known = illFormed.getLocation();
        JsonLocation where = known == null ? parser.currentLocation() : known;
        String path = path(parser.getParsingContext(), type(body));
        if (String.valueOf(illFormed.getOriginalMessage()).startsWith(DUPLICATE)) {
          faults.twice(path, where.getLineNr(), where.getColumnNr());
        } else {
          faults.illFormed(path, where.getLineNr(), where.getColumnNr());
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String type(byte[] body) {
    int length = Math.min(body.length, LONGEST_BEGINNING);
    Matcher type = TYPE.matcher(new String(body, 0, length, StandardCharsets.UTF_8));
    return type.find() ? type.group(1) : "Resource";
  }

  /** Where the parser stands, by the names of JSON; null if at the very beginning. */
  private static String path(JsonStreamContext place, String type) {
    if (place == null || place.inRoot() || place.getNestingDepth() > DEEPEST) {
      return null;
    }
    String before = path(place.getParent(), type);
    if (place.inArray()) {
      return before == null ? null : before + "[" + Math.max(place.getCurrentIndex(), 0) + "]";
    }
    String name = place.getCurrentName();
    String here = before == null ? type : before;
    return name != null && name.matches("\\w{1,60}") ? here + "." + name : here;
  }

  /** A resource; its path is empty for that of the body. */
  private void resource(JsonNode node, String path) {
    String type = node.path("resourceType").asText();
    if (!node.isObject()) {
      faults.noResource(path.isEmpty() ? null : path);
    } else if (!context.getResourceTypes().contains(type)) {
      faults.unknownType(path.isEmpty() ? null : path, type);
    } else {
      element(node, context.getResourceDefinition(type), path.isEmpty() ? type : path);
    }
  }

  private void element(JsonNode node, BaseRuntimeElementDefinition<?> definition, String path) {
    Map<String, String> chosen = new HashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              String name = field.getKey();
              if (!name.equals("resourceType")) {
                field(field.getValue(), name, definition, path, chosen);
              }
            });
  }

  private void field(
      JsonNode value,
      String name,
      BaseRuntimeElementDefinition<?> definition,
      String path,
      Map<String, String> chosen) {
    // a name with an underscore before it holds the extensions of a simple value
    boolean beside = name.startsWith("_");
    String bare = beside ? name.substring(1) : name;
    ExpectedElement expected = ExpectedElement.in(definition, bare, context);
    if (expected == null || beside && !expected.primitive()) {
      faults.unknownElement(path, name);
      return;
    }
    String here = path + "." + expected.name();
    // value[x] has one type
    String before = chosen.putIfAbsent(expected.name(), bare);
    if (before != null && !before.equals(bare)) {
      faults.repeated(here, expected.name());
    }
    if (value.isArray() != expected.repeats()) {
      faults.wrongShape(here, name, shape(value), expected.repeats() ? "ARRAY" : one(expected));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(value.get(i), name, expected, here + "[" + i + "]", beside);
      }
    } else {
      value(value, name, expected, here, beside);
    }
  }

  private void value(
      JsonNode value, String name, ExpectedElement expected, String path, boolean beside) {
    // in a list, null stands for a value that has only extensions, or for none of these
    if (value.isNull() && expected.primitive() && path.endsWith("]")) {
      return;
    }
    boolean simple = expected.primitive() && !beside;
    if (value.isValueNode() != simple || value.isArray() || value.isNull()) {
      faults.wrongShape(path, name, shape(value), simple ? "SCALAR" : "OBJECT");
    } else if (simple) {
      text(value.asText(), name, expected, path);
    } else if (expected.resource()) {
      resource(value, path);
    } else {
      element(value, expected.type(), path);
    }
  }

  private void text(String value, String name, ExpectedElement expected, String path) {
    if (!Characters.storable(value)) {
      faults.badCharacters(path);
    } else if (!expected.allows(value)) {
      faults.badValue(path, name);
    }
  }

  private static String one(ExpectedElement expected) {
    return expected.primitive() ? "SCALAR" : "OBJECT";
  }

  private static String shape(JsonNode value) {
    return value.isNull()
        ? "NULL"
        : value.isArray() ? "ARRAY" : value.isObject() ? "OBJECT" : "SCALAR";
  }
}
