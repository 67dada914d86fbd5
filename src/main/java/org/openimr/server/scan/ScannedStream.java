package org.openimr.server.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A content that is shown to a scanner while it is read; its end is not reached if it is infected.
 */
public final class ScannedStream extends FilterInputStream {

  private final ContentScanner.Scan scan;
  private boolean finished;

  /**
   * Makes it.
   *
   * @param content the content
   * @param scanner looks at it
   */
  public ScannedStream(InputStream content, ContentScanner scanner) {
    super(content);
    this.scan = scanner.begin();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      scan.pass(buffer, offset, count);
    } else if (count < 0 && !finished) {
      finished = true;
      scan.finish(null);
    }
    return count;
  }

  @Override
  public long skip(long bytes) {
    throw new UnsupportedOperationException("what is skipped would not be looked at");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    scan.close();
    super.close();
  }
}
