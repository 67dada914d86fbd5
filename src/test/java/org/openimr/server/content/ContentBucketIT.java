package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.RunningServer;
import org.openimr.server.doctor.StoreCheck;
import org.springframework.jdbc.core.JdbcTemplate;

/** Contents in a store of objects are as those in files. */
class ContentBucketIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectStore store = new ObjectStore();
  private final Path directory = RunningServer.temporaryDirectory();
  private final byte[] content = new byte[700_000];
  private RunningServer server;

  @BeforeEach
  void start() {
    new Random().nextBytes(content);
    server = serverWith(ObjectStore.KEY);
  }

  private RunningServer serverWith(String key) {
    return RunningServer.with(
        "--openimr.data.directory="
            + (key.equals(ObjectStore.KEY) ? directory : RunningServer.temporaryDirectory()),
        "--openimr.object-store.bucket=" + ObjectStore.BUCKET,
        "--openimr.object-store.endpoint=" + store.address(),
        "--openimr.object-store.access-key=" + key,
        "--openimr.object-store.secret-key=secret");
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void areKeptReadCheckedAndMissed() throws Exception {
    String id = RunningServer.created(server.upload(PLAN, "application/pdf", content));
    String name = "content/" + sha256().substring(0, 2) + "/" + sha256();
    assertThat(store.objects()).containsOnlyKeys(name);
    assertThat(store.objects().get(name)).isEqualTo(content);
    assertThat(filesHere()).isZero();

    assertThat(get(id).body()).isEqualTo(content);
    HttpResponse<byte[]> part = get(id, "Range", "bytes=699000-699009");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 699_000, 699_010));
    assertThat(get(id, "If-None-Match", "\"" + sha256() + "\"").statusCode()).isEqualTo(304);
    Binary binary =
        server
            .fhir("GET", "Binary/" + id)
            .as(PLAN)
            .header("Accept", "application/fhir+json")
            .send()
            .isOk(200)
            .resource(Binary.class);
    assertThat(binary.getData()).isEqualTo(content);
    // within a document, and the same again: one object
    server
        .fhir("POST", "DocumentReference")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{"
                + "\"attachment\":{\"contentType\":\"text/plain\",\"data\":\""
                + Base64.getEncoder().encodeToString(content)
                + "\"}}]}")
        .send()
        .isOk(201);
    assertThat(store.objects()).hasSize(1);
    assertThat(faults()).isZero();

    store.objects().remove(name);
    HttpResponse<byte[]> lost = get(id);
    assertThat(lost.statusCode()).isEqualTo(503);
    assertThat(text(lost)).contains("is not where it was stored");
    assertThat(faults()).isEqualTo(1);
    byte[] altered = content.clone();
    altered[1] ^= 1;
    store.objects().put(name, altered);
    assertThat(faults()).isEqualTo(1);

    store.close();
    HttpResponse<byte[]> away = get(id);
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(text(away)).contains("cannot be read at present").doesNotContain("Exception");
    byte[] other = content.clone();
    other[0] ^= 1;
    HttpResponse<String> refused = server.upload(PLAN, "application/pdf", other);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("nothing was stored").doesNotContain("Exception");
    assertThat(filesHere()).isZero();
  }

  @Test
  void whatCannotBeReadAnyMoreIsRefusedOrBreaksOff() throws Exception {
    String id = RunningServer.created(server.upload(PLAN, "application/pdf", content));
    store.hide(true);
    HttpResponse<byte[]> hidden = get(id);
    assertThat(hidden.statusCode()).isEqualTo(503);
    assertThat(text(hidden)).contains("cannot be read at present").doesNotContain("Exception");
    assertThat(get(id, "Range", "bytes=5-9").statusCode()).isEqualTo(503);
    store.hide(false);

    store.breakOff(true);
    assertThatThrownBy(() -> get(id)).isInstanceOf(IOException.class);
    store.breakOff(false);
    assertThat(get(id).body()).isEqualTo(content);
  }

  @Test
  void aWrongKeyStoresNothing() throws Exception {
    try (RunningServer wrong = serverWith("AKIAOTHER")) {
      assertThat(wrong.upload(PLAN, "application/pdf", content).statusCode()).isEqualTo(503);
      assertThat(wrong.found(PLAN, "Binary")).isEmpty();
    }
    assertThat(store.objects()).isEmpty();
  }

  @Test
  void areSweptIfNothingRefersToThem() throws Exception {
    final String id = RunningServer.created(server.upload(PLAN, "application/pdf", content));
    ContentStore contents = server.bean(ContentStore.class);
    Instant old = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
    for (int i = 0; i < 4; i++) {
      contents.put(new ByteArrayInputStream(new byte[200_000 + i]));
    }
    Instant before = Instant.now().minus(Duration.ofDays(1));
    ContentSweep sweep = server.bean(ContentSweep.class);
    assertThat(sweep.sweep(before, true, true).young()).isEqualTo(4);
    assertThat(store.objects()).hasSize(5);

    store.times().replaceAll((key, time) -> old);
    server.bean(JdbcTemplate.class).update("delete from imr_content_arrival");
    store.objects().put("content/readme", new byte[3]);
    store.times().put("content/readme", old);
    ContentSweep.Report seen = sweep.sweep(before, false, false);
    assertThat(seen.idle()).hasSize(4).allMatch(each -> each.stored().equals(old));
    assertThat(seen.kept()).isEqualTo(1);
    assertThat(store.objects()).hasSize(6);
    assertThat(sweep.sweep(before, true, true).deleted()).isEqualTo(4);
    assertThat(store.objects())
        .containsOnlyKeys("content/" + sha256().substring(0, 2) + "/" + sha256(), "content/readme");
    assertThat(get(id).body()).isEqualTo(content);
    storedWhileItIsSwept();
  }

  private void storedWhileItIsSwept() throws Exception {
    byte[] again = content.clone();
    again[7] ^= 1;
    ContentStore contents = server.bean(ContentStore.class);
    StoredContent idle = contents.put(new ByteArrayInputStream(again));
    server
        .bean(JdbcTemplate.class)
        .update("update imr_content_arrival set arrived_at = '2020-01-01 00:00:00+00'");
    CountDownLatch within = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<HttpResponse<String>> sent =
        threads.submit(
            () -> {
              within.await();
              return server.upload(PLAN, "application/pdf", again);
            });
    AtomicBoolean early = new AtomicBoolean();
    boolean swept =
        server
            .bean(ContentArrivals.class)
            .sweep(
                idle.sha256(),
                Instant.now().minus(Duration.ofDays(1)),
                () -> {
                  within.countDown();
                  pause();
                  early.set(sent.isDone());
                  contents.delete(idle.sha256());
                });
    threads.shutdown();
    assertThat(swept).isTrue();
    assertThat(early).as("whoever stores it waits").isFalse();
    assertThat(get(RunningServer.created(sent.get(20, TimeUnit.SECONDS))).body()).isEqualTo(again);
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private long faults() {
    return server
        .bean(StoreCheck.class)
        .check(Instant.now(), true, (done, all) -> {})
        .faults()
        .stream()
        .filter(each -> each.kind().equals("content"))
        .count();
  }

  private long filesHere() throws IOException {
    Path folder = directory.resolve("content");
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private HttpResponse<byte[]> get(String id, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/fhir/Binary/" + id))
            .header("Authorization", "Bearer " + PLAN);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
