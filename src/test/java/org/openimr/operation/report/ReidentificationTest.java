package org.openimr.operation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openimr.core.report.Likeness;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.report.PublicRow;
import org.openimr.core.report.RowsAlike;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.artifact.PackagedReport;
import org.yaml.snakeyaml.Yaml;

/**
 * Tries to tell whose rows those of the examples are, from all that is in the cases; {@code
 * target/reidentification.txt} has the rows beside the names of the columns, and what came of it.
 *
 * @see <a href="../../../../../../../docs/re-identification.md">the attempt</a>
 */
class ReidentificationTest {

  /** Who tries, and the columns of which they know the values. */
  private static final Map<String, List<String>> WHO = new LinkedHashMap<>();

  /** What is kept apart in a row: the findings are the row's last column. */
  private static final String FINDINGS = "Findings";

  private static final Set<String> TELLING =
      Set.of("family", "given", "line", "city", "postalCode", "birthDate", "value", "identifier");
  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final int LIKE_ANY_LETTER = 6;

  static {
    WHO.put(
        "neighbour: age, gender, kind of treatment, year",
        List.of("ReportYear", "TreatmentCategory", "AgeRange", "PatientGender"));
    WHO.put(
        "press: kind of treatment, kind of review, year",
        List.of("ReportYear", "TreatmentCategory", "Type"));
    WHO.put(
        "employee of the plan: days, urgency, kind of review",
        List.of("IMRType", "DaysToReview", "DaysToAdopt", "Type"));
    WHO.put("holder of a letter: the reference", List.of("ReferenceID"));
    WHO.put("colleague: age and gender alone", List.of("AgeRange", "PatientGender"));
  }

  /** Rows by the name of their example. */
  private static final Map<String, List<String>> ROWS = new LinkedHashMap<>();

  @BeforeAll
  static void rows() throws IOException {
    try (var stories = Files.list(Path.of("examples"))) {
      for (Path each : stories.map(folder -> folder.resolve("story.yaml")).sorted().toList()) {
        if (Files.exists(each)) {
          Map<String, Object> story = new Yaml().load(Files.readString(each));
          if (story.get("public-row") instanceof List<?> row) {
            String name = each.getParent().getFileName().toString();
            ROWS.put(name, row.stream().map(String::valueOf).toList());
          }
        }
      }
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/reidentification.txt"), told());
  }

  private static String told() {
    StringBuilder text = new StringBuilder();
    ROWS.forEach(
        (name, row) -> {
          text.append(name).append('\n');
          for (int i = 0; i < PublicRow.COLUMNS.size(); i++) {
            text.append(String.format("  %-21s %s%n", PublicRow.COLUMNS.get(i), row.get(i)));
          }
        });
    WHO.forEach(
        (who, known) -> {
          text.append(who).append('\n');
          ROWS.forEach(
              (name, row) ->
                  text.append(
                      String.format("  %-30s one of %d%n", name, alike(row, known).size())));
        });
    return text.toString();
  }

  private static List<String> alike(List<String> row, List<String> known) {
    return ROWS.entrySet().stream()
        .filter(
            each ->
                known.stream()
                    .map(PublicRow.COLUMNS::indexOf)
                    .allMatch(i -> each.getValue().get(i).equals(row.get(i))))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void whoKnowsThePersonSinglesEachOutAmongThree() {
    // three rows of three kinds: what a table of combinations is for is a file that is larger
    WHO.forEach(
        (who, known) ->
            ROWS.forEach(
                (name, row) -> assertThat(alike(row, known)).as(who).containsExactly(name)));
    assertThat(ROWS).hasSize(3);
  }

  @Test
  void byDefaultNeighbourAndColleagueFindNoneAndNobodyLearnsReasons() {
    PublicFormat format = PackagedReport.read().format();
    Map<Likeness, Long> kinds = new LinkedHashMap<>();
    ROWS.values().forEach(each -> kinds.merge(row(each).likeness(), 1L, Long::sum));
    RowsAlike alike = new RowsAlike(kinds, 11, format.current().other());
    Set<Likeness> left = new HashSet<>();
    ROWS.forEach(
        (name, row) -> {
          PublicRow given = row(row).coarser(alike.step(row(row).likeness()), format);
          left.add(given.likeness());
          String whole = row.get(PublicRow.COLUMNS.indexOf(FINDINGS));
          String reasons =
              whole.substring(
                  whole.indexOf(" Findings: ") + 11,
                  whole.indexOf(" Credentials/Qualifications: "));
          assertThat(reasons).as(name).hasSizeGreaterThan(60);
          assertThat(given.findings()).as(name).doesNotContain(reasons.substring(0, 20));
        });
    // all three tell the same of their members
    assertThat(left).singleElement().extracting(Likeness::age, Likeness::gender).containsOnly("");
  }

  private static PublicRow row(List<String> values) {
    PublicRow.Category category =
        new PublicRow.Category(values.get(2), values.get(3), values.get(4), values.get(5));
    return new PublicRow(
        values.get(0),
        values.get(1),
        category,
        values.get(6),
        values.get(7),
        values.get(8),
        values.get(9),
        values.get(10),
        values.get(11),
        values.get(12),
        values.get(13),
        new PublicRow.Earlier(category, values.get(8)),
        values.get(6).startsWith("Upheld") ? "upheld" : "overturned");
  }

  @Test
  void nothingOfTheApplicationStandsInARow() throws IOException {
    for (Map.Entry<String, List<String>> each : ROWS.entrySet()) {
      Set<String> telling = new TreeSet<>();
      gather(request(each.getKey()), "", telling);
      assertThat(telling).as(each.getKey()).hasSizeGreaterThan(15);
      String text = " " + String.join(" ", each.getValue()).toLowerCase(Locale.ROOT) + " ";
      for (String value : telling) {
        // the department's reference is a column of its own file
        if (!value.equals(each.getValue().get(0)) && value.length() > 2) {
          assertThat(text).as(each.getKey()).doesNotContain(value.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  @Test
  void findingsRepeatNoSentenceOfALetter() throws IOException {
    for (Map.Entry<String, List<String>> each : ROWS.entrySet()) {
      String findings = each.getValue().get(PublicRow.COLUMNS.indexOf(FINDINGS));
      StringBuilder letters = new StringBuilder();
      texts(request(each.getKey()), letters);
      assertThat(letters).as(each.getKey()).hasSizeGreaterThan(500);
      List<String> said = words(findings);
      String held = " " + String.join(" ", words(letters.toString())) + " ";
      for (int i = 0; i + LIKE_ANY_LETTER <= said.size(); i++) {
        String some = String.join(" ", said.subList(i, i + LIKE_ANY_LETTER));
        assertThat(held.contains(" " + some + " ")).as(each.getKey() + ": " + some).isFalse();
      }
    }
  }

  private static JsonNode request(String example) throws IOException {
    return Submissions.parsed(Files.readString(Path.of("examples", example, "request.json")));
  }

  private static void gather(JsonNode node, String name, Set<String> telling) {
    if (node.isTextual() && TELLING.contains(name)) {
      telling.add(node.asText());
    }
    node.fields().forEachRemaining(each -> gather(each.getValue(), each.getKey(), telling));
    if (node.isArray()) {
      node.forEach(each -> gather(each, name, telling));
    }
  }

  /** Everything that somebody wrote, in elements and in attached documents. */
  private static void texts(JsonNode node, StringBuilder text) {
    node.fields()
        .forEachRemaining(
            each -> {
              if (each.getKey().equals("data")) {
                text.append(new String(Base64.getDecoder().decode(each.getValue().asText())))
                    .append('\n');
              } else {
                texts(each.getValue(), text);
              }
            });
    if (node.isTextual()) {
      text.append(node.asText()).append('\n');
    }
    if (node.isArray()) {
      node.forEach(each -> texts(each, text));
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (found.find()) {
      words.add(found.group());
    }
    return words;
  }
}
