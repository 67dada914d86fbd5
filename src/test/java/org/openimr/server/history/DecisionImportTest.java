package org.openimr.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.core.history.DecisionForm;
import org.openimr.core.history.RowFault;
import org.openimr.server.artifact.PackagedReport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Files of former decisions are taken in whole, however they are written, wrong rows left out. */
class DecisionImportTest {

  private static final int ROWS = Integer.getInteger("decisions.rows", 1_300);
  private static final int WRONG = 50;
  private static final String HEADER = String.join(",", DecisionForm.CURRENT.columns()) + "\n";
  private static final String REST =
      ",2025,Cancer,Other,Cancer Care,Other,Upheld Decision of Health Plan,Medical Necessity,65+,"
          + "Female,Standard,3,1,";

  @TempDir private Path folder;

  private JdbcTemplate jdbc;
  private DecisionImport imports;
  private final List<String> wrong = new ArrayList<>();
  private final Map<Long, String> wrongColumns = new TreeMap<>();
  private long resumed;

  private final DecisionImport.Listener listener =
      new DecisionImport.Listener() {
        @Override
        public void resumed(long line) {
          resumed = line;
        }

        @Override
        public void wrong(long line, RowFault fault) {
          wrong.add(line + " " + fault.column() + ": " + fault.found());
          wrongColumns.put(line, fault.column());
        }

        @Override
        public void read(long rows) {
          // nothing to do
        }
      };

  @BeforeEach
  void database() throws IOException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    jdbc = new JdbcTemplate(source);
    String sql =
        Files.readString(Path.of("src/main/resources/db/migration/V16__historical_decisions.sql"));
    for (String statement : sql.replaceAll("(?m)^\\s*--.*$", "").split(";")) {
      if (!statement.isBlank()) {
        jdbc.execute(statement);
      }
    }
    imports =
        new DecisionImport(
            new HistoricalDecisionTable(jdbc),
            new TransactionTemplate(new DataSourceTransactionManager(source)),
            PackagedReport.read().format(),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  private DecisionImport.Result take(String text) throws IOException {
    Path file = folder.resolve(UUID.randomUUID() + ".csv");
    Files.writeString(file, text);
    return imports.run(file, listener);
  }

  private String finding(String reference) {
    return jdbc.queryForObject(
        "select findings from imr_historical_decision where reference = ?",
        String.class,
        reference);
  }

  @ParameterizedTest
  @CsvSource({
    "CURRENT,44,UTF-8,true",
    "CURRENT,59,windows-1252,false",
    "EARLIER,9,UTF-8,false",
    "EARLIER,44,windows-1252,false"
  })
  void everyWritingOfTheFileIsRead(DecisionForm form, int separator, String encoding, boolean mark)
      throws IOException {
    Path file = folder.resolve("decisions.csv");
    Map<Long, String> expected =
        new SyntheticDecisions(form, (char) separator, Charset.forName(encoding), mark)
            .write(file, ROWS, WRONG);
    assertThat(expected).hasSize(WRONG);
    long begun = System.nanoTime();
    DecisionImport.Result result = imports.run(file, listener);
    System.out.printf("%d rows: %d ms%n", ROWS, (System.nanoTime() - begun) / 1_000_000);
    assertThat(wrongColumns).isEqualTo(expected);
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.wrong()).isEqualTo(WRONG);
    assertThat(result.stored()).isEqualTo(ROWS - WRONG);
    assertThat(result.unknown()).containsExactly("Treatment Named in 2026");
    assertThat(count()).isEqualTo(ROWS - WRONG);
    Map<String, String> third = SyntheticDecisions.row(2, form);
    assertThat(finding(third.get("ReferenceID"))).isEqualTo(third.get("Findings").strip());
  }

  private int count() {
    return jdbc.queryForObject("select count(*) from imr_historical_decision", Integer.class);
  }

  @Test
  void aFileThatWasTakenInChangesNothingMore() throws IOException {
    Path file = folder.resolve("decisions.csv");
    new SyntheticDecisions(DecisionForm.CURRENT, ',', StandardCharsets.UTF_8, false)
        .write(file, 700, 0);
    imports.run(file, listener);
    // what was not stored yet when it was broken off
    jdbc.update("delete from imr_historical_decision where line > 1500");
    int left = count();
    DecisionImport.Result again = imports.run(file, listener);
    assertThat(resumed).isGreaterThan(0);
    assertThat(again.same()).isEqualTo(left).isGreaterThan(100);
    assertThat(again.stored()).isEqualTo(700 - left);
    assertThat(again.changed()).isZero();
    assertThat(count()).isEqualTo(700);
  }

  @Test
  void whatWasBrokenOffGoesOnWhereItWas() throws IOException {
    Path file = folder.resolve("decisions.csv");
    new SyntheticDecisions(DecisionForm.CURRENT, ',', StandardCharsets.UTF_8, false)
        .write(file, 1_300, 0);
    DecisionImport.Listener failing =
        new DecisionImport.Listener() {
          @Override
          public void resumed(long line) {
            throw new AssertionError("nothing was taken in before");
          }

          @Override
          public void wrong(long line, RowFault fault) {
            throw new AssertionError("nothing is wrong");
          }

          @Override
          public void read(long rows) {
            if (rows == 1_000) {
              throw new IllegalStateException("the power went");
            }
          }
        };
    assertThatThrownBy(() -> imports.run(file, failing)).hasMessage("the power went");
    assertThat(count()).isEqualTo(1_000);
    DecisionImport.Result result = imports.run(file, listener);
    assertThat(resumed).isPositive();
    assertThat(result.same()).isEqualTo(1_000);
    assertThat(result.stored()).isEqualTo(300);
    assertThat(count()).isEqualTo(1_300);
  }

  @Test
  void aCorrectedRowTakesThePlaceOfTheOld() throws IOException {
    take(HEADER + "MN25-1" + REST + "old\n");
    DecisionImport.Result result = take(HEADER + "MN25-1" + REST + "new\nMN25-2" + REST + "two\n");
    assertThat(result.changed()).isEqualTo(1);
    assertThat(result.stored()).isEqualTo(1);
    assertThat(finding("MN25-1")).isEqualTo("new");
  }

  @Test
  void aReferenceThatStandsTwiceIsNamedWithBothLines() throws IOException {
    String twice =
        HEADER + "MN25-1" + REST + "one\nMN25-1" + REST + "one\nMN25-1" + REST + "other\n";
    for (int run = 0; run < 2; run++) {
      wrong.clear();
      DecisionImport.Result result = take(twice);
      assertThat(result.wrong()).isEqualTo(1);
      assertThat(wrong)
          .containsExactly("4 ReferenceID: MN25-1, which line 2 has with other values");
      assertThat(finding("MN25-1")).isEqualTo("one");
    }
  }

  @Test
  void aQuotationMarkThatIsNeverClosedTakesNoOtherRowWithIt() throws IOException {
    DecisionImport.Result result =
        take(
            HEADER
                + "MN25-1"
                + REST
                + "\"never closed,\nsecond line\n"
                + "MN25-2"
                + REST
                + "\"in two\nlines\"\n"
                + "MN25-3"
                + REST
                + "\"a \"word\" within\"\n"
                + "MN25-4"
                + REST
                + "four");
    assertThat(result.rows()).isEqualTo(4);
    assertThat(wrong).hasSize(2).allMatch(each -> each.contains("quotation mark"));
    assertThat(wrong).extracting(each -> each.charAt(0)).containsExactly('2', '6');
    assertThat(finding("MN25-2")).isEqualTo("in two\nlines");
    assertThat(finding("MN25-4")).isEqualTo("four");
  }

  @Test
  void allThatIsWrongWithARowIsNamed() throws IOException {
    take(HEADER + "MN25-1,2024,,,,,Upheld,Dental,100,Both,Slow,ten,1,x\n");
    assertThat(wrong)
        .containsExactly(
            "2 ReportYear: 2024",
            "2 Determination: Upheld",
            "2 Type: Dental",
            "2 AgeRange: 100",
            "2 PatientGender: Both",
            "2 IMRType: Slow",
            "2 DaysToReview: ten");
  }

  @Test
  void theEarlierFormDoesNotTakeThePlaceOfTheCurrentOne() throws IOException {
    take(HEADER + "MN25-1" + REST + "whole\n");
    DecisionImport.Result result =
        take(
            String.join(";", DecisionForm.EARLIER.columns())
                + "\nMN25-1;2025;Cancer;Other;Cancer Treatment;Other;"
                + "Upheld Decision of Health Plan;Medical Necessity;65+;Female;earlier\n");
    assertThat(result.kept()).isEqualTo(1);
    assertThat(finding("MN25-1")).isEqualTo("whole");
  }

  @Test
  void columnsMayStandInAnyOrder() throws IOException {
    DecisionImport.Result result =
        take(
            "Findings,Patient Gender,age_range,Type,Determination,Treatment Sub Category,"
                + "Treatment Category,Diagnosis Sub Category,Diagnosis Category,Report Year,"
                + "Reference ID\nwhy,Male,51_64,x,y,,,,,2025,MN25-1\n"
                + "why,Male,51-64,Urgent Care,Overturned Decision of Health Plan,,,,,2025,UR25-1\n");
    assertThat(result.stored()).isEqualTo(1);
    assertThat(wrong).hasSize(3);
    assertThat(finding("UR25-1")).isEqualTo("why");
  }

  @Test
  void anotherFileIsRefusedByItsFirstRow() {
    assertThatThrownBy(() -> take("Name,Type,Findings\nx,y,z\n"))
        .isInstanceOfSatisfying(
            UnusableDecisionFileException.class,
            refused ->
                assertThat(refused.faults())
                    .extracting(RowFault::column, RowFault::found)
                    .contains(
                        org.assertj.core.groups.Tuple.tuple("Reference ID", "no such column"),
                        org.assertj.core.groups.Tuple.tuple("", "Name")));
    assertThatThrownBy(() -> take("")).isInstanceOf(UnusableDecisionFileException.class);
  }

  @Test
  void aLineWithoutEndIsCutAndNotHeld() throws IOException {
    DecisionImport.Result result =
        take(HEADER + "MN25-1" + REST + "x".repeat(3_000_000) + "\nMN25-2" + REST + "two\n");
    assertThat(result.stored()).isEqualTo(1);
    assertThat(wrong).singleElement().asString().contains("longer line");
  }
}
