package org.openimr.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.door.RawRequest.RawAnswer;

/**
 * Whatever is sent, the server answers with less than 500 and tells nothing of itself.
 *
 * <p>A few hundred requests each time, always the same ones. {@code -Ddoor.requests=20000
 * -Ddoor.seed=7} sends others, as long as one likes; what they find is kept in {@code
 * src/test/resources/bad-input}.
 */
@OnEachDatabase
class SomeRequestsIT {

  private static final int REQUESTS = Integer.getInteger("door.requests", 400);
  private static final long SEED = Long.getLong("door.seed", 1);
  private static final int MILLISECONDS = 30_000;

  private final RunningServer server;

  SomeRequestsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void areAnsweredWithoutAFailure() {
    SomeRequests requests = new SomeRequests(SEED);
    List<String> wrong = new ArrayList<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      RawRequest request = requests.next();
      long begun = System.nanoTime();
      RawAnswer answer = request.sendTo(server.port());
      long taken = (System.nanoTime() - begun) / 1_000_000;
      statuses.merge(answer.status(), 1, Integer::sum);
      if (answer.status() >= 500 || taken > MILLISECONDS || tells(answer)) {
        wrong.add(taken + " ms: " + answer + " to " + request.text());
      }
    }
    System.out.println("Answers to " + REQUESTS + " requests of seed " + SEED + ": " + statuses);
    assertThat(wrong).isEmpty();
    // both kinds came about: else nothing was tried
    assertThat(statuses).containsKeys(200, 400, 404);
    assertThat(server.at("GET", "/health/ready").send().status()).isEqualTo(200);
  }

  private static boolean tells(RawAnswer answer) {
    return answer.status() >= 400
        && (answer.text().contains("HAPI-")
            || answer.text().contains("ca.uhn.")
            || answer.text().contains("Exception")
            || answer.text().contains("\tat "));
  }
}
