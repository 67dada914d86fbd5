package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases.Open;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Several nodes look for what came late while it comes, and cases are held by others. */
@OnEachDatabase
class LatePacketsAtOnceIT {

  private final RunningServer server;
  private final OpenCases cases;
  private final ExecutorService many = Executors.newFixedThreadPool(10);

  LatePacketsAtOnceIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  @AfterEach
  void end() throws InterruptedException {
    many.shutdownNow();
    assertThat(many.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void whatArrivesAllAtOnceIsBroughtOnceAndNothingIsLost() throws Exception {
    Open open = cases.sent(cases.submitted());
    Set<String> sent = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int sender = i;
      senders.add(
          many.submit(
              () -> {
                for (int j = 0; j < 3; j++) {
                  sent.add(cases.attach(open, "Finding " + sender + " " + j, null));
                }
              }));
    }
    List<Future<?>> nodes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      nodes.add(
          many.submit(
              () -> {
                while (!over.get()) {
                  server.bean(LatePacketWork.class).look(Instant.now());
                  Thread.sleep(50);
                }
                return null;
              }));
    }
    try {
      for (Future<?> each : senders) {
        each.get();
      }
    } finally {
      over.set(true);
    }
    for (Future<?> each : nodes) {
      each.get();
    }
    // those that lost are tried a little later
    server.bean(LatePacketWork.class).look(Instant.now().plusSeconds(60));
    server.bean(LatePacketWork.class).look(Instant.now().plusSeconds(240));

    assertThat(sent).hasSize(24);
    for (String recipient : List.of("imro", "member")) {
      List<String> brought = new ArrayList<>();
      for (String number : cases.packets(open)) {
        if (number.contains("-" + recipient + "-") && !number.endsWith("-imro-1")) {
          brought.addAll(PacketRecords.of(cases.packets(open, number)).hashes());
        }
      }
      assertThat(brought).as(recipient).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void aCaseThatIsHeldKeepsNoOtherFromItsPacket() throws Exception {
    Open held = cases.sent(cases.submitted());
    Open free = cases.sent(cases.submitted());
    cases.attach(held, "A finding of the one.", null);
    cases.attach(free, "A finding of the other.", null);
    LatePacketWork work = server.bean(LatePacketWork.class);
    Integer issued =
        server
            .bean(TransactionTemplate.class)
            .execute(
                status -> {
                  server
                      .bean(JdbcTemplate.class)
                      .queryForList(
                          "select case_id from imr_case where case_id = ? for update", held.id());
                  try {
                    return many.submit(() -> work.look(Instant.now())).get(30, TimeUnit.SECONDS);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    assertThat(issued).isEqualTo(2);
    assertThat(cases.packets(free)).hasSize(3);
    assertThat(cases.packets(held)).hasSize(1);

    assertThat(work.look(Instant.now())).isEqualTo(2);
    assertThat(cases.packets(held)).hasSize(3);
  }
}
