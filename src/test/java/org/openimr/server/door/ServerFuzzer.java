package org.openimr.server.door;

import java.util.Locale;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.door.RawRequest.RawAnswer;

/**
 * What Jazzer calls with bytes that it thinks up, led by which code they reach: no request may be
 * answered with 500 or more. See {@code .ci/fuzz}.
 *
 * <p>The property {@code fuzz.kind} says which {@link FuzzedRequest} is made of the bytes.
 */
public final class ServerFuzzer {

  private static final FuzzedRequest KIND =
      FuzzedRequest.valueOf(System.getProperty("fuzz.kind", "json").toUpperCase(Locale.ROOT));

  private static RunningServer server;

  private ServerFuzzer() {}

  /** Starts a server in this process, so that the fuzzer sees what a request reaches. */
  public static void fuzzerInitialize() {
    server = RunningServer.on(Database.H2);
  }

  /** Sends one request. */
  public static void fuzzerTestOneInput(byte[] input) {
    RawAnswer answer = KIND.of(input).sendTo(server.port());
    if (answer.status() >= 500) {
      throw new AssertionError(answer + " to " + KIND.of(input).text());
    }
  }
}
