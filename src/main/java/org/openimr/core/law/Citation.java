package org.openimr.core.law;

/**
 * Where a rule stands: document, edition and section.
 *
 * <p>A citation is an address, never a quotation: what the rule says is told in the project's own
 * words by whoever carries the citation.
 *
 * @param rule the rule that the citation belongs to
 * @param section the section within the document, for example {@code VI.D.1}
 * @param text document, edition and section as one line that a person can follow
 * @param source who set the rule
 */
public record Citation(RuleId rule, String section, String text, Source source) {

  /** Who set a rule. */
  public enum Source {
    /** The plan's own document. */
    PLAN,
    /** A statute or regulation that was read. */
    LAW,
    /** A statute or regulation that was not read: such a rule never governs. */
    LAW_UNVERIFIED
  }

  /** Refuses a citation without an address. */
  public Citation {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("a citation needs document and section");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
