package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;

/**
 * Who has what it asks for is told so, and who asks by HEAD is told what it would get; neither
 * costs the contents that are kept apart.
 */
@OnEachDatabase
class ConditionalReadsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String FHIR = "application/fhir+json";
  private static final String LONG_AFTER = "Fri, 01 Jan 2100 00:00:00 GMT";

  private final RunningServer server;
  private byte[] content;
  private String packet;
  private String document;
  private String operation;

  /** By address; what is asked for by its own media type has another entity tag. */
  private final Map<String, String> reads = new HashMap<>();

  ConditionalReadsIT(Database database) {
    this.server = database.server();
  }

  @BeforeEach
  void issue() throws Exception {
    content = new byte[300_000];
    new Random().nextBytes(content);
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    ObjectNode attachment =
        (ObjectNode)
            Submissions.all(bundle, "DocumentReference").get(0).at("/content/0/attachment");
    attachment.removeAll();
    attachment
        .put("contentType", "image/tiff")
        .put("data", Base64.getEncoder().encodeToString(content));
    Task task = server.submitted(PLAN, bundle.toString());
    operation = CaseFile.reference(task) + "/$packet?recipient=imro";
    packet =
        "Bundle/"
            + server
                .fhir("POST", operation)
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(Bundle.class)
                .getIdPart();
    document =
        server.found(PLAN, "DocumentReference?patient=" + task.getFor().getReference()).stream()
            .filter(each -> Submissions.tree(each).toString().length() > content.length)
            .map(each -> "DocumentReference/" + each.getIdPart())
            .findFirst()
            .orElseThrow();
    String binary = "Binary/" + RunningServer.created(server.upload(PLAN, "image/tiff", content));
    for (String each : List.of(packet, document, binary, CaseFile.reference(task))) {
      reads.put(each, FHIR);
      reads.put(each + "/_history/1", FHIR);
    }
    reads.put(packet + "?_format=xml", FHIR);
    reads.put(binary + "?", "*/*");
    reads.put(binary + "/_history/1?", "*/*");
  }

  private Answer read(String method, String path, String... headers) {
    RunningServer.Call call =
        server.fhir(method, path).as(PLAN).header("Accept", reads.getOrDefault(path, FHIR));
    for (int i = 0; i < headers.length; i += 2) {
      call.header(headers[i], headers[i + 1]);
    }
    return call.send();
  }

  private Path file() {
    String name = CanonicalJson.sha256(content);
    return server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
  }

  /** From now on whoever reads the content finds it altered. */
  private void alter() throws IOException {
    byte[] altered = content.clone();
    altered[content.length / 2] ^= 1;
    Files.write(file(), altered);
  }

  @Test
  void whoHasItIsToldSoWithTheFieldsThatBelongToItAndNothingIsRead() throws Exception {
    Map<String, Answer> whole = new HashMap<>();
    reads.keySet().forEach(path -> whole.put(path, read("GET", path).isOk(200)));
    alter();
    for (String path : reads.keySet()) {
      String tag = whole.get(path).header("ETag");
      assertThat(tag).as(path).isNotEmpty();
      String bare = tag.replace("W/", "");
      for (String known : List.of(tag, bare, "W/\"other\", " + tag, "*")) {
        String request = UUID.randomUUID().toString();
        Answer same = read("GET", path, "If-None-Match", known, "X-Request-ID", request);
        assertThat(same.status()).as(path + " " + known).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).as(path).isEqualTo(tag);
        assertThat(same.header("Content-Location"))
            .as(path)
            .isEqualTo(whole.get(path).header("Content-Location"))
            .contains("/_history/");
        assertThat(same.header("Cache-Control")).isEqualTo("no-store");
        assertThat(same.header("X-Request-ID")).isEqualTo(request);
        assertThat(same.http().headers().map())
            .as(path)
            .doesNotContainKeys("content-length", "content-type");
        assertThat(same.http().headers().allValues("Date")).hasSize(1);
      }
    }
  }

  @Test
  void whoHasAnotherVersionGetsIt() {
    for (String path : reads.keySet()) {
      assertThat(read("GET", path, "If-None-Match", "W/\"77\"").isOk(200).text()).isNotEmpty();
    }
    // the versions of a Binary are those of its FHIR, its bytes have their own
    String raw = reads.keySet().stream().filter(each -> each.endsWith("?")).findFirst().orElse("");
    assertThat(read("GET", raw, "If-None-Match", "W/\"1\"").status()).isEqualTo(200);
  }

  @Test
  void aDateCountsOnlyWithoutATagAndOnlyIfItIsOne() {
    for (String path : reads.keySet()) {
      Answer same = read("GET", path, "If-Modified-Since", LONG_AFTER);
      assertThat(same.status()).as(path).isEqualTo(304);
      assertThat(same.header("ETag")).as(path).isNotEmpty();
      for (String since : List.of("Fri, 01 Jan 2021 00:00:00 GMT", "yesterday", "-1", "")) {
        assertThat(read("GET", path, "If-Modified-Since", since).status())
            .as(path + " " + since)
            .isEqualTo(200);
      }
      assertThat(
              read("GET", path, "If-None-Match", "\"x\"", "If-Modified-Since", LONG_AFTER).status())
          .as(path)
          .isEqualTo(200);
    }
    String modified = read("GET", packet).header("Last-Modified");
    assertThat(read("GET", packet, "If-Modified-Since", modified).status()).isEqualTo(304);
  }

  @Test
  void aConditionOfABatchIsNoneOfItsEntries() throws Exception {
    String admin = "demo-admin";
    String binary = "Binary/" + RunningServer.created(server.upload(admin, "image/tiff", content));
    String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"" + binary + "\"%s}}";
    Bundle answered =
        server
            .fhir("POST", "")
            .as(admin)
            .header("If-None-Match", "*")
            .header("If-Modified-Since", LONG_AFTER)
            .json(
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                    + entry.formatted("")
                    + ","
                    + entry.formatted(",\"ifNoneMatch\":\"W/\\\"1\\\"\"")
                    + "]}")
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(answered.getEntry().get(0).getResponse().getStatus()).startsWith("200");
    assertThat(((Binary) answered.getEntry().get(0).getResource()).getData()).isEqualTo(content);
    assertThat(answered.getEntry().get(1).getResponse().getStatus()).startsWith("304");
  }

  @Test
  void headSaysWhatGetWouldAndReadsNothing() throws Exception {
    List<String> paths = new ArrayList<>(reads.keySet());
    for (String format :
        List.of("", "&_format=xml", "&_pretty=true", "&_format=zip", "&_format=pdf")) {
      paths.add(operation + format);
    }
    for (String each : List.of(packet, document)) {
      paths.add(each.replace("/", "?_id="));
      paths.add(each + "/_history");
      paths.add(each + "?_summary=text");
      paths.add(each + "?_elements=id");
    }
    Map<String, Map<String, String>> told = new HashMap<>();
    paths.forEach(path -> told.put(path, fields(read("GET", path).isOk(200))));
    alter();
    for (String path : paths) {
      Answer head = read("HEAD", path);
      assertThat(head.status()).as(path).isEqualTo(200);
      assertThat(head.text()).isEmpty();
      assertThat(fields(head)).as(path).isEqualTo(told.get(path));
    }
    // that they were not read is seen by what reading them comes to
    assertThat(read("GET", document).status()).isEqualTo(503);
    assertThatThrownBy(() -> read("GET", packet)).rootCause().isInstanceOf(IOException.class);
  }

  /** What is told of an answer beside its length and what differs each time. */
  private static Map<String, String> fields(Answer answer) {
    Map<String, String> fields = new HashMap<>();
    answer
        .http()
        .headers()
        .map()
        .forEach(
            (name, values) -> fields.put(name, String.join(", ", values).toLowerCase(Locale.ROOT)));
    assertThat(fields).containsKey("x-request-id");
    List.of("x-request-id", "date", "content-length", "transfer-encoding").forEach(fields::remove);
    String path = answer.http().uri().toString();
    if (path.matches(".*([$]packet|_id=|_history$).*")) {
      // such an answer is stored nowhere, and has no time but its own
      fields.remove("content-location");
      fields.remove("last-modified");
    }
    return fields;
  }

  @Test
  void headOfWhatIsLostIsRefusedAsGetIs() throws Exception {
    Files.delete(file());
    for (String path :
        List.of(
            packet, document, operation, operation + "&_format=zip", operation + "&_format=xml")) {
      assertThat(read("GET", path).status()).as(path).isEqualTo(503);
      assertThat(read("HEAD", path).status()).as(path).isEqualTo(503);
    }
    assertThat(read("HEAD", document.replace("/", "?_id=")).status()).isEqualTo(503);
    assertThat(read("HEAD", "Bundle/" + UUID.randomUUID()).status()).isEqualTo(404);
  }
}
