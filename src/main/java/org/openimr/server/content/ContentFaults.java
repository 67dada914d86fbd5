package org.openimr.server.content;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when a content cannot be stored or given back. */
final class ContentFaults {

  private static final Logger LOG = LoggerFactory.getLogger(ContentFaults.class);

  private ContentFaults() {}

  /** There is no space for it. */
  static BaseServerResponseException full() {
    LOG.error("A content was refused: the disk of openimr.content.directory is full");
    return Outcomes.refusal(
        507,
        IssueType.NOSTORE,
        "The server has no space for the content; nothing was stored.",
        null);
  }

  /** It could not be written. */
  static BaseServerResponseException unwritable(IOException failed) {
    String reason =
        failed instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(failed.getMessage());
    if (reason.contains("No space left") || reason.contains("quota")) {
      return full();
    }
    LOG.error("A content could not be written: {}", said(failed));
    return Outcomes.refusal(
        503,
        IssueType.NOSTORE,
        "The server cannot write contents at present; nothing was stored.",
        null);
  }

  // other messages may name what is nobody's business
  private static String said(IOException failed) {
    return failed instanceof StoreUnreachableException
        ? failed.getMessage()
        : failed.getClass().getSimpleName();
  }

  /** Where it is kept cannot be read at present. */
  static BaseServerResponseException unreadable(String about, IOException failed) {
    LOG.error("The content of {} cannot be read: {}", about, said(failed));
    return Outcomes.refusal(
        503, IssueType.TRANSIENT, "The content of " + about + " cannot be read at present.", null);
  }

  /** It is too large for the form in which it is asked for; another is named. */
  static BaseServerResponseException tooLarge(String form) {
    return Outcomes.refusal(
        406, IssueType.NOTSUPPORTED, "The content is too large for " + form + ".", "http.Accept");
  }

  /**
   * It is not where it was stored, or not what was stored.
   *
   * @param about the resource that holds it
   * @param altered whether it is there, but altered
   */
  static BaseServerResponseException lost(String about, boolean altered) {
    LOG.error("The content of {} is {}", about, altered ? "altered" : "missing");
    return Outcomes.refusal(
        503,
        IssueType.INCOMPLETE,
        "The content of "
            + about
            + (altered
                ? " is not the one that was stored; it is not given out."
                : " is not where it was stored.")
            + " The operator finds more about it with the command verify.",
        null);
  }
}
