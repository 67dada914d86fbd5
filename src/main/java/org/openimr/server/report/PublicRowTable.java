package org.openimr.server.report;

import java.sql.Date;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.report.PublicFormat;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.fhir.report.ReportQuestion;
import org.openimr.operation.report.PublicRows;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Public rows, each kept beside the index of its case, which every change of the case sets back.
 *
 * <p>They are made in the background, and what is missing when a report is asked for.
 */
public final class PublicRowTable implements PublicRows {

  private static final int AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final MissingRows missing;
  private final Supplier<PolicyBook> policies;
  private final String edition;
  private final PublicFormat format;
  private final int enough;

  PublicRowTable(
      JdbcTemplate jdbc,
      MissingRows missing,
      Supplier<PolicyBook> policies,
      String edition,
      PublicFormat format,
      int enough) {
    this.jdbc = jdbc;
    this.missing = missing;
    this.policies = policies;
    this.edition = edition;
    this.format = format;
    this.enough = enough;
  }

  @Override
  public void prepare() {
    missing.make();
  }

  @Override
  public long prepare(Duration within) {
    return missing.make(within);
  }

  @Override
  public boolean knows(String policy) {
    return policies.get().codes().contains(policy) || !bound(policy).isEmpty();
  }

  private List<String> bound(String policy) {
    return jdbc.queryForList("select distinct policy from imr_case", String.class).stream()
        .filter(
            each -> {
              String versioned = each.substring(each.lastIndexOf('/') + 1);
              return each.equals(policy)
                  || versioned.equals(policy)
                  || versioned.replaceAll("\\|.*", "").equals(policy)
                  || each.replaceAll("\\|.*", "").equals(policy);
            })
        .toList();
  }

  @Override
  public Disclosure disclosure(ReportQuestion asked) {
    List<Object> narrowed = new ArrayList<>();
    String condition = condition(Selection.of(asked), narrowed);
    Map<Kind, Long> kinds = new HashMap<>();
    long[] refused = {0};
    if (condition != null) {
      jdbc.query(
          "select report_alike, count(*) from imr_case where "
              + condition
              + " group by report_alike",
          row -> {
            if (row.getString(1) == null) {
              refused[0] = row.getLong(2);
            } else {
              kinds.put(RowText.kind(row.getString(1)), row.getLong(2));
            }
          },
          narrowed.toArray());
    }
    return Disclosure.of(asked, format, enough, kinds, refused[0]);
  }

  @Override
  public void each(Selection selection, Consumer<Outcome> taker) {
    List<Object> narrowed = new ArrayList<>();
    String condition = condition(selection, narrowed);
    if (condition == null) {
      return;
    }
    List<Kept> some = page(condition, narrowed, new Kept("", "", null));
    while (!some.isEmpty()) {
      some.forEach(each -> taker.accept(RowText.read(each.row())));
      some = page(condition, narrowed, some.get(some.size() - 1));
    }
  }

  /** What narrows to a selection; null if nothing is in it. */
  private String condition(Selection selection, List<Object> narrowed) {
    StringBuilder condition = new StringBuilder("report_edition = ? and report_row is not null");
    narrowed.add(edition);
    if (selection.policy() != null) {
      List<String> bound = bound(selection.policy());
      if (bound.isEmpty()) {
        return null;
      }
      // no column, so that no index of policies is read instead of that of rows, which are in order
      condition
          .append(" and policy || ' ' in (?")
          .append(", ?".repeat(bound.size() - 1))
          .append(')');
      bound.forEach(each -> narrowed.add(each + " "));
    }
    if (selection.from() != null) {
      condition.append(" and report_day between ? and ?");
      narrowed.add(Date.valueOf(selection.from()));
      narrowed.add(Date.valueOf(selection.to()));
    }
    return condition.toString();
  }

  /** A row with its place in the order. */
  private record Kept(String key, String id, String row) {}

  private List<Kept> page(CharSequence condition, List<Object> narrowed, Kept last) {
    List<Object> values = new ArrayList<>(narrowed);
    values.add(last.key());
    values.add(last.key());
    values.add(last.id());
    return jdbc.query(
        "select report_key, case_id, report_row from imr_case where "
            + condition
            + " and report_key >= ? and (report_key > ? or case_id > ?)"
            + " order by report_edition, report_key, case_id fetch first "
            + AT_ONCE
            + " rows only",
        (row, number) -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
        values.toArray());
  }
}
