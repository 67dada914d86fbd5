package org.openimr.server.scan;

/** Looks whether contents are infected, while they pass. */
public interface ContentScanner {

  /** Whether it looks at all. */
  boolean on();

  /**
   * Begins to look at a content.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if it cannot be
   *     asked
   */
  Scan begin();

  /** One content that is looked at. Closed without being finished, it was not looked at. */
  interface Scan extends AutoCloseable {

    /** Shows it a piece. */
    void pass(byte[] bytes, int offset, int length);

    /**
     * Says that all has passed.
     *
     * @param place where the content stands in what was sent, as FHIRPath; null if it was sent by
     *     itself
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 422 if it is
     *     infected, 413 if it is too large to be looked at, 503 if that could not be done
     */
    void finish(String place);

    @Override
    void close();
  }

  /** None. */
  static ContentScanner none() {
    return new NoScanner();
  }
}
