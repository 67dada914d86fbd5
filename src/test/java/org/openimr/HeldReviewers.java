package org.openimr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openimr.core.reviewer.AssignmentTerms;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;

/** Who may review, read from {@code profiles/} as the server reads it. */
public final class HeldReviewers {

  /** The file. */
  public static final Path FILE = Path.of("profiles/reviewer/us-ca.yaml");

  /** What it says, with the code systems. */
  public static final ReviewerTermsBook BOOK =
      ReviewerTermsBook.read(HeldPolicies.VOCABULARY, text());

  /** What it says. */
  public static final AssignmentTerms TERMS = BOOK.terms();

  private HeldReviewers() {}

  /** The text of the file. */
  public static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
