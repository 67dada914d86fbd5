package org.openimr.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.LatePacketWork;
import org.openimr.server.settings.Settings;

/** One shift of the client in the examples, and the plan that it works with. */
final class ClientShift {

  private static final Path CLIENT = Path.of("examples/imro-client");

  private final RunningServer server;
  private final String base;

  ClientShift(RunningServer server, String base) {
    this.server = server;
    this.base = base;
  }

  /**
   * What the client says.
   *
   * @param megabytes how large a content is that is left out; 0 if none is
   * @param more arguments of the shift
   */
  String said(String megabytes, String... more) throws Exception {
    assumeTrue(node(), "node of version 18 or newer is not installed: the client is not run");
    Path data = server.bean(Settings.class).data().directory();
    Path log = Files.createTempFile("imro-client", ".log");
    try {
      run(log, "plan.mjs", base, "open", megabytes).waitFor(60, TimeUnit.SECONDS);
      String id = Files.readString(log).strip();
      assertThat(id).matches("[0-9a-f-]{36}");
      Process plan = run(Files.createTempFile("plan", ".log"), "plan.mjs", base, "answer", id);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "shift.mjs",
                  base,
                  "demo-imro-clerk",
                  data.resolve("demo-keys/es384.json").toString(),
                  data.resolve("signature/development.pem").toString(),
                  "demo-imro",
                  id));
      arguments.addAll(List.of(more));
      Process shift = run(log, arguments.toArray(String[]::new));
      Instant end = Instant.now().plus(Duration.ofMinutes(3));
      while (shift.isAlive() && Instant.now().isBefore(end)) {
        // what the timers of this server would do every ten seconds
        server.bean(LatePacketWork.class).look(Instant.now());
        shift.waitFor(500, TimeUnit.MILLISECONDS);
      }
      shift.destroy();
      plan.destroy();
      return Files.readString(log);
    } finally {
      Files.delete(log);
    }
  }

  /** How many resources the client finds by a search, on all its pages. */
  int found(String token, String search) throws Exception {
    assumeTrue(node(), "node of version 18 or newer is not installed: the client is not run");
    String script =
        "import { Server } from '%s';\nconst server = new Server('%s', '%s');\n"
            + "console.log((await server.search('%s')).length);\n";
    Path asked = Files.createTempFile("imro-client", ".mjs");
    Path log = Files.createTempFile("imro-client", ".log");
    try {
      Files.writeString(
          asked, script.formatted(CLIENT.resolve("imro.mjs").toUri(), base, token, search));
      run(log, asked.toString()).waitFor(60, TimeUnit.SECONDS);
      String said = Files.readString(log).strip();
      assertThat(said).matches("\\d+");
      return Integer.parseInt(said);
    } finally {
      Files.delete(asked);
      Files.delete(log);
    }
  }

  private static boolean node() throws InterruptedException {
    try {
      Process asked = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return asked.waitFor() == 0
          && Integer.parseInt(said.strip().replaceAll("^v(\\d+).*$", "$1")) >= 18;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static Process run(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    command.set(1, CLIENT.resolve(command.get(1)).toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
