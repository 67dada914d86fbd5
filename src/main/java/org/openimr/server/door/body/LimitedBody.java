package org.openimr.server.door.body;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.UnreadRest;

/** A request body that ends in an error as soon as it is too large or too deeply nested. */
final class LimitedBody extends ServletInputStream {

  private static final int DISCARDED_AT_MOST = 8;

  private final InputStream body;
  private final InputStream sent;
  private final BodyLimits limits;
  private final long announced;
  private final BodyRoom.Place place;
  private final NestingDepth nesting = new NestingDepth();
  private final long end;
  private long size;
  private boolean finished;

  /**
   * Makes it.
   *
   * @param body the body
   * @param sent its bytes as they come in, which are compressed where the body is not
   * @param announced its size, in bytes; negative if that is not known before
   * @param limits what it may cost
   * @param place its place in memory
   */
  LimitedBody(
      InputStream body, InputStream sent, long announced, BodyLimits limits, BodyRoom.Place place) {
    this.body = body;
    this.sent = sent;
    this.announced = announced;
    this.limits = limits;
    this.place = place;
    this.end = System.nanoTime() + limits.time().toNanos();
  }

  /** What answers a body that is too large, once the client has sent the rest of it. */
  static BaseServerResponseException tooLarge(BodyLimits limits, InputStream sent)
      throws IOException {
    discard(limits, sent);
    String sentence =
        "The body is larger than " + limits.size() + " bytes, the most this server accepts.";
    return Outcomes.carriedBy(new PayloadTooLargeException(sentence), IssueType.TOOLONG, sentence);
  }

  private static void discard(BodyLimits limits, InputStream sent) throws IOException {
    UnreadRest.discard(sent, limits.size() * DISCARDED_AT_MOST);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = arriving(buffer, offset, length);
    if (count < 0) {
      finished = true;
      place.shrink(size);
      return count;
    }
    size += count;
    if (size > limits.size()) {
      throw tooLarge(limits, sent);
    }
    if (size > BodyRoom.SMALL) {
      findRoom();
    }
    if (nesting.after(buffer, offset, count) > limits.depth()) {
      throw Outcomes.malformed(
          "The body is nested deeper than "
              + limits.depth()
              + " levels, the most this server accepts.");
    }
    if (nesting.endlessNumber()) {
      throw Outcomes.malformed(
          "The body holds a number of more than 100 digits, or with an exponent of more than 3.");
    }
    return count;
  }

  /** Waits for it while little of the body is in memory. */
  private void findRoom() throws IOException {
    try {
      place.take(announced < 0 ? limits.size() : announced);
    } catch (BaseServerResponseException full) {
      discard(limits, sent);
      throw full;
    }
  }

  private int arriving(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = body.read(buffer, offset, length);
      if (System.nanoTime() - end > 0) {
        throw tooSlow();
      }
      return count;
    } catch (IOException failed) {
      if (failed.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      throw failed;
    }
  }

  private BaseServerResponseException tooSlow() {
    return Outcomes.refusal(
        408,
        IssueType.TIMEOUT,
        "The body did not arrive within "
            + limits.time().toSeconds()
            + " s, the longest time for a request.",
        null);
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new IllegalStateException("the body is read while the request waits");
  }
}
