package org.openimr.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.door.RawRequest.RawAnswer;

/** What {@code .ci/fuzz} once thought up is never answered with a failure. */
@OnEachDatabase
class FuzzedRequestsIT {

  private final RunningServer server;

  FuzzedRequestsIT(Database database) {
    this.server = database.server();
  }

  @ParameterizedTest
  @EnumSource
  void areAnsweredWithoutAFailure(FuzzedRequest kind) {
    List<Path> kept = kept(kind);
    assertThat(kept).isNotEmpty();
    for (Path file : kept) {
      RawRequest request = kind.of(bytes(file));
      RawAnswer answer = request.sendTo(server.port());
      assertThat(answer.status()).as(file + request.text() + "\n" + answer).isLessThan(500);
      assertThat(answer.text()).doesNotContain("HAPI-", "ca.uhn.", "\tat ");
    }
  }

  private static List<Path> kept(FuzzedRequest kind) {
    Path folder = Path.of("src/test/resources/fuzz").resolve(kind.name().toLowerCase(Locale.ROOT));
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
