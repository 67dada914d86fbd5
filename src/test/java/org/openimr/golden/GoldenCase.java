package org.openimr.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;

/**
 * A case worked out by hand from the documents, with what is to come out of it.
 *
 * @param policy the code of the policy
 * @param rule the rule that it is about
 * @param line its line in the file
 * @param sentence what it shows
 * @param facts {@code name=value} separated by semicolons; several values by bars
 * @param events {@code code@time{detail=…,…}} separated by semicolons
 * @param asOf the time asked about
 * @param expect what is to come out
 */
public record GoldenCase(
    String policy,
    String rule,
    int line,
    String sentence,
    String facts,
    String events,
    String asOf,
    String expect) {

  /** One folder per policy, one file per rule. */
  public static final Path FOLDER = Path.of("src/test/resources/policy/us/ca");

  private static final Pattern EVENT = Pattern.compile("([a-z0-9-]+)@([^{;\\s]+)\\s*(?:\\{(.*)})?");

  /** All cases, by policy and rule. */
  public static List<GoldenCase> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".csv"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<GoldenCase> read(Path file) {
    List<List<String>> rows = Csv.read(file);
    if (!rows.get(0).equals(List.of("case", "facts", "events", "asOf", "expect"))) {
      throw new IllegalArgumentException(file + " has other columns: " + rows.get(0));
    }
    String policy = file.getParent().getFileName().toString();
    String rule = file.getFileName().toString().replace(".csv", "");
    List<GoldenCase> cases = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (row.size() != 5) {
        throw new IllegalArgumentException(
            file + ":" + (i + 1) + " has " + row.size() + " columns");
      }
      cases.add(
          new GoldenCase(
              policy, rule, i + 1, row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    return cases;
  }

  /** The facts given. */
  public Facts given(Vocabulary vocabulary) {
    Facts given = Facts.none(vocabulary);
    for (String pair : split(facts, ";")) {
      String[] parts = pair.split("=", 2);
      FactDefinition fact = vocabulary.fact(parts[0]);
      if (fact == null) {
        throw new IllegalArgumentException("no fact " + parts[0]);
      }
      for (String value : split(parts[1], "\\|")) {
        given =
            given.with(
                parts[0],
                switch (fact.type()) {
                  case BOOLEAN -> Boolean.valueOf(value);
                  case INTEGER -> Integer.valueOf(value);
                  case CODE -> value;
                });
      }
    }
    return given;
  }

  /** What happened. */
  public List<CaseEvent> happened() {
    List<CaseEvent> happened = new ArrayList<>();
    for (String text : split(events, ";")) {
      Matcher event = EVENT.matcher(text);
      if (!event.matches()) {
        throw new IllegalArgumentException("no event: " + text);
      }
      Map<String, String> details = new HashMap<>();
      for (String detail : split(event.group(3) == null ? "" : event.group(3), ",")) {
        String[] parts = detail.split("=", 2);
        details.put(parts[0], parts[1]);
      }
      happened.add(
          new CaseEvent(
              details.remove("id"),
              event.group(1),
              time(event.group(2)),
              details.remove("actor"),
              details.remove("reason"),
              details.containsKey("until") ? time(details.remove("until")) : null,
              details.remove("refersTo"),
              null));
      if (!details.isEmpty()) {
        throw new IllegalArgumentException("unknown details " + details);
      }
    }
    return happened;
  }

  /** The time asked about. */
  public EventTime time() {
    return time(asOf);
  }

  private static EventTime time(String text) {
    return text.contains("T")
        ? EventTime.at(OffsetDateTime.parse(text).toInstant())
        : EventTime.on(LocalDate.parse(text));
  }

  static List<String> split(String text, String separator) {
    return Stream.of(text.split(separator)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  @Override
  public String toString() {
    return policy + "/" + rule + ".csv:" + line + " " + sentence;
  }
}
