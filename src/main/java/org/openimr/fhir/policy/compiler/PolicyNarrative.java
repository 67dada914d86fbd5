package org.openimr.fhir.policy.compiler;

import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.PacketElementText;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.RuleText;

/** Writes the readable policy: rules, sections, conditions and counts in words. */
final class PolicyNarrative {

  private final PolicyText policy;
  private final ClockWords words;
  private final XhtmlNode div = new XhtmlNode(NodeType.Element, "div");

  private PolicyNarrative(PolicyText policy) {
    this.policy = policy;
    this.words = new ClockWords(policy.header().calendar());
    div.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  }

  static XhtmlNode of(PolicyText policy) {
    PolicyNarrative narrative = new PolicyNarrative(policy);
    narrative.head();
    narrative.derivedEvents();
    narrative.criteria();
    narrative.clocks();
    narrative.packet();
    narrative.omissions();
    return narrative.div;
  }

  private void head() {
    PolicyHeader header = policy.header();
    div.addTag("h2").tx(header.title());
    div.addTag("p").tx(header.description());
    String from = header.inForceFrom() == null ? "no stated start" : "" + header.inForceFrom();
    div.addTag("p")
        .tx(
            "Version "
                + header.version()
                + "; in force from "
                + from
                + (header.inForceUntil() == null ? "" : " until " + header.inForceUntil())
                + "; "
                + header.programme()
                + "; effect of the review: "
                + PolicyShape.words(header.effect())
                + "; days are those of "
                + header.zone()
                + ".");
    if (!header.law().isEmpty()) {
      div.addTag("p")
          .tx(
              "Beside it stands the law: "
                  + String.join(", ", header.law())
                  + ". Its limits are marked as law and count like the policy's own: the earliest"
                  + " of a duty, the latest of a right.");
    }
    reviewSpan(header);
    XhtmlNode list = div.addTag("ul");
    policy.documents().forEach(document -> list.addTag("li").tx(document.citation()));
  }

  private void reviewSpan(PolicyHeader header) {
    if (!header.reviewEndsWith().isEmpty()) {
      div.addTag("p")
          .tx(
              "A review"
                  + (header.reviewBeginsWith().isEmpty()
                      ? ""
                      : " begins with " + words(header.reviewBeginsWith()) + " and")
                  + " ends with "
                  + words(header.reviewEndsWith())
                  + "; a case is expedited before that or not at all.");
    }
  }

  private static String words(List<String> events) {
    return events.stream().map(PolicyShape::words).collect(Collectors.joining(" or "));
  }

  private void derivedEvents() {
    if (policy.derivedEvents().isEmpty()) {
      return;
    }
    div.addTag("h3").tx("Events that follow from others");
    XhtmlNode list = div.addTag("ul");
    policy.derivedEvents().forEach(each -> list.addTag("li").tx(ClockWords.derived(each)));
  }

  private XhtmlNode table(String... heads) {
    XhtmlNode table = div.addTag("table");
    table.setAttribute("class", "grid");
    XhtmlNode row = table.addTag("thead").addTag("tr");
    for (String head : heads) {
      row.addTag("th").tx(head);
    }
    return table.addTag("tbody");
  }

  private static void row(XhtmlNode body, List<String> cells) {
    XhtmlNode row = body.addTag("tr");
    cells.forEach(cell -> row.addTag("td").tx(cell));
  }

  private static String section(RuleText rule) {
    return rule.address().document() == null
        ? rule.address().section()
        : rule.address().document() + " " + rule.address().section();
  }

  private static String text(RuleText rule) {
    return rule.text()
        + source(rule.source())
        + rule.readings().stream()
            .map(reading -> " [" + reading + "]")
            .collect(Collectors.joining());
  }

  private static String source(String source) {
    if (source == null) {
      return "";
    }
    return source.equals("law-unverified")
        ? " (law that was not read: shown, and never governs)"
        : " (" + PolicyShape.words(source) + ")";
  }

  private static String when(String fhirPath) {
    return fhirPath == null ? "always" : ConditionWords.of(fhirPath);
  }

  private void criteria() {
    if (policy.criteria().isEmpty()) {
      return;
    }
    div.addTag("h3").tx("Eligibility: all of these must hold");
    XhtmlNode body = table("Rule", "Section", "What must hold", "Asked when", "Holds when");
    policy.criteria().forEach(criterion -> criterion(criterion, "", body));
  }

  private void criterion(CriterionText criterion, String group, XhtmlNode body) {
    if (criterion instanceof CriterionText.Group members) {
      String word = members.all() ? "all of: " : "one of: ";
      members.members().forEach(member -> criterion(member, group + word, body));
      return;
    }
    CriterionText.Single single = (CriterionText.Single) criterion;
    RuleText rule = single.rule();
    row(
        body,
        List.of(
            rule.id(),
            section(rule),
            group + text(rule),
            when(single.askedWhen()),
            CriterionWords.holds(single)));
  }

  private void clocks() {
    if (policy.clocks().isEmpty()) {
      return;
    }
    div.addTag("h3").tx("Clocks: who owes what by when");
    XhtmlNode body = table("Milestone", "Rule", "Section", "Limit", "Applies when", "Time");
    for (MilestoneText milestone : policy.clocks()) {
      String title = ClockWords.milestone(milestone);
      for (BoundText bound : milestone.bounds()) {
        RuleText rule = bound.rule();
        row(
            body,
            List.of(
                title,
                rule.id(),
                section(rule),
                text(rule),
                when(bound.when()),
                words.bound(bound)));
        title = "";
      }
    }
  }

  private void packet() {
    if (policy.packet().isEmpty()) {
      return;
    }
    div.addTag("h3").tx("Packet: what the file for the reviewer must hold");
    XhtmlNode body = table("Element", "Rule", "Section", "What", "Asked when");
    for (PacketElementText element : policy.packet()) {
      RuleText rule = element.rule();
      row(
          body,
          List.of(
              PolicyShape.words(element.element()),
              rule.id(),
              section(rule),
              text(rule),
              when(element.when())));
    }
  }

  private void omissions() {
    if (policy.notModelled().isEmpty()) {
      return;
    }
    div.addTag("h3").tx("Deliberately not modelled");
    XhtmlNode list = div.addTag("ul");
    policy
        .notModelled()
        .forEach(
            omission ->
                list.addTag("li").tx(omission.address().section() + ": " + omission.reason()));
  }
}
