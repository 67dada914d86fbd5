package org.openimr.server.content;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The store of objects does not answer, or refuses; its message says so without any detail. */
final class StoreUnreachableException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreUnreachableException(SdkException cause) {
    super(said(cause), cause);
  }

  /** It broke off. */
  StoreUnreachableException(IOException cause) {
    super("the store of objects breaks off", cause);
  }

  private static String said(SdkException cause) {
    if (cause instanceof S3Exception refused && refused.statusCode() > 0) {
      String code =
          refused.awsErrorDetails() == null ? null : refused.awsErrorDetails().errorCode();
      // it comes from elsewhere
      String named = code == null ? "" : " " + code.replaceAll("[^A-Za-z0-9]", "");
      return "the store of objects refuses (" + refused.statusCode() + named + ")";
    }
    return "the store of objects does not answer";
  }
}
