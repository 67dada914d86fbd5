package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.openimr.server.settings.ObjectStoreSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Speaks to a store of objects as all of them understand, and waits for none without end. */
final class BucketClient {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  // bytes in a second; what is written is not timed by the socket
  private static final long SLOWEST = 256L << 10;
  private static final int PIECE = 1 << 16;

  private BucketClient() {}

  /** Speaks to the store that settings name. */
  static S3Client of(ObjectStoreSettings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(
                limits ->
                    limits.apiCallAttemptTimeout(SILENCE).apiCallTimeout(SILENCE.multipliedBy(2)))
            .region(Region.of(settings.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
            // stores other than Amazon's know none of its newer trailers
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(settings.pathStyle())
                    .chunkedEncodingEnabled(false)
                    .build());
    if (!settings.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    return builder.build();
  }

  /**
   * Puts an object as a whole, or not at all. Its hash is the one that every store compares, and
   * that one with object lock asks for; the newer ones some refuse.
   *
   * @param body its bytes, which can be read more than once
   * @throws software.amazon.awssdk.core.exception.SdkException if it was not taken
   */
  static void put(S3Client store, String bucket, String key, RequestBody body) {
    long bytes = body.optionalContentLength().orElseThrow();
    Duration longest = SILENCE.plusSeconds(bytes / SLOWEST);
    store.putObject(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .contentLength(bytes)
                .contentType("application/octet-stream")
                .contentMD5(md5(body))
                .overrideConfiguration(
                    limits ->
                        limits
                            .apiCallAttemptTimeout(longest)
                            .apiCallTimeout(longest.plus(SILENCE))),
        body);
  }

  private static String md5(RequestBody body) {
    try (InputStream in = body.contentStreamProvider().newStream()) {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        md5.update(piece, 0, count);
      }
      return Base64.getEncoder().encodeToString(md5.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
