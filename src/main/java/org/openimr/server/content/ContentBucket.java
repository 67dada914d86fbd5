package org.openimr.server.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.settings.ObjectStoreSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Contents as objects of a bucket, each under its SHA-256, in any store that speaks as Amazon's S3
 * does. A content arrives in a file of this machine first: the store wants to know size and hash
 * before, and takes it as a whole or not at all.
 */
final class ContentBucket implements ContentStore, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final String PREFIX = "content/";
  private static final int NOT_FOUND = 404;

  private final S3Client store;
  private final String bucket;
  private final ContentParts parts;

  /**
   * Makes it.
   *
   * @param parts where contents arrive
   */
  ContentBucket(ObjectStoreSettings settings, ContentParts parts) {
    this.bucket = settings.bucket();
    this.parts = parts;
    this.store = client(settings);
  }

  /** Speaks to the store that settings name. */
  static S3Client client(ObjectStoreSettings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
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

  @Override
  public StoredContent put(InputStream content) throws IOException {
    try (ContentParts.Part part = parts.receive(content)) {
      StoredContent received = part.content();
      if (size(received.sha256()).orElse(-1) != received.bytes()) {
        store.putObject(
            request ->
                request
                    .bucket(bucket)
                    .key(key(received.sha256()))
                    .contentLength(received.bytes())
                    .contentType("application/octet-stream")
                    .checksumSHA256(base64(received.sha256())),
            RequestBody.fromFile(part.file()));
      }
      return received;
    } catch (SdkException | StoreUnreachableException failed) {
      throw ContentFaults.unwritable(new IOException(failed.getClass().getSimpleName()));
    }
  }

  @Override
  public OptionalLong size(String sha256) throws IOException {
    try {
      return OptionalLong.of(
          store.headObject(request -> request.bucket(bucket).key(key(sha256))).contentLength());
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw new StoreUnreachableException(refused);
    } catch (SdkException unreachable) {
      throw new StoreUnreachableException(unreachable);
    }
  }

  @Override
  public InputStream read(StoredContent content, long from) throws IOException {
    try {
      return new Fetched(
          store.getObject(
              request ->
                  request
                      .bucket(bucket)
                      .key(key(content.sha256()))
                      .range(from == 0 ? null : "bytes=" + from + "-")));
    } catch (NoSuchKeyException missing) {
      throw new NoSuchFileException(content.sha256());
    } catch (SdkException unreachable) {
      throw new StoreUnreachableException(unreachable);
    }
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    try {
      for (S3Object object :
          store
              .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(PREFIX))
              .contents()) {
        String sha256 = object.key().substring(object.key().lastIndexOf('/') + 1);
        if (sha256.matches("[0-9a-f]{64}") && object.key().equals(key(sha256))) {
          visitor.visit(new StoredContent(sha256, object.size()), object.lastModified());
        }
      }
    } catch (SdkException unreachable) {
      throw new StoreUnreachableException(unreachable);
    }
  }

  @Override
  public void delete(String sha256) throws IOException {
    try {
      store.deleteObject(request -> request.bucket(bucket).key(key(sha256)));
    } catch (SdkException unreachable) {
      throw new StoreUnreachableException(unreachable);
    }
  }

  private static String key(String sha256) {
    return PREFIX + sha256.substring(0, 2) + "/" + sha256;
  }

  private static String base64(String sha256) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
  }

  @Override
  public void close() {
    store.close();
  }

  /** The store cannot be asked, or refuses to answer. */
  private static final class StoreUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    StoreUnreachableException(SdkException cause) {
      super("the store of contents cannot be asked", cause);
    }
  }

  /** What is fetched; what is not read of it is not sent. */
  private static final class Fetched extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> object;
    private boolean ended;

    Fetched(ResponseInputStream<GetObjectResponse> object) {
      super(object);
      this.object = object;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = super.read(buffer, offset, length);
        ended |= count < 0;
        return count;
      } catch (SdkException brokenOff) {
        throw new StoreUnreachableException(brokenOff);
      }
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        super.close();
      } else {
        object.abort();
      }
    }
  }
}
