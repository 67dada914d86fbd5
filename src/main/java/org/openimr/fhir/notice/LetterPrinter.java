package org.openimr.fhir.notice;

import java.time.Instant;

/** Prints the page of a letter as a PDF that can be read aloud. */
@FunctionalInterface
public interface LetterPrinter {

  /**
   * Prints a page.
   *
   * @param xhtml the page
   * @param written when the letter was written; stands in the document
   * @return a tagged PDF; the same bytes for the same page and time
   */
  byte[] print(String xhtml, Instant written);
}
