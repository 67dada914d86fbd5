package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.settings.LimitSettings;

/** A request body that ends in an error as soon as it is too large or too deeply nested. */
final class LimitedBody extends ServletInputStream {

  private final InputStream body;
  private final LimitSettings limits;
  private final NestingDepth nesting = new NestingDepth();
  private long size;
  private boolean finished;

  LimitedBody(InputStream body, LimitSettings limits) {
    this.body = body;
    this.limits = limits;
  }

  static BaseServerResponseException tooLarge(LimitSettings limits) {
    String sentence =
        "The body is larger than "
            + limits.bodySize().toBytes()
            + " bytes, the most this server accepts.";
    return Outcomes.carriedBy(new PayloadTooLargeException(sentence), IssueType.TOOLONG, sentence);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = body.read(buffer, offset, length);
    if (count < 0) {
      finished = true;
      return count;
    }
    size += count;
    if (size > limits.bodySize().toBytes()) {
      throw tooLarge(limits);
    }
    if (nesting.after(buffer, offset, count) > limits.nestingDepth()) {
      throw Outcomes.malformed(
          "The body is nested deeper than "
              + limits.nestingDepth()
              + " levels, the most this server accepts.");
    }
    return count;
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
