package org.openimr.fhir.notice;

import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.openimr.core.notice.NoticeFacts;
import org.openimr.fhir.determination.StoredDeterminations;

/**
 * Reads what a determination says: the reasons, what qualifies the reviewers, what was read. It
 * never tells who reviewed (P28).
 */
final class DeterminationFacts {

  private static final String SECTION =
      "https://openimr.org/fhir/CodeSystem/imr-determination-section";
  private static final int DATE = 1;
  private static final int TITLE = 2;

  private final NoticeFacts facts;

  private DeterminationFacts(NoticeFacts facts) {
    this.facts = facts;
  }

  static void add(LetterCase about, NoticeFacts facts) {
    StoredDeterminations.of(about.file()).counting().stream()
        .max(Comparator.comparing(Composition::getDate))
        .ifPresent(each -> new DeterminationFacts(facts).sections(each.getSection()));
  }

  private void sections(List<SectionComponent> sections) {
    for (SectionComponent section : sections) {
      String name = fact(section);
      XhtmlNode text = section.getText().getDiv();
      if (text != null && name != null) {
        read(text, name);
      }
      sections(section.getSection());
    }
  }

  /** The fact that a section tells; null if letters do not tell it. */
  private static String fact(SectionComponent section) {
    if (section.getCode().hasCoding(SECTION, "reviewed")) {
      return "record-read";
    }
    if (section.getCode().hasCoding(SECTION, "not-reviewed")
        || "Packet".equals(section.getTitle())) {
      return null;
    }
    return String.valueOf(section.getTitle()).startsWith("Qualifications")
        ? "qualification"
        : "rationale";
  }

  private void read(XhtmlNode node, String name) {
    for (XhtmlNode child : node.getChildNodes()) {
      String element = String.valueOf(child.getName());
      if (element.equals("li") || element.equals("p") && name.equals("rationale")) {
        facts.add(name, plain(child));
      } else if (element.equals("tr") && name.equals("record-read")) {
        row(child);
      } else if (child.getNodeType() == NodeType.Element) {
        read(child, name);
      }
    }
  }

  /** A row of the list of records: title and date; number, kind and hash are for programs. */
  private void row(XhtmlNode row) {
    List<XhtmlNode> cells =
        row.getChildNodes().stream().filter(cell -> "td".equals(cell.getName())).toList();
    if (cells.size() > TITLE) {
      String date = plain(cells.get(DATE));
      facts.add("record-read", plain(cells.get(TITLE)) + (date.isEmpty() ? "" : ", " + date));
    }
  }

  private static String plain(XhtmlNode node) {
    String text = node.allText();
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
