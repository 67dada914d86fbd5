package org.openimr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the FHIR package {@code profiles/}, as the guardians read them. */
public final class PackageFiles {

  static final Path ROOT = Path.of("profiles");
  static final String BASE = "https://openimr.org/fhir/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PackageFiles() {}

  /**
   * Returns every FHIR resource of the package.
   *
   * @return the tree of each by the path of its file
   */
  static SortedMap<Path, JsonNode> resources() {
    SortedMap<Path, JsonNode> all = new TreeMap<>();
    for (Path file : files(".json")) {
      if (!file.endsWith("package.json") && !file.toString().endsWith(".schema.json")) {
        all.put(file, tree(text(file)));
      }
    }
    return all;
  }

  static List<JsonNode> resources(String type) {
    return resources().values().stream()
        .filter(resource -> resource.path("resourceType").asText().equals(type))
        .toList();
  }

  /**
   * Returns the codes of every CodeSystem.
   *
   * @return the codes by the url of the system
   */
  static Map<String, Set<String>> codes() {
    Map<String, Set<String>> codes = new HashMap<>();
    for (JsonNode system : resources("CodeSystem")) {
      codes.put(
          system.path("url").asText(),
          system.path("concept").findValuesAsText("code").stream().collect(Collectors.toSet()));
    }
    return codes;
  }

  public static JsonNode codeSystem(String id) {
    return tree(text(ROOT.resolve("terminology/CodeSystem-" + id + ".json")));
  }

  /**
   * Returns the values of a property of a concept.
   *
   * @param concept a concept of a CodeSystem
   * @param code the code of the property
   * @return its values as text, in order
   */
  static List<String> property(JsonNode concept, String code) {
    List<String> values = new ArrayList<>();
    for (JsonNode property : concept.path("property")) {
      if (property.path("code").asText().equals(code)) {
        property
            .properties()
            .forEach(
                field -> {
                  if (field.getKey().startsWith("value")) {
                    values.add(field.getValue().asText());
                  }
                });
      }
    }
    return values;
  }

  /**
   * Returns every object in a tree, the tree itself first.
   *
   * @param tree a resource or a part of one
   * @return the objects
   */
  static List<JsonNode> objects(JsonNode tree) {
    List<JsonNode> found = new ArrayList<>();
    if (tree.isObject()) {
      found.add(tree);
    }
    tree.forEach(child -> found.addAll(objects(child)));
    return found;
  }

  static List<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
