package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.RunningServer;
import org.openimr.server.ServerProcess;
import org.openimr.server.packet.OpenCases.Open;

/**
 * A server is killed after records arrived and before, or while, their packets are issued: after
 * the next start each record is brought once to everybody who gets it.
 */
class KilledPacketIT {

  private static final Random RANDOM = new Random(20_261_129);

  @TempDir private Path directory;

  @Test
  void whatArrivedBeforeTheEndIsBroughtOnceAfterTheNextStart() throws Exception {
    Open open;
    String late;
    try (ServerProcess server = start("--openimr.timers.every=1h")) {
      OpenCases cases = new OpenCases(server.client());
      open = cases.sent(cases.unseen(UUID.randomUUID().toString()));
      late = cases.attach(open, "Came just before the end.", null);
      server.kill();
    }
    try (RunningServer server = RunningServer.with(data())) {
      OpenCases cases = new OpenCases(server);
      assertThat(cases.packets(open)).hasSize(1);
      assertThat(cases.look()).isEqualTo(2);
      assertThat(cases.look()).isZero();
      for (String recipient : List.of("imro", "member")) {
        assertThat(brought(cases, open, recipient)).as(recipient).containsExactly(late);
      }
    }
  }

  @Test
  void whatArrivesWhilePacketsAreIssuedIsBroughtOnceAfterTheNextStart() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = "--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres");
      String user = "--openimr.database.user=postgres";
      Set<String> answered = ConcurrentHashMap.newKeySet();
      ConcurrentLinkedQueue<AssertionError> refused = new ConcurrentLinkedQueue<>();
      Open open;
      try (ServerProcess server = start("--openimr.timers.every=1s", url, user)) {
        OpenCases cases = new OpenCases(server.client());
        open = cases.sent(cases.unseen(UUID.randomUUID().toString()));
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          int sender = i;
          senders.add(new Thread(() -> send(cases, open, sender, answered, refused)));
        }
        senders.forEach(Thread::start);
        while (cases.packets(open).size() < 3) {
          Thread.sleep(50);
        }
        Thread.sleep(RANDOM.nextInt(2_000));
        server.kill();
        for (Thread each : senders) {
          each.join();
        }
      }
      assertThat(refused).isEmpty();
      try (RunningServer server = RunningServer.with(data(), url, user)) {
        LatePacketWork work = server.bean(LatePacketWork.class);
        work.look(Instant.now());
        // what the killed one had taken
        work.look(Instant.now().plusSeconds(180));
        OpenCases cases = new OpenCases(server);
        // the server looks by itself as it starts, and may be at it yet
        for (int i = 0; i < 60 && !brought(cases, open, "member").containsAll(answered); i++) {
          Thread.sleep(1_000);
          work.look(Instant.now().plusSeconds(180));
        }
        List<String> imro = brought(cases, open, "imro");
        assertThat(imro).doesNotHaveDuplicates().containsAll(answered);
        // the last of each sender may have arrived without being answered
        assertThat(imro.size()).isBetween(answered.size(), answered.size() + 2);
        assertThat(brought(cases, open, "member")).containsExactlyInAnyOrderElementsOf(imro);
      }
    }
  }

  private ServerProcess start(String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(data());
    return new ServerProcess(directory, "1g", all.toArray(String[]::new));
  }

  private String data() {
    return "--openimr.data.directory=" + directory.resolve("data");
  }

  private static void send(
      OpenCases cases,
      Open open,
      int sender,
      Set<String> answered,
      ConcurrentLinkedQueue<AssertionError> refused) {
    try {
      for (int i = 0; ; i++) {
        answered.add(cases.attach(open, "Finding " + sender + " " + i, null));
      }
    } catch (UncheckedIOException killed) {
      // as expected
    } catch (AssertionError e) {
      refused.add(e);
    }
  }

  /** The hashes of all that was brought later, those brought twice twice. */
  private static List<String> brought(OpenCases cases, Open open, String recipient) {
    List<String> brought = new ArrayList<>();
    for (String number : cases.packets(open)) {
      if (number.contains("-" + recipient + "-") && !number.endsWith("-imro-1")) {
        brought.addAll(PacketRecords.of(cases.packets(open, number)).hashes());
      }
    }
    return brought;
  }
}
