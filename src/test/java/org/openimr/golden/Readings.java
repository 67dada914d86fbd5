package org.openimr.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tests and golden cases that {@code docs/readings.md} names for each reading. */
public final class Readings {

  private static final Pattern SECTION = Pattern.compile("(?ms)^## (R-\\d+) .*?(?=^## |\\z)");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");
  private static final Pattern RULE = Pattern.compile("\\b([BHLOPUV]\\d\\d)\\b");

  private Readings() {}

  /** Names of test classes by reading. */
  public static Map<String, TreeSet<String>> tests() {
    return named(TEST);
  }

  /** Rules whose golden cases show a reading, by reading. */
  public static Map<String, TreeSet<String>> rules() {
    return named(RULE);
  }

  private static Map<String, TreeSet<String>> named(Pattern name) {
    Map<String, TreeSet<String>> tests = new TreeMap<>();
    Matcher section = SECTION.matcher(text(Path.of("docs/readings.md")));
    while (section.find()) {
      String body = section.group();
      int at = body.lastIndexOf("**Tests:**");
      tests.put(
          section.group(1),
          name.matcher(at < 0 ? "" : body.substring(at))
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return tests;
  }

  /** How many test methods a test class has; 0 if there is no such class. */
  public static long methods(String testClass) {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(testClass + ".java"))
          .mapToLong(
              file ->
                  Pattern.compile("@(?:Test|Property|TestFactory|ParameterizedTest)\\b")
                      .matcher(text(file))
                      .results()
                      .count())
          .sum();
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
