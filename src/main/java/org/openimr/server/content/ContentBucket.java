package org.openimr.server.content;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.settings.ObjectStoreSettings;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
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
    this.store = BucketClient.of(settings);
  }

  @Override
  public StoredContent put(InputStream content) throws IOException {
    try (ContentParts.Part part = parts.receive(content)) {
      StoredContent received = part.content();
      if (size(received.sha256()).orElse(-1) != received.bytes()) {
        BucketClient.put(store, bucket, key(received.sha256()), RequestBody.fromFile(part.file()));
      }
      return received;
    } catch (SdkException failed) {
      throw ContentFaults.unwritable(new StoreUnreachableException(failed));
    } catch (StoreUnreachableException failed) {
      throw ContentFaults.unwritable(failed);
    } catch (UncheckedIOException failed) {
      // what has arrived cannot be read here
      throw ContentFaults.unwritable(failed.getCause());
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

  @Override
  public void close() {
    store.close();
  }

  /** What is fetched; what is not read of it is not sent. */
  private static final class Fetched extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> object;
    private long left;
    private boolean ended;

    Fetched(ResponseInputStream<GetObjectResponse> object) {
      super(object);
      this.object = object;
      this.left = object.response().contentLength();
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
        left -= Math.max(0, count);
        if (count < 0 && left > 0) {
          throw new EOFException();
        }
        ended |= count < 0;
        return count;
      } catch (SdkException brokenOff) {
        throw new StoreUnreachableException(brokenOff);
      } catch (IOException brokenOff) {
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
