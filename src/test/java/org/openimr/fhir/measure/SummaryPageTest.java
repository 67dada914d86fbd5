package org.openimr.fhir.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.Facts;
import org.openimr.core.measure.Counted;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureTally;
import org.openimr.core.policy.Condition;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of the committee: its numbers, and that everybody can read it. */
class SummaryPageTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 6, 30);

  /** 2 of 3 in January, 40 of 50 in February. */
  private static String page() throws Exception {
    MeasureDefinition measure =
        new MeasureDefinition(
            "test",
            "test|1",
            MeasureDefinition.Unit.CASE,
            null,
            new Condition.Constant(true),
            new Condition.Constant(true),
            new Condition.OneOf(HeldPolicies.VOCABULARY.fact("outcome"), Set.of("overturned")),
            List.of("month", "review-type", "policy"));
    MeasureTally tally = new MeasureTally(measure, FIRST, LAST, false);
    for (int i = 0; i < 53; i++) {
      LocalDate day = LocalDate.of(2026, i < 3 ? 1 : 2, 10);
      tally.add(
          new Counted(
              "Task/" + i,
              day,
              day,
              Facts.none(HeldPolicies.VOCABULARY)
                  .with("outcome", i == 0 || i >= 43 ? "upheld" : "overturned"),
              Map.of(
                  "month", Set.of(i < 3 ? "2026-01" : "2026-02"),
                  "review-type", Set.of("<script>\"&"),
                  "policy", Set.of("p|1"))));
    }
    MeasureTally none = new MeasureTally(measure, FIRST, LAST, false);
    return SummaryPage.write(
        new SummaryPage.About(
            "Organization/vchcp", FIRST, LAST, Instant.parse("2026-07-01T00:00:00Z"), 2),
        List.of(
            new SummaryPage.Told("Overturned", "What fell.", "Somewhere", tally),
            new SummaryPage.Told("Nothing", "Of nothing.", "Nowhere", none)));
  }

  private static Document read(String page) throws Exception {
    String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void numbersStandInChartAndTable() throws Exception {
    String page = page();
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("summary.html"), page);
    // 2 of 3; 40 of 50; 42 of 53
    assertThat(page)
        .contains("66.7 % (n = 3)", "80.0 % (n = 50)", "79.2 % (n = 53)")
        .contains(
            "<th scope=\"row\">2026-01</th><td>3</td><td>3</td><td>2</td><td>66.7</td>",
            "<th scope=\"row\">2026-02</th><td>50</td><td>50</td><td>40</td><td>80.0</td>",
            "Nothing was counted in this period.",
            "2 cases could not be worked out");
    // a third of the bar's length of 330 is missing
    assertThat(page).contains("width=\"220.1\"", "width=\"264.0\"");
  }

  @Test
  void everyChartHasATitleAndATable() throws Exception {
    Document page = read(page());
    NodeList charts = page.getElementsByTagName("svg");
    assertThat(charts.getLength()).isEqualTo(3);
    Set<String> titles = new HashSet<>();
    for (int i = 0; i < charts.getLength(); i++) {
      Element chart = (Element) charts.item(i);
      assertThat(chart.getAttribute("role")).isEqualTo("img");
      Element title = (Element) chart.getElementsByTagName("title").item(0);
      assertThat(title.getAttribute("id")).isEqualTo(chart.getAttribute("aria-labelledby"));
      assertThat(titles.add(title.getAttribute("id"))).isTrue();
      Element figure = (Element) chart.getParentNode();
      int bars = chart.getElementsByTagName("rect").getLength();
      assertThat(figure.getElementsByTagName("tr").getLength()).isEqualTo(bars + 1);
    }
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(page.getElementsByTagName("h1").getLength()).isEqualTo(1);
  }

  @Test
  void nothingRunsAndNothingIsLoaded() throws Exception {
    Document page = read(page());
    for (String none : List.of("script", "link", "img", "iframe", "object", "a", "form")) {
      assertThat(page.getElementsByTagName(none).getLength()).as(none).isZero();
    }
    assertThat(page()).contains("&lt;script&gt;&quot;&amp;").doesNotContain("http", "url(");
  }
}
