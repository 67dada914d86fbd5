package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.ServerProcess;

/**
 * Twelve documents of 3 MB are more than a server with -Xmx512m has in memory at once: a search
 * gives them page by page, a history too, and what cannot be divided is refused.
 */
class LargeAnswersIT {

  private static final int DOCUMENTS = 12;
  private static final int BYTES = 3_000_000;
  private static final String SEARCH = "/DocumentReference?type=urn:large%7C";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(5);
  @TempDir private Path directory;
  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    server = new ServerProcess(directory, "512m");
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void areGivenInPartsOrRefused() throws Exception {
    List<String> ids = new ArrayList<>();
    Set<Integer> contents = new HashSet<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      ids.add(create("page", contents));
    }
    searchGivesEachOnceAndWhole(ids, contents);
    nobodyElseIsToldOfThem();
    manyAtOnceAreServedOrToldToComeAgain();
    whatIsIncludedIsNotDivided(ids);
    aHistoryGivesEachVersionOnce(ids.get(0));
    assertThat(server.log()).doesNotContain("OutOfMemory");
    System.out.println("12 documents of 3 MB, -Xmx512m: " + server.peak());
  }

  private void searchGivesEachOnceAndWhole(List<String> ids, Set<Integer> contents)
      throws Exception {
    long begun = System.nanoTime();
    JsonNode page = ok(SEARCH + "page&_total=accurate&_count=50");
    assertThat(page.path("total").asInt()).isEqualTo(DOCUMENTS);
    List<String> found = new ArrayList<>();
    Set<Integer> read = new HashSet<>();
    int pages = 0;
    for (; page != null; pages++) {
      assertThat(page.path("entry").size()).isBetween(1, DOCUMENTS - 1);
      assertThat(link(page, "previous")).isNull();
      for (JsonNode entry : page.path("entry")) {
        found.add(entry.at("/resource/id").asText());
        read.add(entry.at("/resource/content/0/attachment/data").asText().hashCode());
      }
      String next = link(page, "next");
      page = next == null ? null : Submissions.parsed(get(next, 200));
    }
    System.out.printf(
        "12 documents of 3 MB on %d pages, -Xmx512m: %d ms%n",
        pages, (System.nanoTime() - begun) / 1_000_000);
    assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    assertThat(read).isEqualTo(contents);
  }

  private void nobodyElseIsToldOfThem() throws Exception {
    HttpResponse<String> other = send(request(server.base() + SEARCH + "page"), "demo-plan-chw");
    assertThat(Submissions.parsed(other.body()).path("total").asInt(-1)).isZero();
    String next = link(ok(SEARCH + "page"), "next");
    assertThat(send(request(next), "demo-plan-chw").statusCode()).isEqualTo(410);
  }

  private void manyAtOnceAreServedOrToldToComeAgain() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(
          client.sendAsync(
              request(server.base() + SEARCH + "page")
                  .header("Authorization", "Bearer demo-plan-vchcp")
                  .build(),
              BodyHandlers.ofString()));
    }
    Set<Integer> statuses = new TreeSet<>();
    for (CompletableFuture<HttpResponse<String>> each : asked) {
      HttpResponse<String> answer = each.get();
      statuses.add(answer.statusCode());
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
    System.out.println("eight at once: " + statuses);
    assertThat(statuses).contains(200).isSubsetOf(200, 429);
  }

  private void whatIsIncludedIsNotDivided(List<String> ids) throws Exception {
    StringBuilder related = new StringBuilder();
    for (String id : ids) {
      related.append(related.length() == 0 ? "" : ",");
      related.append(
          "{\"code\":\"appends\",\"target\":{\"reference\":\"DocumentReference/%s\"}}"
              .formatted(id));
    }
    String id =
        created(
            "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"relatesTo\":["
                + related
                + "],\"content\":[{\"attachment\":{\"title\":\"x\"}}]}");
    String search = server.base() + "/DocumentReference?_id=" + id;
    assertThat(get(search, 200)).contains(id);
    assertThat(get(search + "&_include=DocumentReference:relatesto", 413))
        .contains("too-long", "ask for less, without _include and _revinclude or one by one");
  }

  private void aHistoryGivesEachVersionOnce(String id) throws Exception {
    String address = server.base() + "/DocumentReference/" + id;
    for (int i = 0; i < DOCUMENTS - 1; i++) {
      String body = document("page", data(), ",\"id\":\"" + id + "\"");
      HttpResponse<String> stored =
          send(
              HttpRequest.newBuilder(URI.create(address))
                  .header("Content-Type", "application/fhir+json")
                  .header("Prefer", "return=minimal")
                  .PUT(BodyPublishers.ofString(body)),
              "demo-plan-vchcp");
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    }
    List<String> versions = new ArrayList<>();
    for (String next = address + "/_history"; next != null; ) {
      JsonNode page = Submissions.parsed(get(next, 200));
      assertThat(page.path("entry").size()).isBetween(1, DOCUMENTS - 1);
      page.path("entry").forEach(e -> versions.add(e.at("/resource/meta/versionId").asText()));
      next = link(page, "next");
    }
    List<String> all = new ArrayList<>();
    for (int i = DOCUMENTS; i > 0; i--) {
      all.add(String.valueOf(i));
    }
    assertThat(versions).isEqualTo(all);
  }

  private String create(String type, Set<Integer> contents) throws Exception {
    String data = data();
    contents.add(data.hashCode());
    return created(document(type, data, ""));
  }

  private static String document(String type, String data, String more) {
    return ("{\"resourceType\":\"DocumentReference\"%s,\"status\":\"current\",\"type\":{\"coding\":"
            + "[{\"system\":\"urn:large\",\"code\":\"%s\"}]},\"content\":[{\"attachment\":"
            + "{\"contentType\":\"application/pdf\",\"data\":\"%s\"}}]}")
        .formatted(more, type, data);
  }

  private String data() {
    byte[] content = new byte[BYTES];
    random.nextBytes(content);
    return Base64.getEncoder().encodeToString(content);
  }

  private String created(String body) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(server.base() + "/DocumentReference"))
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "return=minimal")
                .POST(BodyPublishers.ofString(body)),
            "demo-plan-vchcp");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow()
        .replaceFirst(".*DocumentReference/([^/]+)/_history.*", "$1");
  }

  private JsonNode ok(String path) throws Exception {
    return Submissions.parsed(get(server.base() + path, 200));
  }

  private String get(String address, int status) throws Exception {
    HttpResponse<String> answer = send(request(address), "demo-plan-vchcp");
    assertThat(answer.statusCode())
        .as(answer.body().substring(0, Math.min(500, answer.body().length())))
        .isEqualTo(status);
    return answer.body();
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).header("Accept", "application/fhir+json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token) throws Exception {
    return client.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
  }

  private static String link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals(relation)) {
        return link.path("url").asText();
      }
    }
    return null;
  }
}
