package org.openimr.fhir.measure;

import java.util.List;
import java.util.Locale;

/**
 * A chart of percentages as inline SVG: one bar a line, its name before it and its value behind it,
 * so that it reads without colors. What it shows stands in a table beside it too.
 *
 * @see <a href="https://www.w3.org/TR/graphics-aria-1.0/">Graphics for assistive programs</a>
 */
final class BarChart {

  private static final int WIDTH = 720;
  private static final int NAMES = 250;
  private static final int BARS = 330;
  private static final int LINE = 26;
  private static final int BAR = 16;
  private static final int TOP = 6;
  private static final int SCALE = 24;
  private static final int TEXT_UP = 13;
  private static final int QUARTERS = 4;

  /**
   * A bar.
   *
   * @param name what it is about
   * @param percent how long it is, from 0 to 100; below 0 if there is nothing to show
   * @param value what is written behind it
   */
  record Bar(String name, double percent, String value) {}

  private BarChart() {}

  /**
   * Draws it.
   *
   * @param id an id for its title, once in a page
   * @param title what it shows
   * @param bars the bars, from the top
   */
  static String draw(String id, String title, List<Bar> bars) {
    int height = TOP + bars.size() * LINE + SCALE;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s\"><title id=\"%s\">%s</title>"
            .formatted(WIDTH, height, id, id, Html.escaped(title)));
    for (int i = 0; i <= QUARTERS; i++) {
      int x = NAMES + i * BARS / QUARTERS;
      int end = TOP + bars.size() * LINE;
      svg.append(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#bbb\"/>"
              .formatted(x, TOP, x, end));
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\">%d&#160;%%</text>"
              .formatted(x, end + SCALE - TOP, i * 100 / QUARTERS));
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), TOP + i * LINE);
    }
    return svg.append("</svg>").toString();
  }

  private static void bar(StringBuilder svg, Bar bar, int y) {
    double length = Math.max(0, bar.percent()) * BARS / 100;
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"13\">%s</text>"
            .formatted(NAMES - TOP, y + TEXT_UP + TOP, Html.escaped(bar.name())));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#1f5a99\"/>",
            NAMES,
            y + TOP,
            length,
            BAR));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" font-size=\"13\" paint-order=\"stroke\" stroke=\"#fff\""
                + " stroke-width=\"4\">%s</text>",
            NAMES + length + TOP,
            y + TEXT_UP + TOP,
            Html.escaped(bar.value())));
  }
}
