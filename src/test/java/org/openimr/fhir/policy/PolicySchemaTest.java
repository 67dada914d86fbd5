package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The schema for editors knows every key that the policies use. */
class PolicySchemaTest {

  static List<Path> texts() {
    return PolicyFiles.texts();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyKeyIsInTheSchema(Path file) throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(PolicyFiles.FOLDER.resolve("policy.schema.json").toFile());
    Set<String> known = new TreeSet<>();
    addKeys(schema, known);
    Set<String> used = new TreeSet<>();
    collect(new Yaml().load(PolicyFiles.text(file)), used);

    assertThat(known).containsAll(used);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theTextNamesItsSchema(Path file) {
    assertThat(PolicyFiles.text(file))
        .startsWith("# yaml-language-server: $schema=../../policy.schema.json\n");
  }

  static void addKeys(JsonNode schema, Set<String> keys) {
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    schema.forEach(child -> addKeys(child, keys));
  }

  static void collect(Object node, Set<String> keys) {
    if (node instanceof java.util.Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            keys.add(key.toString());
            collect(value, keys);
          });
    } else if (node instanceof List<?> list) {
      list.forEach(each -> collect(each, keys));
    }
  }
}
