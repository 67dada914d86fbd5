package org.openimr.fhir.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.determination.StoredDeterminations;

/**
 * What a determination says in words: the reasons of all lines, and what qualifies the reviewers.
 *
 * @param reasons the reasons, or empty
 * @param qualifications the qualifications, or empty
 */
record ToldReasons(String reasons, String qualifications) {

  private static final String REASONS = "Reasons";
  private static final String WHO = "Qualifications of the reviewers";

  static ToldReasons of(CaseFile file) {
    Composition last =
        StoredDeterminations.of(file).counting().stream()
            .max(Comparator.comparing(Composition::getDate))
            .orElse(null);
    if (last == null) {
      return new ToldReasons("", "");
    }
    List<String> reasons = new ArrayList<>();
    List<String> who = new ArrayList<>();
    collect(last.getSection(), reasons, who);
    return new ToldReasons(String.join(" ", reasons), String.join(" ", who));
  }

  private static void collect(
      List<SectionComponent> sections, List<String> reasons, List<String> who) {
    for (SectionComponent section : sections) {
      if (REASONS.equals(section.getTitle())) {
        texts(section.getText().getDiv(), "p", reasons);
      } else if (WHO.equals(section.getTitle())) {
        texts(section.getText().getDiv(), "li", who);
      }
      collect(section.getSection(), reasons, who);
    }
  }

  private static void texts(XhtmlNode node, String name, List<String> texts) {
    if (node == null) {
      return;
    }
    for (XhtmlNode child : node.getChildNodes()) {
      if (name.equals(child.getName())) {
        String text = child.allText();
        texts.add(text == null ? "" : text.replaceAll("\\s+", " ").strip());
      } else if (child.getNodeType() == NodeType.Element) {
        texts(child, name, texts);
      }
    }
  }
}
