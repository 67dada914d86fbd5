package org.openimr.server.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openimr.core.history.DecisionForm;
import org.openimr.core.history.HistoricalDecision;
import org.springframework.jdbc.core.JdbcTemplate;

/** The decisions of former years that were taken in. */
final class HistoricalDecisionTable {

  private static final String WRITTEN =
      "report_year = ?, diagnosis = ?, diagnosis_part = ?, treatment = ?, treatment_part = ?,"
          + " overturned = ?, review_type = ?, age = ?, gender = ?, urgency = ?,"
          + " days_to_review = ?, days_to_adopt = ?, findings = ?, form = ?, content = ?, file = ?,"
          + " line = ?, imported_at = ?";
  private static final String UPDATE =
      "update imr_historical_decision set " + WRITTEN + " where reference = ?";
  private static final String INSERT =
      "insert into imr_historical_decision ("
          + WRITTEN.replace(" = ?", "")
          + ", reference) values (?"
          + ", ?".repeat(18)
          + ")";

  private final JdbcTemplate jdbc;

  HistoricalDecisionTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A decision with the place from which it comes.
   *
   * @param decision the decision
   * @param content the hash of all that it says
   * @param line the line of the file
   */
  record Placed(HistoricalDecision decision, String content, long line) {}

  /** What is held of a reference. */
  record Held(String content, String file, long line, String form) {}

  /** What is held of some references. */
  Map<String, Held> held(List<String> references) {
    Map<String, Held> held = new HashMap<>();
    if (!references.isEmpty()) {
      jdbc.query(
          "select reference, content, file, line, form from imr_historical_decision"
              + " where reference in (?"
              + ", ?".repeat(references.size() - 1)
              + ")",
          row -> {
            held.put(
                row.getString(1),
                new Held(row.getString(2), row.getString(3), row.getLong(4), row.getString(5)));
          },
          references.toArray());
    }
    return held;
  }

  /** Writes decisions whose references are not held. */
  void insert(List<Placed> decisions, String file, Instant now) {
    write(INSERT, decisions, file, now);
  }

  /** Writes decisions whose references are held. */
  void update(List<Placed> decisions, String file, Instant now) {
    write(UPDATE, decisions, file, now);
  }

  private void write(String sql, List<Placed> decisions, String file, Instant now) {
    jdbc.batchUpdate(
        sql, decisions, Math.max(1, decisions.size()), (row, each) -> fill(row, each, file, now));
  }

  private static void fill(PreparedStatement row, Placed placed, String file, Instant now)
      throws SQLException {
    HistoricalDecision decision = placed.decision();
    List<Object> values = new ArrayList<>();
    values.add(decision.year());
    values.add(decision.category().diagnosis());
    values.add(decision.category().diagnosisPart());
    values.add(decision.category().treatment());
    values.add(decision.category().treatmentPart());
    values.add(decision.overturned());
    values.add(decision.type());
    values.add(decision.age());
    values.add(decision.gender());
    values.add(decision.urgency());
    values.add(decision.daysToReview());
    values.add(decision.daysToAdopt());
    values.add(decision.findings());
    values.add(decision.form().code());
    values.add(placed.content());
    values.add(file);
    values.add(placed.line());
    values.add(Timestamp.from(now));
    values.add(decision.reference());
    for (int i = 0; i < values.size(); i++) {
      row.setObject(i + 1, values.get(i));
    }
  }

  /** How far the import of a file has come: its last line; 0 if it was not begun. */
  long line(String file) {
    return jdbc
        .queryForList("select line from imr_decision_file where file = ?", Long.class, file)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** Keeps how far the import of a file has come. */
  void progress(String file, long line, long rows, long wrong, Instant now, boolean ended) {
    Timestamp time = Timestamp.from(now);
    Timestamp end = ended ? time : null;
    if (jdbc.update(
            "update imr_decision_file set line = ?, row_count = ?, wrong_count = ?, ended_at = ?"
                + " where file = ?",
            line,
            rows,
            wrong,
            end,
            file)
        == 0) {
      jdbc.update(
          "insert into imr_decision_file (file, line, row_count, wrong_count, began_at, ended_at)"
              + " values (?, ?, ?, ?, ?, ?)",
          file,
          line,
          rows,
          wrong,
          time,
          end);
    }
  }

  /** Whether a row of the earlier form would take the place of one of the current form. */
  static boolean poorer(Placed given, Held held) {
    return given.decision().form() == DecisionForm.EARLIER
        && held.form().equals(DecisionForm.CURRENT.code());
  }
}
