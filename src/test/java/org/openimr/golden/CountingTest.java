package org.openimr.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openimr.HeldPolicies;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.calendar.TimeLimit;

/** Counts and calendars come out as they were worked out by hand. */
class CountingTest {

  private static final LocalDays DAYS = LocalDays.of(ZoneId.of("America/Los_Angeles"));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> counts() throws IOException {
    return files("counting").stream()
        .flatMap(
            file -> {
              List<List<String>> rows = Csv.read(file);
              return IntStream.range(1, rows.size())
                  .mapToObj(
                      i ->
                          DynamicTest.dynamicTest(
                              file.getFileName() + ":" + (i + 1) + " " + rows.get(i),
                              () -> check(rows.get(i))));
            });
  }

  private static void check(List<String> row) {
    Count count = count(row);
    Moment start = start(row.get(0));
    if (row.get(5).equals("refused")) {
      assertThatThrownBy(() -> count.due(start)).isInstanceOf(DateNotCoveredException.class);
      return;
    }
    assertThat(said(count.due(start))).isEqualTo(row.get(5));
    assertThat(said(count.target(start))).isEqualTo(row.get(6));
  }

  private static Moment start(String text) {
    return text.contains("T")
        ? DAYS.at(OffsetDateTime.parse(text).toInstant())
        : DAYS.wholeDay(LocalDate.parse(text));
  }

  private static Count count(List<String> row) {
    String[] limit = row.get(1).split(" ");
    String[] range = limit[0].split("-");
    TimeLimit high = limit(range[range.length - 1], limit[1]);
    return new Count(
        high,
        range.length == 1 ? null : limit(range[0], limit[1]),
        row.get(3).isEmpty() ? null : HeldPolicies.CALENDARS.get(row.get(3)),
        row.get(2).equals("next-business-day"),
        Boolean.parseBoolean(row.get(4)),
        DAYS);
  }

  private static TimeLimit limit(String amount, String unit) {
    return new TimeLimit(
        Integer.parseInt(amount),
        Stream.of(TimeLimit.Unit.values())
            .filter(each -> each.code().equals(unit))
            .findFirst()
            .orElseThrow());
  }

  private static String said(Moment moment) {
    return TIME.format(moment.instant().atZone(DAYS.zone()));
  }

  @TestFactory
  Stream<DynamicTest> calendars() throws IOException {
    return files("calendars").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) {
    String name = file.getFileName().toString().replace(".csv", "");
    int year = Integer.parseInt(name.substring(name.length() - 4));
    HolidayCalendar calendar =
        HeldPolicies.CALENDARS.get(name.substring(0, name.length() - "-yyyy".length()));
    List<String> expected =
        Csv.read(file).stream().skip(1).map(row -> row.get(0)).distinct().toList();
    assertThat(
            calendar.holidaysOf(year).keySet().stream()
                .map(day -> LocalDate.ofEpochDay(day).toString())
                .collect(Collectors.toList()))
        .containsExactlyElementsOf(expected);
  }
}
