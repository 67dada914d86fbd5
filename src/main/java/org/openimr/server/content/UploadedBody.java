package org.openimr.server.content;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.UnreadRest;

/** A content while it arrives; it ends in an error as soon as it is too large or too slow. */
final class UploadedBody extends InputStream {

  private static final long DISCARDED = 64L << 20;

  private final InputStream content;
  private final InputStream sent;
  private final long announced;
  private final UploadLimits limits;
  private final long end;
  private long size;

  /**
   * Makes it.
   *
   * @param content the content
   * @param sent its bytes as they come in, which are compressed where the content is not
   * @param announced how many come in; negative if that is not known
   */
  UploadedBody(InputStream content, InputStream sent, long announced, UploadLimits limits) {
    this.content = content;
    this.sent = sent;
    this.announced = announced;
    this.limits = limits;
    this.end = System.nanoTime() + limits.time().toNanos();
  }

  /** Refuses what is known to be too large. */
  void checkAnnounced() throws IOException {
    if (announced > limits.largest()) {
      throw tooLarge();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = content.read(buffer, offset, length);
    } catch (IOException failed) {
      if (failed.getCause() instanceof TimeoutException) {
        throw stalled();
      }
      throw failed;
    }
    if (System.nanoTime() - end > 0) {
      throw tooSlow();
    }
    size += Math.max(0, count);
    if (size > limits.largest()) {
      throw tooLarge();
    }
    return count;
  }

  private BaseServerResponseException tooLarge() throws IOException {
    UnreadRest.discard(sent, DISCARDED);
    return Outcomes.refusal(
        413,
        IssueType.TOOLONG,
        "The content is larger than " + limits.largest() + " bytes, the most this server accepts.",
        null);
  }

  private static BaseServerResponseException stalled() {
    return Outcomes.refusal(
        408,
        IssueType.TIMEOUT,
        "The content stopped arriving, and the server waited no longer; nothing was stored.",
        null);
  }

  private BaseServerResponseException tooSlow() {
    return Outcomes.refusal(
        408,
        IssueType.TIMEOUT,
        "The content did not arrive within "
            + limits.time().toSeconds()
            + " s, the longest time for one.",
        null);
  }
}
