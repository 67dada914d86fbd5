package org.openimr.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.report.Alone;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.fhir.report.ReportFormat;
import org.openimr.fhir.report.ReportQuestion;
import org.openimr.operation.report.PublicRows.Selection;
import org.openimr.server.artifact.PackagedReport;
import org.springframework.jdbc.core.JdbcTemplate;

class PublicRowTableTest {

  private static final Selection ALL = new Selection(null, null, null);
  private static final String CANONICAL = "https://openimr.org/fhir/PlanDefinition/";
  private static final int ROWS = Integer.getInteger("report.rows", 1_203);

  private JdbcTemplate jdbc;
  private PublicRowTable table;

  @BeforeEach
  void database() throws IOException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    jdbc = new JdbcTemplate(source);
    for (String version :
        List.of(
            "V9__case_index",
            "V14__public_rows",
            "V22__public_rows_in_order",
            "V24__public_rows_alike")) {
      String sql = Files.readString(Path.of("src/main/resources/db/migration/" + version + ".sql"));
      for (String statement : sql.replaceAll("(?m)^\\s*--.*$", "").split(";")) {
        if (!statement.isBlank()) {
          jdbc.execute(statement);
        }
      }
    }
    table =
        new PublicRowTable(
            jdbc,
            new MissingRows(
                jdbc, null, "now", Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC)),
            () -> new PolicyBook(List.of()),
            "now",
            PackagedReport.read().format(),
            2);
  }

  private void store(String id, String policy, String reference, String day, String edition) {
    Outcome outcome =
        new Outcome(
            reference,
            new PublicRow(
                reference,
                "2026",
                new PublicRow.Category("Cancer", "Other", "Cancer Care", "Other"),
                "Upheld Decision of Health Plan",
                "Medical Necessity",
                "65+",
                "Female",
                "Standard",
                "1",
                "2",
                "Nature, \"quoted\"",
                new PublicRow.Earlier(
                    new PublicRow.Category("Cancer", "Other", "Cancer Treatment", "Other"), "65+"),
                "upheld"),
            List.of(),
            Map.of("date", 1));
    jdbc.update(
        "insert into imr_case (case_id, version, policy, review_type, status, business_status,"
            + " urgency, owner, parties, milestone, told, stated, events, duties, report_edition,"
            + " report_key, report_day, report_row, report_alike) values (?, '1', ?, '', '', '', '',"
            + " '', '', '', '', '', '[[\"decision-issued\"]]', '', ?, ?, ?, ?, ?)",
        id,
        CANONICAL + policy,
        edition,
        RowText.key(reference),
        Date.valueOf(day),
        RowText.write(outcome),
        RowText.kind(Kind.of(outcome.row())));
  }

  private List<String> references(Selection selection) {
    List<String> references = new ArrayList<>();
    table.each(selection, outcome -> references.add(outcome.reference()));
    return references;
  }

  @Test
  void rowsStandByYearTypeAndNumber() {
    store("a", "p|1", "MN26-10", "2026-05-01", "now");
    store("b", "p|1", "MN26-9", "2026-05-01", "now");
    store("c", "p|1", "EI26-11", "2026-05-01", "now");
    store("d", "p|1", "UR25-1", "2026-05-01", "now");
    assertThat(references(ALL)).containsExactly("UR25-1", "EI26-11", "MN26-9", "MN26-10");
  }

  @Test
  void rowsAreMadeAsFarAsTimeAllows() {
    store("a", "p|1", "MN26-1", "2026-05-01", "former");
    store("b", "p|1", "MN26-2", "2026-05-01", "former");
    store("c", "p|1", "MN26-3", "2026-05-01", "now");
    jdbc.update("update imr_case set events = '[]'");
    assertThat(table.prepare(Duration.ZERO)).isEqualTo(2);
    assertThat(table.prepare(Duration.ofMinutes(1))).isZero();
    assertThat(table.prepare(Duration.ZERO)).isZero();
  }

  @Test
  void whoFindsAnotherMakingThemWaitsNoLongerThanItMay() throws Exception {
    store("a", "p|1", "MN26-1", "2026-05-01", "former");
    jdbc.update("update imr_case set events = '[]'");
    // the other is held up by a row that is locked
    try (Connection locking = jdbc.getDataSource().getConnection()) {
      locking.setAutoCommit(false);
      locking.createStatement().execute("select * from imr_case for update");
      Thread other = new Thread(() -> table.prepare());
      other.start();
      while (other.getState() == Thread.State.RUNNABLE || other.getState() == Thread.State.NEW) {
        Thread.sleep(10);
      }
      assertThat(table.prepare(Duration.ofMillis(100))).isEqualTo(1);
      locking.rollback();
      other.join();
    }
    assertThat(table.prepare(Duration.ZERO)).isZero();
  }

  @Test
  void whatWasStoredComesBackWhole() {
    store("a", "p|1", "MN26-10", "2026-05-01", "now");
    table.each(
        ALL,
        outcome -> {
          assertThat(outcome.row().values()).contains("Nature, \"quoted\"", "Cancer Care");
          assertThat(outcome.row().earlierValues()).hasSize(11).contains("Cancer Treatment");
          assertThat(outcome.removed()).isEqualTo(Map.of("date", 1));
        });
  }

  @Test
  void aPolicyIsNamedInEveryWay() {
    store("a", "p|1", "MN26-1", "2026-05-01", "now");
    store("b", "p|2", "MN26-2", "2026-05-01", "now");
    store("c", "pp|1", "MN26-3", "2026-05-01", "now");
    assertThat(references(new Selection("p", null, null))).containsExactly("MN26-1", "MN26-2");
    assertThat(references(new Selection("p|2", null, null))).containsExactly("MN26-2");
    assertThat(references(new Selection(CANONICAL + "pp|1", null, null))).containsExactly("MN26-3");
    assertThat(table.knows("p")).isTrue();
    assertThat(table.knows("q")).isFalse();
  }

  @Test
  void aPeriodHoldsItsFirstAndItsLastDay() {
    store("a", "p|1", "MN26-1", "2026-04-30", "now");
    store("b", "p|1", "MN26-2", "2026-05-01", "now");
    store("c", "p|1", "MN26-3", "2026-05-31", "now");
    store("d", "p|1", "MN26-4", "2026-06-01", "now");
    assertThat(
            references(
                new Selection(null, LocalDate.parse("2026-05-01"), LocalDate.parse("2026-05-31"))))
        .containsExactly("MN26-2", "MN26-3");
  }

  @Test
  void whatIsNotUpToDateIsNotGiven() {
    store("a", "p|1", "MN26-1", "2026-05-01", "before");
    store("b", "p|1", "MN26-2", "2026-05-01", "");
    assertThat(references(ALL)).isEmpty();
  }

  @Test
  void rowsOfAKindAreCountedWithinWhatIsAskedFor() {
    store("a", "p|1", "MN26-1", "2026-05-01", "now");
    store("b", "p|1", "MN26-2", "2026-05-31", "now");
    store("c", "p|2", "MN26-3", "2026-05-01", "now");
    store("d", "p|1", "MN26-4", "2026-05-01", "before");
    // refused: there is no row of which anything could be alike
    store("e", "p|1", "MN26-5", "2026-05-01", "now");
    jdbc.update("update imr_case set report_alike = null where case_id = 'e'");
    // two alike are enough here
    assertThat(counts(null)).isEqualTo("given=3, coarser=0, withheld=0, refused=1, alone=0");
    assertThat(counts("p|2")).isEqualTo("given=0, coarser=1, withheld=0, refused=0, alone=1");
    assertThat(counts("nobody")).isEqualTo("given=0, coarser=0, withheld=0, refused=0, alone=0");
  }

  private String counts(String policy) {
    return table
        .disclosure(new ReportQuestion(policy, null, null, ReportFormat.CSV, Alone.COARSEN))
        .counts();
  }

  /** Run with -Dreport.rows=100000 for the figure in docs/performance.md. */
  @Test
  void manyRowsArePagedAndNoneIsLeftOut() {
    for (int i = 0; i < ROWS; i++) {
      // every reference stands twice, so that pages end between equal ones too
      store("c" + i, "p|1", "MN26-" + i / 2, "2026-05-01", "now");
    }
    long begun = System.nanoTime();
    List<String> all = references(ALL);
    System.out.printf("%d rows in %d ms%n", ROWS, (System.nanoTime() - begun) / 1_000_000);
    assertThat(all).hasSize(ROWS);
    assertThat(all.subList(0, 4)).containsExactly("MN26-0", "MN26-0", "MN26-1", "MN26-1");
  }
}
