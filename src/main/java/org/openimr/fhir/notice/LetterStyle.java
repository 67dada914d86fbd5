package org.openimr.fhir.notice;

/** How letters look: one style for page and paper, in ordinary or large print. */
final class LetterStyle {

  /**
   * Large print is type of at least 18 points.
   *
   * @see <a href="https://www.aph.org/resources/large-print-guidelines/">American Printing House,
   *     large print guidelines</a>
   */
  private static final String LARGE = "18pt";

  private static final String STANDARD = "12pt";

  private LetterStyle() {}

  static String of(boolean large) {
    return "@page { size: letter; margin: 1in; @bottom-center { content: counter(page) ' / '"
        + " counter(pages); font-family: 'Liberation Sans'; font-size: 9pt; } }\n"
        + "body { font-family: 'Liberation Sans', Arial, Helvetica, sans-serif; font-weight: normal;"
        + " font-size: "
        + (large ? LARGE : STANDARD)
        + "; line-height: 1.4; color: #000000; background: #ffffff; }\n"
        + "main { max-width: 40em; margin: 0 auto; }\n"
        + "h1 { font-size: 1.4em; font-weight: normal; line-height: 1.2; margin: 1em 0 0.6em 0; }\n"
        + "h2 { font-size: 1.15em; font-weight: normal; margin: 1.2em 0 0.3em 0;"
        + " border-bottom: 1px solid #000000; page-break-after: avoid; }\n"
        + "p { margin: 0 0 0.7em 0; orphans: 2; widows: 2; }\n"
        + "ul, ol { margin: 0 0 0.7em 0; padding-left: 1.4em; }\n"
        + "li { margin: 0 0 0.3em 0; }\n";
  }
}
