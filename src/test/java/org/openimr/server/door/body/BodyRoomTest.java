package org.openimr.server.door.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyRoomTest {

  private static final long MB = 1L << 20;
  // (480 - 400) / 8 = 10 MB
  private static final long HEAP = 480 * MB;

  @Test
  void theHeapSaysHowMuchFits() {
    assertThat(new BodyRoom(HEAP, Duration.ZERO).most()).isEqualTo(10 * MB);
    assertThat(new BodyRoom(64 * MB, Duration.ZERO).most()).isEqualTo(MB);
  }

  @Test
  void aBodyThatFindsNoRoomIsToldWhenToComeAgain() {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMillis(1));
    BodyRoom.Place first = room.new Place();
    first.take(6 * MB);
    BodyRoom.Place second = room.new Place();
    assertThatThrownBy(() -> second.take(5 * MB))
        .isInstanceOfSatisfying(
            BaseServerResponseException.class,
            refusal -> {
              assertThat(refusal.getStatusCode()).isEqualTo(429);
              assertThat(refusal.getResponseHeaders()).containsKey("Retry-After");
            });
    second.close();
    BodyRoom.Place smaller = room.new Place();
    smaller.take(4 * MB);
    first.close();
    BodyRoom.Place third = room.new Place();
    third.take(6 * MB);
    assertThatThrownBy(() -> room.new Place().take(MB)).isNotNull();
  }

  @Test
  void aBodyWaitsUntilAnotherIsAnswered() throws Exception {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMinutes(1));
    BodyRoom.Place first = room.new Place();
    first.take(10 * MB);
    CountDownLatch asking = new CountDownLatch(1);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              asking.countDown();
              room.new Place().take(10 * MB);
            });
    asking.await();
    assertThat(second).isNotDone();
    first.close();
    second.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatABodyDoesNotNeedIsFreeAtOnce() {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMillis(1));
    BodyRoom.Place first = room.new Place();
    first.take(10 * MB);
    first.shrink(3 * MB);
    first.shrink(5 * MB);
    BodyRoom.Place second = room.new Place();
    second.take(7 * MB);
    assertThatThrownBy(() -> room.new Place().take(MB)).isNotNull();
    first.close();
    first.close();
    room.new Place().take(3 * MB);
    assertThatThrownBy(() -> room.new Place().take(MB)).isNotNull();
  }

  @Test
  void oneThatIsLargerThanAllRoomTakesAllOfIt() {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMillis(1));
    room.new Place().take(50 * MB);
    assertThatThrownBy(() -> room.new Place().take(MB)).isNotNull();
  }

  @Test
  void storedContentsFitByWhatTheyTakeInMemory() {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMillis(1));
    // (5 * 12 + 8 * 2) / 8 = 9.5 MB, (5 * 14 + 8 * 2) / 8 = 10.75 MB
    assertThat(room.holds(12 * MB, 2 * MB)).isTrue();
    assertThat(room.holds(14 * MB, 2 * MB)).isFalse();
  }

  @Test
  void whatARequestLoadsIsAddedToItsBodyAndWaitsForNothingOfItsOwn() {
    BodyRoom room = new BodyRoom(HEAP, Duration.ofMillis(1));
    BodyRoom.Place place = room.new Place();
    place.take(6 * MB);
    place.load(BodyRoom.SMALL, BodyRoom.SMALL);
    room.new Place().take(MB);
    place.load(MB, MB); // (5 + 8) / 8 = 1.6 MB
    assertThatThrownBy(() -> room.new Place().take(2 * MB)).isNotNull();
    BodyRoom alone = new BodyRoom(HEAP, Duration.ofMillis(1));
    BodyRoom.Place all = alone.new Place();
    all.take(9 * MB);
    all.load(20 * MB, 20 * MB);
    all.close();
    alone.new Place().take(10 * MB);
  }
}
