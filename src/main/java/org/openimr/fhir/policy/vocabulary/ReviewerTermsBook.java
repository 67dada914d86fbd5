package org.openimr.fhir.policy.vocabulary;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.reviewer.AssignmentTerms;
import org.openimr.core.reviewer.ConflictClass;
import org.openimr.fhir.policy.condition.ConditionReader;
import org.openimr.fhir.policy.text.catalogue.ReviewerTermsReader;

/**
 * Who may review cases, held against the vocabulary.
 *
 * @param terms who may review, how many, and what their votes come to
 * @param systems what the codes of a code system tell, {@code procedure}, {@code diagnosis}, {@code
 *     specialty} or {@code license}, by its url
 * @param specialties what specialties are called, by their codes of the NUCC taxonomy
 */
public record ReviewerTermsBook(
    AssignmentTerms terms, Map<String, String> systems, Map<String, String> specialties) {

  /** Keeps its own copies. */
  public ReviewerTermsBook {
    systems = Map.copyOf(systems);
    specialties = Map.copyOf(specialties);
  }

  /**
   * Reads the terms.
   *
   * @param vocabulary the facts and codes that they may name
   * @param text the terms as YAML
   * @return the terms
   * @throws RuntimeException naming everything that is wrong
   */
  public static ReviewerTermsBook read(Vocabulary vocabulary, String text) {
    ReviewerTermsReader.Read read =
        ReviewerTermsReader.read(
            "profiles/reviewer",
            text,
            (condition, found) -> new ConditionReader(vocabulary, found).read(condition));
    AssignmentTerms terms = read.terms();
    same("outcomes", Set.copyOf(terms.voting().outcomes()), vocabulary.codes("imr-outcome"));
    same(
        "conflicts",
        terms.conflicts().stream().map(ConflictClass::code).collect(Collectors.toSet()),
        vocabulary.codes("imr-conflict-class"));
    return new ReviewerTermsBook(terms, read.systems(), read.specialties());
  }

  /** What is left out would never be asked. */
  private static void same(String what, Set<String> named, Set<String> codes) {
    if (!named.equals(codes)) {
      throw new IllegalStateException(
          "profiles/reviewer: '"
              + what
              + "' must name "
              + new TreeSet<>(codes)
              + ", and names "
              + new TreeSet<>(named));
    }
  }
}
