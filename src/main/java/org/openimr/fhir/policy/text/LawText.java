package org.openimr.fhir.policy.text;

import java.time.LocalDate;
import java.util.List;

/**
 * One version of the limits that a body of law sets, as it is written in YAML; policies name it to
 * have its limits stand beside their own.
 *
 * @param law its code
 * @param version its version, usually the date on which it was written down
 * @param title its title
 * @param description what it is about
 * @param jurisdiction ISO 3166 code
 * @param written when it was written down
 * @param calendar the holiday calendar for a policy that counts with none itself, or null
 * @param documents the laws it cites, each with where and when it was read
 * @param clocks its limits, by milestone
 * @param notModelled what of these laws is deliberately left out
 */
public record LawText(
    String law,
    String version,
    String title,
    String description,
    String jurisdiction,
    LocalDate written,
    String calendar,
    List<PolicyDocument> documents,
    List<MilestoneText> clocks,
    List<OmissionText> notModelled) {

  /** Keeps its own copies. */
  public LawText {
    documents = List.copyOf(documents);
    clocks = List.copyOf(clocks);
    notModelled = List.copyOf(notModelled);
  }

  /**
   * Returns what a policy names.
   *
   * @return {@code law|version}
   */
  public String name() {
    return law + "|" + version;
  }

  /** The limits of a milestone; none if the law knows nothing of it. */
  List<BoundText> bounds(String milestone) {
    return clocks.stream()
        .filter(each -> each.milestone().equals(milestone))
        .findFirst()
        .map(MilestoneText::bounds)
        .orElse(List.of());
  }

  /**
   * Returns the same limits as a policy that has no others, so that they can be checked like one.
   *
   * @return a policy text that nobody puts to work
   */
  public PolicyText asPolicy() {
    return new PolicyText(
        new PolicyHeader(
            law,
            version,
            PolicyHeader.CANONICAL + law,
            title,
            description,
            PolicyHeader.PUBLISHER,
            title,
            jurisdiction,
            "draft",
            false,
            written,
            null,
            null,
            null,
            null,
            null,
            "UTC",
            calendar,
            "own-decision",
            null,
            List.of(),
            List.of(),
            List.of()),
        documents,
        List.of(),
        List.of(),
        clocks,
        List.of(),
        notModelled);
  }
}
