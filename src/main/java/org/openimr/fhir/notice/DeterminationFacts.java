package org.openimr.fhir.notice;

import java.util.ArrayList;
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
  private static final String CRITERION = "Criterion: ";
  private static final int DATE = 1;
  private static final int TITLE = 2;

  private final LetterWords words;
  private final NoticeFacts facts;

  private DeterminationFacts(LetterWords words, NoticeFacts facts) {
    this.words = words;
    this.facts = facts;
  }

  static void add(LetterCase about, LetterWords words, NoticeFacts facts) {
    StoredDeterminations.of(about.file()).counting().stream()
        .max(Comparator.comparing(Composition::getDate))
        .ifPresent(each -> new DeterminationFacts(words, facts).sections(each.getSection()));
  }

  private void sections(List<SectionComponent> sections) {
    for (SectionComponent section : sections) {
      XhtmlNode text = section.getText().getDiv();
      String title = String.valueOf(section.getTitle());
      if (section.getCode().hasCoding(SECTION, "reviewed")) {
        records(section, text, "record-read");
      } else if (section.getCode().hasCoding(SECTION, "not-reviewed")) {
        records(section, text, "record-not-read");
      } else if (section.getCode().getCodingFirstRep().getSystem() != null
          && section.getCode().getCodingFirstRep().getSystem().endsWith("/imr-outcome")) {
        line(title, paragraphs(text, "p"));
      } else if (title.equals("Reasons")) {
        paragraphs(text, "p").forEach(each -> facts.add("rationale", each));
      } else if (title.startsWith(CRITERION)) {
        facts.add("judged-by", title.substring(CRITERION.length()));
      } else if (title.startsWith("Evidence")) {
        paragraphs(text, "li").forEach(each -> facts.add("evidence", each));
      } else if (title.startsWith("Qualifications")) {
        paragraphs(text, "li").forEach(each -> facts.add("qualification", each));
      }
      sections(section.getSection());
    }
  }

  /** What was decided of a line, which is named: the reasons follow it. */
  private void line(String title, List<String> said) {
    String decided = String.join(" ", said);
    facts.add("rationale", decided.isEmpty() ? title : title + ": " + decided);
  }

  private static List<String> paragraphs(XhtmlNode node, String element) {
    List<String> found = new ArrayList<>();
    if (node != null) {
      for (XhtmlNode child : node.getChildNodes()) {
        if (element.equals(child.getName())) {
          found.add(plain(child));
        } else if (child.getNodeType() == NodeType.Element) {
          found.addAll(paragraphs(child, element));
        }
      }
    }
    return found;
  }

  /** Rows of a list of records: title and date; number, kind and hash are for programs. */
  private void records(SectionComponent section, XhtmlNode text, String name) {
    List<List<String>> rows = new ArrayList<>();
    rows(text, rows);
    for (int i = 0; i < rows.size(); i++) {
      String date = rows.get(i).get(DATE);
      // what not all parties may see is named by no reference
      boolean kept = i < section.getEntry().size() && !section.getEntry().get(i).hasReference();
      facts.add(
          name,
          kept
              ? words.of("record-kept")
              : rows.get(i).get(TITLE) + (date.isEmpty() ? "" : ", " + words.date(date)));
    }
  }

  private static void rows(XhtmlNode node, List<List<String>> rows) {
    if (node == null) {
      return;
    }
    for (XhtmlNode child : node.getChildNodes()) {
      if ("tr".equals(child.getName())) {
        List<String> cells = paragraphs(child, "td");
        if (cells.size() > TITLE) {
          rows.add(cells);
        }
      } else if (child.getNodeType() == NodeType.Element) {
        rows(child, rows);
      }
    }
  }

  private static String plain(XhtmlNode node) {
    String text = node.allText();
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
