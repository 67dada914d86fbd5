package org.openimr.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openimr.PackageFiles;
import org.yaml.snakeyaml.Yaml;

/**
 * The rules of the source documents, and what holds those that no golden case shows: tests, or why
 * a rule is not for software, or what of it is not built.
 */
public final class CatalogueRules {

  private static final Path FILE = Path.of("src/test/resources/rules.yaml");
  private static final Pattern RULE = Pattern.compile("[PVHUO](?!00)\\d\\d");

  private CatalogueRules() {}

  /**
   * What is said of a rule.
   *
   * @param display what it is about
   * @param tests classes, or {@code class#method}
   * @param why why it, or part of it, is not for software; empty if that is not said
   * @param open what of it is not built; empty if that is not said
   */
  public record Said(String display, List<String> tests, String why, String open) {}

  /** The rules, by code. */
  public static Map<String, Said> all() {
    Map<String, Map<String, Object>> told = told();
    Map<String, Said> all = new TreeMap<>();
    PackageFiles.codeSystem("imr-rule")
        .path("concept")
        .forEach(
            concept -> {
              String code = concept.path("code").asText();
              if (RULE.matcher(code).matches()) {
                all.put(code, said(concept.path("display").asText(), told.get(code)));
              }
            });
    return all;
  }

  /** The rules of which something is said that are none. */
  public static List<String> strangers() {
    List<String> strangers = new ArrayList<>(new TreeSet<>(told().keySet()));
    strangers.removeAll(all().keySet());
    return strangers;
  }

  private static Map<String, Map<String, Object>> told() {
    return new Yaml().load(text(FILE));
  }

  @SuppressWarnings("unchecked")
  private static Said said(String display, Map<String, Object> told) {
    if (told == null) {
      return new Said(display, List.of(), "", "");
    }
    return new Said(
        display,
        (List<String>) told.getOrDefault("tests", List.of()),
        (String) told.getOrDefault("why", ""),
        (String) told.getOrDefault("open", ""));
  }

  /** How many test methods a named test has; 0 if there is no such class or method. */
  public static long methods(String test) {
    String[] parts = test.split("#");
    if (parts.length == 1) {
      return Readings.methods(test);
    }
    Pattern method =
        Pattern.compile(
            "@(?:Test|TestFactory|ParameterizedTest|Property)\\b[^{}]*?\\b" + parts[1] + "\\s*\\(");
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(parts[0] + ".java"))
          .filter(file -> method.matcher(text(file)).find())
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
