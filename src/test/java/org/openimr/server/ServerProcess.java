package org.openimr.server;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server with a virtual machine and a heap of its own. */
public final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final String base;

  /**
   * Starts it and waits until it is ready.
   *
   * @param directory where it runs and keeps its data
   * @param heap how much heap it has, as {@code 512m}
   * @param settings its settings, beside a free port
   */
  public ServerProcess(Path directory, String heap, String... settings) throws Exception {
    log = directory.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=240m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openimr.server.ImrServer",
                "--server.port=0"));
    command.addAll(List.of(settings));
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // a test that ends early leaves none behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    base = ready();
  }

  private String ready() throws Exception {
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      for (String line : Files.readAllLines(log)) {
        if (line.contains("OpenIMR is ready at ")) {
          return line.replaceFirst(".*ready at (http[^,]*),.*", "$1");
        }
      }
      Thread.sleep(500);
    }
    process.destroy();
    throw new IllegalStateException(Files.readString(log));
  }

  /** The address of its FHIR interface. */
  public String base() {
    return base;
  }

  /** Speaks to it as to a server within. */
  public RunningServer client() {
    return RunningServer.at(URI.create(base).getPort());
  }

  /** Ends it at once, as the system does with one that takes too much memory. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it has said so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** The most memory that it had at once, as the system says; empty if it does not. */
  public String peak() throws IOException {
    Path status = new File("/proc/" + process.pid() + "/status").toPath();
    List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
    return lines.stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
