package org.openimr.fhir.packet;

import java.util.List;
import org.hl7.fhir.r4.model.Narrative;

/** Text for people to read, as the narrative of FHIR wants it. */
final class Xhtml {

  private final StringBuilder body = new StringBuilder();

  Xhtml paragraph(String text) {
    body.append("<p>").append(escaped(text)).append("</p>");
    return this;
  }

  /** A table; left out if it has no rows. */
  Xhtml table(List<String> head, List<List<String>> rows) {
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

  Narrative written() {
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
