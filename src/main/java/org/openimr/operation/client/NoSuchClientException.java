package org.openimr.operation.client;

/** No client is registered under the id that was asked for. */
public final class NoSuchClientException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NoSuchClientException() {
    super("There is no client with the id asked for.");
  }
}
