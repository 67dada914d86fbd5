package org.openimr.server.artifact;

import java.util.List;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;

/** Who may review cases, as it travels inside the program. */
public final class PackagedReviewers {

  private PackagedReviewers() {}

  /**
   * Reads it.
   *
   * @param vocabulary the facts and codes that it names
   * @return who may review
   * @throws RuntimeException naming everything that is wrong with it; the server does not start
   */
  public static ReviewerTermsBook read(Vocabulary vocabulary) {
    List<String> texts = new PackagedFiles().texts("reviewer/", ".yaml");
    if (texts.size() != 1) {
      throw new IllegalStateException(
          "profiles/reviewer holds " + texts.size() + " files; one was expected");
    }
    return ReviewerTermsBook.read(vocabulary, texts.get(0));
  }
}
