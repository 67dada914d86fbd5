package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * What is stored is what was sent, in JSON and in XML: examples of every type served, with every
 * element, with extensions in the place of every value, and with as little as possible.
 *
 * <p>Their references lead nowhere, so that this server does not ask where they lead.
 */
class RoundTripIT {

  private static final List<String> SETS = List.of("complete-mock", "complete-absent", "minimal");

  /** A narrative without content, which FHIR does not allow (txt-2). */
  private static final String EMPTY = "<div xmlns=\"http://www.w3.org/1999/xhtml\"></div>";

  /**
   * Of elements of type id HAPI's parser keeps the value and drops extensions; definitions alone
   * have such.
   */
  private static final Pattern ID =
      Pattern.compile(
          "^(ActivityDefinition|ImplementationGuide|Measure|StructureDefinition)\\..*"
              + "\\.(_packageId|_groupingId|_sourceId|_name|_?condition|_key|_identity)(\\[\\d+])?$"
              + "|^ImplementationGuide\\._packageId$");

  private static RunningServer server;

  private final Map<String, Integer> kept = new TreeMap<>();
  private final Set<String> types = new TreeSet<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final List<String> lost = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = RunningServer.with("--openimr.data.directory=" + RunningServer.temporaryDirectory());
    JpaStorageSettings storage = server.bean(JpaStorageSettings.class);
    storage.setEnforceReferentialIntegrityOnWrite(false);
    storage.setAllowExternalReferences(true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatIsStoredIsWhatWasSent() {
    for (String type : new TreeSet<>(ServedTypes.ALL)) {
      for (String set : SETS) {
        for (int i = 1; i <= 3; i++) {
          String name = "ibm/" + set + "/" + type + "-" + i;
          String json = text("json/" + name + ".json");
          String xml = text("xml/" + name + ".xml");
          if (json != null && xml != null) {
            JsonNode sent = Submissions.parsed(json);
            trip(name + ".json", type, sent, "application/fhir+json", json);
            trip(name + ".xml", type, sent, "application/fhir+xml", xml);
          }
        }
      }
    }
    System.out.println("Kept: " + kept + " of " + types.size() + " types; refused: " + refused);
    assertThat(lost).isEmpty();
    assertThat(refused.keySet()).allMatch(each -> each.matches("\\w+ 4\\d\\d .*"));
    assertThat(types).hasSizeGreaterThanOrEqualTo(40);
  }

  private void trip(String name, String type, JsonNode sent, String format, String body) {
    Answer stored =
        server.fhir("POST", type + "?_format=json").as("demo-admin").body(format, body).send();
    if (stored.status() != 201) {
      refused.merge(
          type
              + " "
              + stored.status()
              + " "
              + stored.text().replaceFirst("(?s).*\"text\":\"([^\"]*)\".*", "$1"),
          1,
          Integer::sum);
      return;
    }
    String id = stored.header("Location").replaceFirst(".*/(" + type + "/[^/]+)/_history.*", "$1");
    Answer read =
        server
            .fhir("GET", id)
            .as("demo-admin")
            .header("Accept", "application/fhir+json")
            .send()
            .isOk(200);
    List<String> differences = new ArrayList<>();
    compare(sent, Submissions.parsed(read.text()), type, differences);
    if (!differences.isEmpty()) {
      lost.add(name + ": " + differences.stream().limit(4).toList());
    }
    types.add(type);
    kept.merge(format, 1, Integer::sum);
  }

  /** All that differs; the server gives its own id and writes its own meta. */
  private static void compare(JsonNode sent, JsonNode read, String path, List<String> found) {
    if (sent instanceof ObjectNode object && read instanceof ObjectNode other) {
      Set<String> names = new TreeSet<>();
      object.fieldNames().forEachRemaining(names::add);
      other.fieldNames().forEachRemaining(names::add);
      boolean whole = !path.contains(".");
      for (String name : names) {
        if (!whole || !Set.of("id", "meta", "_id").contains(name)) {
          compare(object.path(name), other.path(name), path + "." + name, found);
        }
      }
    } else if (sent.isArray() && read.isArray() && sent.size() == read.size()) {
      Iterator<JsonNode> others = read.iterator();
      int i = 0;
      for (JsonNode each : sent) {
        compare(each, others.next(), path + "[" + i++ + "]", found);
      }
    } else if (!sent.equals(read) && !EMPTY.equals(sent.asText()) && !ID.matcher(path).find()) {
      found.add(path + " " + brief(sent) + " -> " + brief(read));
    }
  }

  private static String brief(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static String text(String resource) {
    try (InputStream file = RoundTripIT.class.getClassLoader().getResourceAsStream(resource)) {
      return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
