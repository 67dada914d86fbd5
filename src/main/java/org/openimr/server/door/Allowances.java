package org.openimr.server.door;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.settings.RequestRate;

/**
 * How many requests each of several senders still may send.
 *
 * <p>What is not used is kept for the time of the rate, so that a sender may come in bursts.
 */
final class Allowances {

  private static final int MOST_SENDERS = 100_000;

  private final Optional<RequestRate> rate;
  private final Cache<String, Bucket> buckets;

  Allowances(Optional<RequestRate> rate) {
    this.rate = rate;
    Duration kept = rate.map(RequestRate::per).orElse(Duration.ofSeconds(1)).multipliedBy(2);
    this.buckets = Caffeine.newBuilder().maximumSize(MOST_SENDERS).expireAfterAccess(kept).build();
  }

  /**
   * Counts a request.
   *
   * @throws BaseServerResponseException with 429 and the seconds to wait if there were too many
   */
  void count(String sender) {
    if (rate.isEmpty()) {
      return;
    }
    ConsumptionProbe probe =
        buckets.get(sender, key -> full(rate.get())).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      throw tooMany(wait.toSeconds() + 1);
    }
  }

  private static Bucket full(RequestRate rate) {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(rate.requests())
                .refillGreedy(rate.requests(), rate.per())
                .build())
        .build();
  }

  private static BaseServerResponseException tooMany(long seconds) {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            429,
            IssueType.THROTTLED,
            "There were too many requests; the next one is answered in " + seconds + " s.",
            null);
    refusal.addResponseHeader("Retry-After", Long.toString(seconds));
    return refusal;
  }
}
