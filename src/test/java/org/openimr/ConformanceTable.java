package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A table of what is claimed of a guide, each requirement with its tests or why it is not claimed.
 */
final class ConformanceTable {

  private record Row(int id, String page, String status, String evidence) {}

  private final List<Row> rows = new ArrayList<>();

  ConformanceTable(Path table) throws IOException {
    for (String line : Files.readAllLines(table).stream().skip(1).toList()) {
      List<String> cells = new ArrayList<>();
      for (String cell : line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
        cells.add(cell.replaceAll("^\"|\"$", ""));
      }
      assertThat(cells).as(line).hasSize(6);
      rows.add(
          new Row(
              Integer.parseInt(cells.get(0)), cells.get(1), cells.get(4), cells.get(5).strip()));
    }
  }

  /** The ids that are spoken to, by page; each once. */
  Map<String, Set<Integer>> spoken() {
    Map<String, Set<Integer>> spoken = new TreeMap<>();
    for (Row row : rows) {
      assertThat(spoken.computeIfAbsent(row.page(), page -> new TreeSet<>()).add(row.id()))
          .as("once: " + row.id())
          .isTrue();
    }
    return spoken;
  }

  void namesTestsThatExist() throws IOException {
    Map<String, String> tests = tests();
    for (Row row : rows) {
      assertThat(row.status()).as("status of " + row.id()).isIn("met", "not-claimed");
      assertThat(row.evidence()).as("tests or reason of " + row.id()).isNotBlank();
      if (row.status().equals("met")) {
        for (String test : row.evidence().split(" ")) {
          String[] name = test.split("\\.");
          assertThat(tests).as("for " + row.id()).containsKey(name[0]);
          assertThat(tests.get(name[0])).as("for " + row.id()).contains("void " + name[1] + "(");
        }
      }
    }
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return tests;
  }
}
