package org.openimr.fhir.measure;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.core.measure.MeasureCounts;
import org.openimr.core.measure.MeasureCounts.Population;
import org.openimr.core.measure.MeasureTally;

/**
 * The summary of a period as one page that can be printed: each measure as numbers, charts and the
 * tables that say the same. It runs nothing and loads nothing.
 *
 * @see <a href="../../../../../../../docs/operations/review-summary.md">review-summary</a>
 */
public final class SummaryPage {

  private static final String STYLE =
      "body{font:15px/1.45 sans-serif;color:#111;background:#fff;max-width:60em;margin:2em"
          + " auto;padding:0 1em}h1{font-size:1.7em}h2{font-size:1.25em;margin-top:2em;"
          + "border-bottom:1px solid #777}figure{margin:1em 0;break-inside:avoid}svg{width:100%;"
          + "height:auto}table{border-collapse:collapse;width:100%;margin:.8em 0;font-size:.92em;"
          + "break-inside:avoid}caption{text-align:left;font-weight:bold;padding:.3em 0}th,td{"
          + "border-bottom:1px solid #bbb;padding:.25em .6em;text-align:right}th[scope=row],"
          + "thead th:first-child{text-align:left}th[scope=row]{font-weight:normal;"
          + "overflow-wrap:anywhere}"
          + "table{table-layout:fixed}thead th:first-child{width:40%}"
          + ".of{font-weight:bold;margin:1.4em 0 .2em}h2,section>p,.of{break-after:avoid}"
          + "@page{margin:16mm}@media print{body{margin:0;max-width:none;font-size:11px}}";
  private static final List<String> COLUMNS =
      List.of("counted", "in the whole", "of these", "percent");
  private static final List<String> BESIDE = List.of("policy", "organization", "month");
  private static final int FEW = 30;

  private final StringBuilder page = new StringBuilder();
  private int charts;

  private SummaryPage() {}

  /**
   * A measure with what it is called.
   *
   * @param title its title
   * @param description what it counts
   * @param source where it stands
   * @param tally the numbers
   */
  public record Told(String title, String description, String source, MeasureTally tally) {}

  /**
   * What the page is about.
   *
   * @param organization for whom it was counted
   * @param first the first day of the period
   * @param last its last day
   * @param at when cases were judged
   * @param leftOut how many cases could not be worked out
   */
  public record About(
      String organization, LocalDate first, LocalDate last, Instant at, long leftOut) {}

  /**
   * Writes it.
   *
   * @param about what it is about
   * @param measures the measures, in the order in which they are shown
   * @return a page of HTML
   */
  public static String write(About about, List<Told> measures) {
    SummaryPage summary = new SummaryPage();
    summary.head(about);
    summary.overview(measures);
    measures.forEach(summary::measure);
    summary.page.append("</main></body></html>\n");
    return summary.page.toString();
  }

  private void head(About about) {
    String title = "Summary of reviews and requests, " + about.first() + " to " + about.last();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title><meta name=\"viewport\" content=\"width=device-width\"><style>")
        .append(STYLE)
        .append("</style></head><body><main><h1>")
        .append(title)
        .append("</h1>");
    paragraph("Counted for " + about.organization() + ", as of " + about.at() + ".");
    paragraph(
        "Percentages are of the whole, to one place. Where the whole is below "
            + FEW
            + ", a percentage tells little; n says how large it is. No member is named.");
    if (about.leftOut() > 0) {
      paragraph(
          about.leftOut()
              + " cases could not be worked out and are in no number: their policy is not held, or"
              + " their dates cannot be counted.");
    }
  }

  private void overview(List<Told> measures) {
    page.append("<section><h2>All measures</h2>");
    List<BarChart.Bar> bars = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Told each : measures) {
      bars.add(bar(each.title(), each.tally().all()));
      rows.add(row(each.title(), each.tally().all()));
    }
    figure("All measures", "measure", bars, rows);
    page.append("</section>");
  }

  private void measure(Told told) {
    page.append("<section><h2>").append(Html.escaped(told.title())).append("</h2>");
    paragraph(told.description());
    paragraph("Source: " + told.source() + ".");
    Map<String, ?> strata = told.tally().strata();
    if (told.tally().all().count(Population.INITIAL) == 0) {
      paragraph("Nothing was counted in this period.");
    }
    for (String stratum : strata.keySet()) {
      if (!told.tally().strata().get(stratum).isEmpty()) {
        stratum(told, stratum);
      }
    }
    page.append("</section>");
  }

  /** What is compared stands in a chart too, what tells the parts of a whole in a table alone. */
  private void stratum(Told told, String stratum) {
    List<BarChart.Bar> bars = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    told.tally()
        .strata()
        .get(stratum)
        .forEach(
            (value, counts) -> {
              bars.add(bar(value, counts));
              rows.add(row(value, counts));
            });
    String title = told.title() + ", by " + stratum;
    boolean drawn = stratum.equals("month") || stratum.equals(first(told));
    if (drawn) {
      figure(title, stratum, bars, rows);
    } else {
      page.append(Html.table(title, columns(stratum), rows));
    }
  }

  /** The stratum that tells most of a measure: its first that not every measure has. */
  private static String first(Told told) {
    return told.tally().strata().keySet().stream()
        .filter(each -> !BESIDE.contains(each))
        .findFirst()
        .orElse("");
  }

  private void figure(String title, String of, List<BarChart.Bar> bars, List<List<String>> rows) {
    charts++;
    page.append("<figure><p class=\"of\">")
        .append(Html.escaped(title))
        .append("</p>")
        .append(BarChart.draw("chart-" + charts, title, bars))
        .append("<figcaption>")
        .append(Html.table(title + ", in numbers", columns(of), rows))
        .append("</figcaption></figure>");
  }

  private static List<String> columns(String of) {
    List<String> columns = new ArrayList<>(List.of(of));
    columns.addAll(COLUMNS);
    return columns;
  }

  private static BarChart.Bar bar(String name, MeasureCounts counts) {
    BigDecimal percent = counts.percent();
    return new BarChart.Bar(
        name,
        percent == null ? -1 : percent.doubleValue(),
        percent == null
            ? "none"
            : percent + " % (n = " + counts.count(Population.DENOMINATOR) + ")");
  }

  private static List<String> row(String name, MeasureCounts counts) {
    BigDecimal percent = counts.percent();
    return List.of(
        name,
        String.valueOf(counts.count(Population.INITIAL)),
        String.valueOf(counts.count(Population.DENOMINATOR)),
        String.valueOf(counts.count(Population.NUMERATOR)),
        percent == null ? "none" : percent.toString());
  }

  private void paragraph(String text) {
    page.append("<p>").append(Html.escaped(text)).append("</p>");
  }
}
