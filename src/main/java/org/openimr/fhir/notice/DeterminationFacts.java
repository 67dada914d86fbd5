package org.openimr.fhir.notice;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.openimr.core.notice.NoticeFacts;

/**
 * Reads what a determination says: the reasons, what qualifies the reviewers, what was read. It
 * never tells who reviewed (P28).
 */
final class DeterminationFacts {

  private static final String PROFILE =
      "https://openimr.org/fhir/StructureDefinition/imr-determination";

  private final NoticeFacts facts;

  private DeterminationFacts(NoticeFacts facts) {
    this.facts = facts;
  }

  static void add(LetterCase about, NoticeFacts facts) {
    about.file().resources().stream()
        .filter(Composition.class::isInstance)
        .map(Composition.class::cast)
        .filter(each -> each.getMeta().hasProfile(PROFILE))
        .max(
            Comparator.comparing(
                (Composition each) -> each.getDateElement().getValueAsString() + ""))
        .ifPresent(each -> new DeterminationFacts(facts).sections(each.getSection()));
  }

  private void sections(List<SectionComponent> sections) {
    for (SectionComponent section : sections) {
      String name = fact(section);
      XhtmlNode text = section.getText().getDiv();
      if (text != null) {
        paragraphs(text, name);
      }
      sections(section.getSection());
    }
  }

  private static String fact(SectionComponent section) {
    String code = section.getCode().getCodingFirstRep().getCode();
    String said = (code == null ? section.getTitle() : code).toLowerCase(Locale.ROOT);
    if (said.contains("qualification")) {
      return "qualification";
    }
    if (said.contains("not-reviewed") || said.contains("not reviewed")) {
      return "record-not-read";
    }
    return said.contains("record") ? "record-read" : "rationale";
  }

  private void paragraphs(XhtmlNode node, String name) {
    boolean block = node.getChildNodes().stream().anyMatch(DeterminationFacts::isBlock);
    if (!block) {
      facts.add(name, node.allText().replaceAll("\\s+", " "));
      return;
    }
    for (XhtmlNode child : node.getChildNodes()) {
      if (child.getNodeType() == NodeType.Element) {
        paragraphs(child, name);
      }
    }
  }

  private static boolean isBlock(XhtmlNode node) {
    return node.getNodeType() == NodeType.Element
        && List.of("p", "ul", "ol", "li", "div", "table", "tbody", "tr", "h2", "h3")
            .contains(node.getName());
  }
}
