package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openimr.server.store.hapi.ServedTypes;

/** Every operation is recorded, unless it is named here as one that asks for no stored case. */
class RecordingTest {

  /** Of these a request that comes upon a stored case is recorded all the same. */
  private static final Set<String> WITHOUT_A_CASE =
      Set.of(
          "POST /Bundle/$verify-packet",
          "POST /Task/$check-eligibility",
          "POST /Task/$compare-policies",
          "POST /Task/$compute-deadlines",
          "POST /Questionnaire/1/$populate");

  @Test
  void everyOperationIsRecorded() throws IOException {
    Set<String> missed = new TreeSet<>();
    int addresses = 0;
    for (Path definition : definitions()) {
      for (String path : paths(new ObjectMapper().readTree(definition.toFile()))) {
        addresses++;
        if (!Recording.always(Asked.of("POST", path, false))) {
          missed.add("POST " + path);
        }
      }
    }
    assertThat(addresses).isGreaterThan(WITHOUT_A_CASE.size());
    assertThat(missed).isEqualTo(WITHOUT_A_CASE);
  }

  private static List<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("profiles/operation"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static List<String> paths(JsonNode definition) {
    String operation = "/$" + definition.path("code").asText();
    List<String> paths = new ArrayList<>();
    if (definition.path("system").asBoolean()) {
      paths.add(operation);
    }
    for (JsonNode resource : definition.path("resource")) {
      if (definition.path("type").asBoolean()) {
        paths.add("/" + resource.asText() + operation);
      }
      if (definition.path("instance").asBoolean()) {
        paths.add("/" + resource.asText() + "/1" + operation);
      }
    }
    assertThat(paths).as(operation).isNotEmpty();
    return paths;
  }

  @Test
  void everyAccessToARecordOfACaseIsRecorded() {
    for (String type : ServedTypes.CASE_RECORDS) {
      for (String method : List.of("GET", "HEAD", "PUT", "PATCH", "DELETE")) {
        assertThat(Recording.always(Asked.of(method, "/" + type + "/1", false))).isTrue();
      }
      assertThat(Recording.always(Asked.of("POST", "/" + type, false))).isTrue();
      assertThat(Recording.always(Asked.of("POST", "/" + type + "/1/$validate", false))).isTrue();
    }
  }

  @Test
  void definitionsAreRecordedWhenTheyAreWritten() {
    for (String type : ServedTypes.DEFINITIONS) {
      assertThat(Recording.always(Asked.of("GET", "/" + type + "/1", false))).isFalse();
      assertThat(Recording.always(Asked.of("GET", "/" + type, false))).isFalse();
      assertThat(Recording.always(Asked.of("PUT", "/" + type + "/1", false))).isTrue();
    }
    assertThat(Recording.always(Asked.of("GET", "/metadata", false))).isFalse();
  }
}
