package org.openimr.fhir.measure;

import java.util.List;

/** Pieces of a page. */
final class Html {

  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A table whose first column names its rows. */
  static String table(String caption, List<String> columns, List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<table><caption>");
    table.append(escaped(caption)).append("</caption><thead><tr>");
    columns.forEach(
        each -> table.append("<th scope=\"col\">").append(escaped(each)).append("</th>"));
    table.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      table.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
      row.subList(1, row.size())
          .forEach(each -> table.append("<td>").append(escaped(each)).append("</td>"));
      table.append("</tr>");
    }
    return table.append("</tbody></table>").toString();
  }
}
