package org.openimr.server.door;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bodies made up at random: sound ones with some parts exchanged, left out or moved. */
final class SomeBodies {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SOUND = sound();
  private static final List<String> PARTS =
      List.of(
          "null",
          "true",
          "5",
          "-1",
          "1.5",
          "1e5",
          "1e99",
          "1e999999999",
          "\"\"",
          "\"x\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u0001\"",
          "\"2026-02-30\"",
          "\"9999-12-31\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"1e99999999\"",
          "\"Patient/nobody\"",
          "\"#x\"",
          "\"urn:uuid:x\"",
          "\"http://127.0.0.1:1/x\"",
          "\"Practitioner?identifier=%zz\"",
          "\"<div\"",
          "\"&x;\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[{}]",
          "{\"a\":1}",
          "{\"resourceType\":\"Patient\"}",
          "{\"resourceType\":\"Foo\"}",
          "[{\"url\":\"x\",\"valueDecimal\":\"1e99999\"}]",
          "{\"coding\":[{}]}",
          "{\"reference\":\"Task/x/_history/99999999999999999999\"}");
  private static final List<String> KEYS =
      List.of(
          "id",
          "meta",
          "extension",
          "contained",
          "resource",
          "value",
          "valueCode",
          "valueInteger",
          "code",
          "status",
          "identifier",
          "reference",
          "period",
          "entry",
          "request",
          "url",
          "part",
          "parameter",
          "name",
          "text",
          "_birthDate",
          "_status",
          "resourceType",
          "fullUrl",
          "foo");
  private static final List<String> OPERATIONS =
      List.of("add", "remove", "replace", "move", "copy", "test", "x");
  private static final List<String> POINTERS =
      List.of(
          "",
          "/",
          "/name",
          "/name/0",
          "/name/-",
          "/name/9/family",
          "/id",
          "/meta",
          "/meta/tag",
          "/resourceType",
          "/extension",
          "/contained",
          "/~2",
          "name",
          "/birthDate",
          "/text/div");

  private final Random random;

  SomeBodies(Random random) {
    this.random = random;
  }

  private static List<String> sound() {
    try {
      String submission =
          Files.readString(Path.of("examples/residential-mental-health/request.json"));
      String question =
          Files.readString(Path.of("examples/residential-mental-health/question.json"));
      String patient =
          "{\"resourceType\":\"Patient\",\"id\":\"kept\",\"active\":true,\"birthDate\":\"1990-01-01\","
              + "\"name\":[{\"use\":\"official\",\"family\":\"x\",\"given\":[\"y\"]}],"
              + "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">z</div>\"}}";
      String observation =
          "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
              + "\"subject\":{\"reference\":\"Patient/kept\"},\"valueQuantity\":{\"value\":5.0,"
              + "\"unit\":\"kg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"kg\"}}";
      String transaction =
          "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\","
              + "\"url\":\"Patient?name=x\"}},{\"fullUrl\":\"urn:uuid:1\",\"resource\":"
              + observation
              + ",\"request\":{\"method\":\"POST\",\"url\":\"Observation\",\"ifNoneExist\":\"code=x\"}}]}";
      String codes =
          "{\"resourceType\":\"CodeSystem\",\"url\":\"urn:some\",\"status\":\"active\","
              + "\"content\":\"complete\",\"concept\":[{\"code\":\"a\",\"display\":\"b\"}]}";
      return List.of(submission, question, patient, observation, transaction, codes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  byte[] json() {
    String text = changed(SOUND.get(random.nextInt(SOUND.size())));
    return random.nextInt(8) == 0 ? damaged(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] xml() {
    FhirContext context = FhirContext.forR4Cached();
    // not the submission, whose documents make it slow
    String sound = SOUND.get(1 + random.nextInt(SOUND.size() - 1));
    String text =
        context.newXmlParser().encodeResourceToString(context.newJsonParser().parseResource(sound));
    for (int i = random.nextInt(4); i > 0; i--) {
      text = changedXml(text);
    }
    return random.nextInt(8) == 0 ? damaged(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] patch() {
    StringBuilder patch = new StringBuilder("[");
    for (int i = random.nextInt(3); i >= 0; i--) {
      patch.append(patch.length() == 1 ? "" : ",").append("{\"op\":\"").append(one(OPERATIONS));
      patch.append("\",\"path\":\"").append(one(POINTERS)).append('"');
      patch.append(random.nextBoolean() ? ",\"from\":\"" + one(POINTERS) + "\"" : "");
      patch.append(random.nextInt(4) > 0 ? ",\"value\":" + one(PARTS) : "").append('}');
    }
    String text = patch.append(']').toString();
    return random.nextInt(8) == 0 ? damaged(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  private String changed(String sound) {
    try {
      JsonNode tree = JSON.readTree(sound);
      for (int i = random.nextInt(4); i > 0; i--) {
        List<JsonNode> holders = new ArrayList<>();
        gather(tree, holders);
        change(holders.get(random.nextInt(holders.size())));
      }
      return JSON.writeValueAsString(tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void gather(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode()) {
      holders.add(node);
    }
    node.forEach(child -> gather(child, holders));
  }

  private void change(JsonNode holder) throws IOException {
    JsonNode part = JSON.readTree(one(PARTS));
    if (holder instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
      if (fields.isEmpty() || random.nextInt(4) == 0) {
        object.set(one(KEYS), part);
      } else {
        String name = fields.get(random.nextInt(fields.size())).getKey();
        if (random.nextInt(4) == 0) {
          object.remove(name);
        } else {
          object.set(name, part);
        }
      }
    } else if (holder instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextBoolean()) {
        array.add(part);
      } else {
        array.set(random.nextInt(array.size()), part);
      }
    }
  }

  private String changedXml(String text) {
    int at = text.indexOf(random.nextBoolean() ? "value=\"" : "<", random.nextInt(text.length()));
    if (at < 0) {
      return text;
    }
    List<String> inserts =
        List.of(
            "<foo/>",
            "<value value=\"x\"/>",
            "&x;",
            "<!DOCTYPE a>",
            "<![CDATA[x]]>",
            "<!-- x -->",
            "<?x y?>",
            "x",
            "<extension url=\"x\"><valueDecimal value=\"1e99999\"/></extension>");
    return text.startsWith("value=\"", at)
        ? text.substring(0, at + 7)
            + one(PARTS).replaceAll("[\"<&]", "")
            + text.substring(text.indexOf('"', at + 7))
        : text.substring(0, at) + one(inserts) + text.substring(at);
  }

  private byte[] damaged(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return bytes;
    }
    if (random.nextBoolean()) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
