package org.openimr.server.scan;

/** Looks at nothing: no scanner is set. */
final class NoScanner implements ContentScanner {

  @Override
  public boolean on() {
    return false;
  }

  @Override
  public Scan begin() {
    return new Scan() {
      @Override
      public void pass(byte[] bytes, int offset, int length) {
        // nobody looks
      }

      @Override
      public void finish(String place) {
        // nobody has looked
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }
}
