package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;
import org.springframework.jdbc.core.JdbcTemplate;

/** Contents that nothing refers to go, and none that somebody stores at the same time. */
@OnEachDatabase
class ContentSweepIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final Duration GRACE = Duration.ofDays(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random = new Random();
  private final RunningServer server;
  private final ContentStore store;
  private final ContentArrivals arrivals;

  ContentSweepIT(Database database) {
    this.server = database.server();
    this.store = server.bean(ContentStore.class);
    this.arrivals = server.bean(ContentArrivals.class);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void onlyWhatNothingRefersToGoes() throws Exception {
    final byte[] used = content();
    final String id = RunningServer.created(server.upload(PLAN, "application/pdf", used));
    StoredContent kept = age(store.put(new ByteArrayInputStream(used)));
    final StoredContent young = store.put(new ByteArrayInputStream(content()));
    StoredContent idle = age(store.put(new ByteArrayInputStream(content())));
    StoredContent held = age(store.put(new ByteArrayInputStream(content())));
    hold(held);
    Path part = server.bean(ContentFolder.class).path().resolve("part/of-a-killed-process");
    Files.write(part, new byte[10]);
    Files.setLastModifiedTime(part, FileTime.from(old()));

    ContentSweep.Report seen = sweep(false);
    assertThat(seen.deleted()).isZero();
    assertThat(seen.idle()).extracting(ContentSweep.Idle::content).contains(idle);
    assertThat(seen.idle())
        .extracting(ContentSweep.Idle::content)
        .doesNotContain(kept, young, held);
    assertThat(seen.parts()).isEqualTo(1);
    assertThat(file(idle)).exists();

    assertThat(sweep(true).deleted()).isEqualTo(seen.idle().size() + 1L);
    assertThat(file(idle)).doesNotExist();
    assertThat(part).doesNotExist();
    for (StoredContent each : new StoredContent[] {kept, young, held}) {
      assertThat(file(each)).exists();
    }
    assertThat(get(id)).isEqualTo(used);
    // an old version of a resource refers to its content as the newest one does
    server.fhir("DELETE", "Binary/" + id).as(PLAN).send();
    sweep(true);
    assertThat(file(kept)).exists();
    jdbc().update("delete from imr_held_attachment where id = 'sweep'");
  }

  @Test
  void whoStoresWhileItIsDeletedWaitsAndStoresItAnew() throws Exception {
    byte[] content = content();
    StoredContent idle = age(store.put(new ByteArrayInputStream(content)));
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Boolean> swept =
        threads.submit(
            () ->
                arrivals.sweep(
                    idle.sha256(),
                    Instant.now().minus(GRACE),
                    () -> {
                      within.countDown();
                      await(goOn);
                      store.delete(idle.sha256());
                    }));
    assertThat(within.await(10, TimeUnit.SECONDS)).isTrue();
    Future<HttpResponse<String>> sent =
        threads.submit(() -> server.upload(PLAN, "application/pdf", content));
    Thread.sleep(500);
    assertThat(sent.isDone()).isFalse();
    goOn.countDown();

    assertThat(swept.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(get(RunningServer.created(sent.get(20, TimeUnit.SECONDS)))).isEqualTo(content);
  }

  @Test
  void whatIsStoredAndNotYetReferredToStays() throws Exception {
    byte[] content = content();
    StoredContent idle = age(store.put(new ByteArrayInputStream(content)));
    // once more, of a write that has not come to its end: the file stays as old as it was
    store.put(new ByteArrayInputStream(content));
    assertThat(Files.getLastModifiedTime(file(idle)).toInstant())
        .isBefore(Instant.now().minus(GRACE));

    assertThat(sweep(true).idle()).extracting(ContentSweep.Idle::content).doesNotContain(idle);
    assertThat(
            arrivals.sweep(
                idle.sha256(), Instant.now().minus(GRACE), () -> store.delete(idle.sha256())))
        .isFalse();
    assertThat(file(idle)).exists();
  }

  @Test
  void nobodyLosesAContentToASweepHoweverTheyMeet() throws Exception {
    for (int i = 0; i < 40; i++) {
      byte[] content = content();
      age(store.put(new ByteArrayInputStream(content)));
      CyclicBarrier start = new CyclicBarrier(2);
      int lead = random.nextInt(30);
      Future<ContentSweep.Report> swept =
          threads.submit(
              () -> {
                start.await();
                Thread.sleep(lead);
                return sweep(true);
              });
      Future<HttpResponse<String>> sent =
          threads.submit(
              () -> {
                start.await();
                return server.upload(PLAN, "application/pdf", content);
              });
      String id = RunningServer.created(sent.get(30, TimeUnit.SECONDS));
      swept.get(30, TimeUnit.SECONDS);
      assertThat(get(id)).as("round %d", i).isEqualTo(content);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private ContentSweep.Report sweep(boolean delete) throws IOException {
    return server.bean(ContentSweep.class).sweep(Instant.now().minus(GRACE), delete, true);
  }

  /** As if it had been stored long ago. */
  private StoredContent age(StoredContent content) throws IOException {
    Files.setLastModifiedTime(file(content), FileTime.from(old()));
    jdbc()
        .update(
            "update imr_content_arrival set arrived_at = ? where sha256 = ?",
            Timestamp.from(old()),
            content.sha256());
    return content;
  }

  private void hold(StoredContent content) {
    jdbc()
        .update(
            "insert into imr_held_attachment (id, organization, client, role, content_sha256,"
                + " received_at, tried_at, content) values ('sweep', 'o', 'c', 'plan', 'x', ?, ?,"
                + " ?)",
            Timestamp.from(old()),
            Timestamp.from(old()),
            "{\"valueString\":\"" + content + "\"}");
  }

  private static Instant old() {
    return Instant.now().minus(Duration.ofDays(3));
  }

  private JdbcTemplate jdbc() {
    return server.bean(JdbcTemplate.class);
  }

  private Path file(StoredContent content) {
    return server
        .bean(ContentFolder.class)
        .path()
        .resolve(content.sha256().substring(0, 2))
        .resolve(content.sha256());
  }

  private byte[] content() {
    byte[] content = new byte[200_000];
    random.nextBytes(content);
    return content;
  }

  private byte[] get(String id) throws Exception {
    HttpResponse<byte[]> got =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/fhir/Binary/" + id))
                .header("Authorization", "Bearer " + PLAN)
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(got.statusCode()).isEqualTo(200);
    return got.body();
  }
}
