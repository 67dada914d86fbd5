package org.openimr.server.content;

import java.util.EnumMap;
import java.util.Map;
import org.openimr.server.settings.ObjectStoreSettings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tries what the server does with a bucket, with one small object that it deletes again. */
public final class BucketProbe {

  private static final String KEY = "doctor/probe";

  /** What is tried, in this order. */
  public enum Step {
    /** An object is put. */
    WRITE,
    /** It is got. */
    READ,
    /** Objects are listed: without it, what is missing is not told from what is refused. */
    LIST,
    /** It is deleted, as a sweep does. */
    DELETE
  }

  private BucketProbe() {}

  /**
   * Tries it.
   *
   * @return what went wrong: for each step a status, or that nothing answered; empty if nothing did
   */
  public static Map<Step, String> of(ObjectStoreSettings settings) {
    Map<Step, String> faults = new EnumMap<>(Step.class);
    String bucket = settings.bucket();
    try (S3Client store = BucketClient.of(settings)) {
      boolean written =
          tried(
              faults,
              Step.WRITE,
              () -> BucketClient.put(store, bucket, KEY, RequestBody.fromBytes(new byte[] {1})));
      if (written) {
        tried(
            faults,
            Step.READ,
            () -> store.getObjectAsBytes(request -> request.bucket(bucket).key(KEY)));
        tried(
            faults,
            Step.LIST,
            () -> store.listObjectsV2(request -> request.bucket(bucket).maxKeys(1)));
        tried(
            faults,
            Step.DELETE,
            () -> store.deleteObject(request -> request.bucket(bucket).key(KEY)));
      }
    } catch (SdkException | IllegalArgumentException unusable) {
      faults.put(Step.WRITE, "cannot be asked with these settings");
    }
    return faults;
  }

  private static boolean tried(Map<Step, String> faults, Step step, Runnable attempt) {
    try {
      attempt.run();
      return true;
    } catch (S3Exception refused) {
      faults.put(step, "is refused (" + refused.statusCode() + ")");
    } catch (SdkException unreachable) {
      faults.put(step, "is not answered");
    }
    return false;
  }
}
