package org.openimr.fhir.policy.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One version of one policy as it is written in YAML.
 *
 * <p>Two texts are equal if they say the same in the same order; comments and line breaks do not
 * matter.
 *
 * @param header what the policy is called and where it holds
 * @param documents the documents that it cites, the main one first
 * @param derivedEvents events that follow from others
 * @param criteria what must hold for eligibility, all of it
 * @param clocks who owes what by when
 * @param packet what the file for the reviewer must hold
 * @param notModelled paragraphs that are deliberately left out
 */
public record PolicyText(
    PolicyHeader header,
    List<PolicyDocument> documents,
    List<DerivedEventText> derivedEvents,
    List<CriterionText> criteria,
    List<MilestoneText> clocks,
    List<PacketElementText> packet,
    List<OmissionText> notModelled) {

  /** Keeps its own copies. */
  public PolicyText {
    documents = List.copyOf(documents);
    derivedEvents = List.copyOf(derivedEvents);
    criteria = List.copyOf(criteria);
    clocks = List.copyOf(clocks);
    packet = List.copyOf(packet);
    notModelled = List.copyOf(notModelled);
  }

  /**
   * Finds a document.
   *
   * @param id its short name; null means the main document
   * @return the document, or null if the policy lists none of that name
   */
  public PolicyDocument document(String id) {
    if (id == null) {
      return documents.isEmpty() ? null : documents.get(0);
    }
    return documents.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  /**
   * Finds documents that are cited and not listed.
   *
   * @return their short names
   */
  public Set<String> unlisted() {
    Set<String> unlisted = CitedDocuments.of(this);
    documents.forEach(document -> unlisted.remove(document.id()));
    return unlisted;
  }

  /**
   * Finds a milestone.
   *
   * @param code its code
   * @return the milestone, or null if the policy has none of that code
   */
  public MilestoneText milestone(String code) {
    return clocks.stream().filter(each -> each.milestone().equals(code)).findFirst().orElse(null);
  }

  /**
   * Returns this text with a document to cite even if it lists none, so that the rest of it can be
   * checked all the same.
   *
   * @return a text with at least one document
   */
  public PolicyText withAnyDocument() {
    return documents.isEmpty()
        ? with(header, List.of(new PolicyDocument("none", "none", "none", null)), clocks)
        : this;
  }

  PolicyText with(
      PolicyHeader otherHeader,
      List<PolicyDocument> otherDocuments,
      List<MilestoneText> otherClocks) {
    return new PolicyText(
        otherHeader, otherDocuments, derivedEvents, criteria, otherClocks, packet, notModelled);
  }

  /**
   * Returns this text in the form in which the calendar that most limits count with stands in the
   * header, and with a limit only where it counts with another.
   *
   * @return a text that says the same
   */
  public PolicyText withCommonCalendar() {
    Map<String, Integer> uses = new LinkedHashMap<>();
    clocks.stream()
        .flatMap(milestone -> milestone.bounds().stream())
        .map(bound -> bound.calendarUsed(header.calendar()))
        .filter(Objects::nonNull)
        .forEach(calendar -> uses.merge(calendar, 1, Integer::sum));
    String common = null;
    for (Map.Entry<String, Integer> use : uses.entrySet()) {
      if (common == null || use.getValue() > uses.get(common)) {
        common = use.getKey();
      }
    }
    String chosen = common;
    return with(
        header.withCalendar(chosen),
        documents,
        clocks.stream().map(each -> each.withCalendars(header.calendar(), chosen)).toList());
  }
}
