package org.openimr.server.scan;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when a content is not known to be clean. */
final class ScanFaults {

  private static final Logger LOG = LoggerFactory.getLogger(ScanFaults.class);
  private static final String AGAIN_AFTER = "30";

  private ScanFaults() {}

  /** It is infected. */
  static BaseServerResponseException infected(String by, String place) {
    String name = name(by);
    LOG.warn("A content was refused: the scanner found {}", name);
    return Outcomes.refusal(
        422,
        IssueType.SECURITY,
        "The virus scanner found " + name + " in the content; nothing was stored.",
        place);
  }

  // it comes from elsewhere
  private static String name(String by) {
    String name = by.replaceAll("[^A-Za-z0-9._/-]", "?");
    return name.substring(0, Math.min(name.length(), 100));
  }

  /** The scanner has not looked at all of it, by limits of its own. */
  static BaseServerResponseException notWhole(String limit, String place) {
    LOG.warn("A content was refused: the scanner says {}", name(limit));
    return Outcomes.refusal(
        413,
        IssueType.TOOLONG,
        "The content is larger, or more is packed in it, than the virus scanner looks at; nothing"
            + " was stored.",
        place);
  }

  /** The scanner takes none of its size. */
  static BaseServerResponseException tooLarge(String place) {
    LOG.warn("A content was refused: it is larger than StreamMaxLength of the scanner");
    return Outcomes.refusal(
        413,
        IssueType.TOOLONG,
        "The content is larger than the virus scanner looks at; nothing was stored.",
        place);
  }

  /** The scanner cannot be asked. */
  static BaseServerResponseException unreachable(IOException failed) {
    LOG.error("The scanner at openimr.scan.address: {}", failed.getClass().getSimpleName());
    return unscanned();
  }

  /** The scanner answers nothing that is understood. */
  static BaseServerResponseException unclear() {
    LOG.error("The scanner at openimr.scan.address does not say whether a content is clean");
    return unscanned();
  }

  private static BaseServerResponseException unscanned() {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            503,
            IssueType.TRANSIENT,
            "The content could not be scanned for viruses; nothing was stored. Send it again in "
                + AGAIN_AFTER
                + " s.",
            null);
    refusal.addResponseHeader("Retry-After", AGAIN_AFTER);
    return refusal;
  }
}
