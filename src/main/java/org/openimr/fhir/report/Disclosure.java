package org.openimr.fhir.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.openimr.core.report.Alone;
import org.openimr.core.report.Coarseness;
import org.openimr.core.report.Likeness;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.report.PublicRow;
import org.openimr.core.report.RowsAlike;
import org.openimr.fhir.report.PublicRowReader.Outcome;

/** How much of each row a report gives, by how many of its rows are like it. */
public final class Disclosure {

  private final PublicFormat format;
  private final boolean earlier;
  private final Alone alone;
  private final RowsAlike alike;
  private final long refused;

  private Disclosure(
      PublicFormat format, boolean earlier, Alone alone, RowsAlike alike, long refused) {
    this.format = format;
    this.earlier = earlier;
    this.alone = alone;
    this.alike = alike;
    this.refused = refused;
  }

  /**
   * What a case tells of its member in both forms.
   *
   * @param current in the current form
   * @param earlier in the earlier one
   */
  public record Kind(Likeness current, Likeness earlier) {

    /** What a row tells. */
    public static Kind of(PublicRow row) {
      return new Kind(row.likeness(), row.earlierLikeness());
    }
  }

  /**
   * Finds out how much of each row is given.
   *
   * @param asked the report that is asked for
   * @param format how the file says things
   * @param enough how many rows alike are enough
   * @param kinds how many rows there are of each kind
   * @param refused how many cases have no row
   */
  public static Disclosure of(
      ReportQuestion asked, PublicFormat format, int enough, Map<Kind, Long> kinds, long refused) {
    boolean earlier = asked.format() == ReportFormat.EARLIER_CSV;
    Function<Kind, Likeness> form = earlier ? Kind::earlier : Kind::current;
    Map<Likeness, Long> rows = new HashMap<>();
    kinds.forEach((kind, times) -> rows.merge(form.apply(kind), times, Long::sum));
    String other = earlier ? format.earlier().other() : format.current().other();
    return new Disclosure(
        format, earlier, asked.alone(), new RowsAlike(rows, enough, other), refused);
  }

  /** What is given of a case. */
  GivenRow of(Outcome outcome) {
    PublicRow row = outcome.row();
    if (row == null) {
      return new GivenRow(outcome, null, List.of(), 0);
    }
    Likeness kind = earlier ? row.earlierLikeness() : row.likeness();
    Coarseness step = alone == Alone.GIVE ? Coarseness.NONE : alike.step(kind);
    if (step == Coarseness.NONE) {
      return new GivenRow(outcome, row, List.of(), alike.of(kind));
    }
    List<String> leftOut = new ArrayList<>(step.leftOut());
    leftOut.add("reasons");
    return alone == Alone.WITHHOLD
        ? new GivenRow(outcome, null, List.of(), alike.of(kind))
        : new GivenRow(outcome, row.coarser(step, format), leftOut, alike.of(kind));
  }

  /**
   * How many rows are given as they are, how many coarser, how many are not; how many stand alone.
   */
  public String counts() {
    long all = 0;
    for (Coarseness step : Coarseness.values()) {
      all += alike.at(step);
    }
    long inCompany = alike.at(Coarseness.NONE);
    long whole = alone == Alone.GIVE ? all : inCompany;
    boolean withheld = alone == Alone.WITHHOLD;
    return String.format(
        Locale.ROOT,
        "given=%d, coarser=%d, withheld=%d, refused=%d, alone=%d",
        whole,
        withheld ? 0 : all - whole,
        withheld ? all - whole : 0,
        refused,
        all - inCompany);
  }
}
