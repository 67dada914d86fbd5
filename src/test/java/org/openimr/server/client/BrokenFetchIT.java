package org.openimr.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openimr.server.RunningServer;

/** The client in the examples fetches what a packet leaves out, though the connection breaks. */
class BrokenFetchIT {

  @Test
  void goesOnWhereTheConnectionBroke() throws Exception {
    Path folder = RunningServer.temporaryDirectory();
    try (BreakingProxy proxy = new BreakingProxy(2_000_000)) {
      String base = "http://127.0.0.1:" + proxy.port() + "/fhir";
      try (RunningServer server =
          RunningServer.with(
              "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
              "--openimr.fhir.base-url=" + base)) {
        proxy.to(server.port());
        // of 5 MB two parts break off, and the rest comes whole
        assertThat(new ClientShift(server, base).said("5", folder.toString()))
            .containsSubsequence(
                "10 documents, verified",
                "3 contents fetched and verified, the connection broke ",
                "-imro-1 acknowledged",
                "11 documents reviewed",
                "the case is determined");
        assertThat(proxy.broken()).isGreaterThanOrEqualTo(2);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.toFile().length())).contains(5_000_000L);
    }
  }
}
