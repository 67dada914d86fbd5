package org.openimr.server.security.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The body of an answer, up to a size; a larger one fails. */
final class LimitedAnswer implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private final int most;
  private int read;
  private Subscription subscription;

  LimitedAnswer(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    whole.onSubscribe(source);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    read += parts.stream().mapToInt(ByteBuffer::remaining).sum();
    if (read > most) {
      subscription.cancel();
      whole.onError(new IOException("too large"));
    } else {
      whole.onNext(parts);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }
}
