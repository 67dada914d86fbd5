package org.openimr.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.Narrative;

/** Text for people to read, as the narrative of FHIR wants it. */
public final class Xhtml {

  private final StringBuilder body = new StringBuilder();

  /**
   * Adds a heading.
   *
   * @param text what it says
   * @return this
   */
  public Xhtml heading(String text) {
    body.append("<h3>").append(escaped(text)).append("</h3>");
    return this;
  }

  /**
   * Adds a paragraph.
   *
   * @param text what it says
   * @return this
   */
  public Xhtml paragraph(String text) {
    body.append("<p>").append(escaped(text)).append("</p>");
    return this;
  }

  /**
   * Adds a text of several paragraphs, which empty lines part.
   *
   * @param text what it says
   * @return this
   */
  public Xhtml paragraphs(String text) {
    for (String each : text.strip().split("\\R\\s*\\R")) {
      paragraph(each.strip());
    }
    return this;
  }

  /**
   * Adds a list.
   *
   * @param items its items; without any it is left out
   * @return this
   */
  public Xhtml list(List<String> items) {
    if (!items.isEmpty()) {
      body.append("<ul>");
      items.forEach(item -> body.append("<li>").append(escaped(item)).append("</li>"));
      body.append("</ul>");
    }
    return this;
  }

  /**
   * Adds a table.
   *
   * @param head the names of its columns
   * @param rows its rows; without any it is left out
   * @return this
   */
  public Xhtml table(List<String> head, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      body.append("<table><thead>");
      row("th", head);
      body.append("</thead><tbody>");
      rows.forEach(each -> row("td", each));
      body.append("</tbody></table>");
    }
    return this;
  }

  private void row(String cell, List<String> texts) {
    body.append("<tr>");
    for (String text : texts) {
      body.append('<').append(cell).append('>').append(escaped(text));
      body.append("</").append(cell).append('>');
    }
    body.append("</tr>");
  }

  /**
   * Returns the whole.
   *
   * @return a narrative that was made from data
   */
  public Narrative written() {
    Narrative narrative = new Narrative().setStatus(Narrative.NarrativeStatus.GENERATED);
    narrative.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + body + "</div>");
    return narrative;
  }

  private static String escaped(String text) {
    return text == null
        ? ""
        : text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;");
  }
}
