package org.openimr.server.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openimr.core.history.DecisionForm;
import org.openimr.core.history.HistoricalDecision;
import org.openimr.core.history.Likeness;
import org.openimr.core.history.Tally;
import org.openimr.core.report.PublicRow;
import org.openimr.operation.report.HistoricalDecisions;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds decisions of former years by what they have in common. */
final class HistoricalDecisionSearch implements HistoricalDecisions {

  private final JdbcTemplate jdbc;

  HistoricalDecisionSearch(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public SortedMap<Integer, Tally> byYear(Likeness alike) {
    Condition condition = new Condition(alike);
    SortedMap<Integer, Tally> years = new TreeMap<>();
    jdbc.query(
        "select report_year, overturned, count(*) from imr_historical_decision where "
            + condition.text
            + " group by report_year, overturned",
        row -> {
          long count = row.getLong(3);
          years.merge(row.getInt(1), new Tally(count, row.getBoolean(2) ? count : 0), Tally::plus);
        },
        condition.values.toArray());
    return years;
  }

  @Override
  public List<HistoricalDecision> newest(Likeness alike, int most) {
    Condition condition = new Condition(alike);
    return jdbc.query(
        "select * from imr_historical_decision where "
            + condition.text
            + " order by report_year desc, reference fetch first "
            + most
            + " rows only",
        (row, number) -> read(row),
        condition.values.toArray());
  }

  private static HistoricalDecision read(ResultSet row) throws SQLException {
    return new HistoricalDecision(
        row.getString("reference"),
        row.getInt("report_year"),
        new PublicRow.Category(
            row.getString("diagnosis"),
            row.getString("diagnosis_part"),
            row.getString("treatment"),
            row.getString("treatment_part")),
        row.getBoolean("overturned"),
        row.getString("review_type"),
        row.getString("age"),
        row.getString("gender"),
        row.getString("urgency"),
        row.getInt("days_to_review"),
        row.getInt("days_to_adopt"),
        row.getString("findings"),
        row.getString("form").equals(DecisionForm.CURRENT.code())
            ? DecisionForm.CURRENT
            : DecisionForm.EARLIER);
  }

  /** What decisions have in common, as the database understands it. */
  private static final class Condition {

    private final StringBuilder text = new StringBuilder("report_year between ? and ?");
    private final List<Object> values = new ArrayList<>();

    Condition(Likeness alike) {
      values.add(alike.from());
      values.add(alike.to());
      one("diagnosis", alike.diagnoses());
      one("diagnosis_part", alike.diagnosisParts());
      one("treatment", alike.treatments());
      one("treatment_part", alike.treatmentParts());
      one("review_type", alike.type().isEmpty() ? Set.of() : Set.of(alike.type()));
    }

    private void one(String column, Set<String> names) {
      if (!names.isEmpty()) {
        text.append(" and ").append(column).append(" in (?");
        text.append(", ?".repeat(names.size() - 1)).append(')');
        values.addAll(names);
      }
    }
  }
}
