package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.audit.AuditTrail;
import org.openimr.server.content.ContentConfig.ContentFolder;
import org.openimr.server.packet.OpenCases.Open;

/** However a large packet is read, that is recorded once, with its case, patient and reader. */
@OnEachDatabase
class LargeReadsAuditIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String IMRO = "demo-imro";
  private static final String OTHER = "demo-plan-chw";
  private static final String CHANGED = "If-None-Match: W/\"1\"";

  private final Database database;
  private final List<byte[]> scans = List.of(noise(900_000), noise(800_000), noise(700_000));
  private final List<String> wrong = new ArrayList<>();
  private RunningServer server;
  private AuditTrail trail;
  private String operation;
  private String whole;
  private String packet;
  private String id;
  private String binary;
  private String about;
  private String subjects;

  LargeReadsAuditIT(Database database) {
    this.database = database;
  }

  @Test
  void everyWayIsRecordedOnce() throws Exception {
    try (RunningServer small = RunningServer.on(database, "--openimr.limits.body-size=1MB")) {
      server = small;
      trail = new AuditTrail(small);
      issue();
      whole();
      apart();
      refused();
      brokenOff();
      lost();
      determined();
      exported();
    }
    assertThat(wrong).isEmpty();
  }

  private void whole() {
    String read = " data=" + packet + subjects;
    for (String who : List.of(PLAN, IMRO)) {
      asked("GET", packet, who, 200, "R 0 read " + who + read);
      asked("HEAD", packet, who, 200, "R 0 read " + who + read);
      asked("GET", packet, who, 304, "R 0 read " + who + read, CHANGED);
      asked("HEAD", packet, who, 304, "R 0 read " + who + read, CHANGED);
      asked("GET", packet + "/_history/1", who, 200, "R 0 vread " + who + read);
      asked("GET", packet + "/_history", who, 200, "R 0 history-instance " + who + read);
      asked("HEAD", packet + "/_history", who, 200, "R 0 history-instance " + who + read);
      asked("GET", "Bundle?_id=" + id, who, 200, "E 0 search-type " + who + subjects);
      asked("HEAD", "Bundle?_id=" + id, who, 200, "E 0 search-type " + who + subjects);
      asked("POST", "Bundle/_search?_id=" + id, who, 200, "E 0 search-type " + who + subjects);
      for (String format : List.of("", "&_format=zip", "&_format=pdf")) {
        asked("GET", operation + format, who, 200, "E 0 operation $packet " + who + about);
        asked("HEAD", operation + format, who, 200, "E 0 operation $packet " + who + about);
      }
    }
    for (String format : List.of("", "&_format=zip", "&_format=pdf")) {
      asked("POST", operation + format, PLAN, 200, "E 0 operation $packet " + PLAN + about);
    }
  }

  private void apart() {
    asked(
        "GET",
        operation + "&inline=false",
        IMRO,
        404,
        "E 4 operation $packet " + IMRO + about + " (404 not-found)");
    asked("POST", operation + "&inline=false", PLAN, 200, "E 0 operation $packet " + PLAN + about);
    asked("GET", operation + "&inline=false", IMRO, 200, "E 0 operation $packet " + IMRO + about);
    String read = "R 0 read " + IMRO + " data=" + binary + subjects;
    asked("GET", binary, IMRO, 200, read, "Accept: */*");
    asked("HEAD", binary, IMRO, 200, read, "Accept: */*");
    asked("GET", binary, IMRO, 206, read, "Accept: */*", "Range: bytes=100-299999");
    asked("GET", binary, IMRO, 200, read, "Accept: application/fhir+json");
    asked("GET", binary, IMRO, 304, read, "Accept: application/fhir+json", CHANGED);
    asked(
        "GET",
        binary,
        IMRO,
        304,
        read,
        "Accept: */*",
        "If-None-Match: \"" + CanonicalJson.sha256(scans.get(0)) + "\"");
    asked(
        "GET", binary + "/_history/1", IMRO, 200, read.replace(" read ", " vread "), "Accept: */*");
  }

  private void refused() {
    String read = " data=" + packet + subjects;
    asked("GET", packet, OTHER, 404, "R 4 read " + OTHER + read + " (404 not-found)");
    asked("HEAD", packet, OTHER, 404, "R 4 read " + OTHER + read + " (404 not-found)");
    asked("GET", packet, OTHER, 404, "R 4 read " + OTHER + read + " (404 not-found)", CHANGED);
    asked("GET", packet, null, 401, "R 4 read anonymous" + read + " (401 login)");
    asked(
        "GET",
        operation,
        OTHER,
        404,
        "E 4 operation $packet " + OTHER + about + " (404 not-found)");
    asked(
        "GET",
        binary,
        OTHER,
        404,
        "R 4 read " + OTHER + " data=" + binary + subjects + " (404 not-found)",
        "Accept: */*");
    asked("GET", "Bundle?_id=" + id, OTHER, 200, "E 0 search-type " + OTHER);
    // what turns out at the very end is no less a refusal
    String large = " (406 not-supported)";
    for (String method : List.of("GET", "HEAD")) {
      asked(method, packet + "?_format=xml", PLAN, 406, "R 4 read " + PLAN + read + large);
      for (String form : List.of("&_format=xml", "&_pretty=true")) {
        asked(method, whole + form, PLAN, 406, "E 4 operation $packet " + PLAN + about + large);
      }
    }
    asked(
        "GET",
        binary,
        IMRO,
        416,
        "R 4 read " + IMRO + " data=" + binary + subjects + " (416 value)",
        "Accept: */*",
        "Range: bytes=900000-");
  }

  private void brokenOff() throws Exception {
    String read = "R 0 read " + IMRO + " data=";
    gone(packet, "application/fhir+json", read + packet + subjects);
    gone(binary, "*/*", read + binary + subjects);
    for (String form : List.of("application/fhir+json", "application/zip", "application/pdf")) {
      gone(whole, form, "E 0 operation $packet " + IMRO + about);
    }
    gone("Bundle?_id=" + id, "application/fhir+json", "E 0 search-type " + IMRO + subjects);
  }

  /** Reads the beginning of an answer, and is gone. */
  private void gone(String path, String accept, String expected) throws Exception {
    String request = UUID.randomUUID().toString();
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoLinger(true, 0);
      socket.setReceiveBufferSize(4096);
      socket
          .getOutputStream()
          .write(
              ("GET /fhir/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                      + "Accept: %s\r\nX-Request-ID: %s\r\n\r\n")
                  .formatted(path, IMRO, accept, request)
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 700; i++) {
        assertThat(in.read()).as(path).isNotNegative();
      }
    }
    Thread.sleep(300);
    told("a client that goes from " + path + " " + accept, trail.told(request), expected);
  }

  private void lost() throws IOException {
    Path file = file(scans.get(0));
    Path aside = file.resolveSibling("aside-" + file.getFileName());
    Files.move(file, aside);
    String failed = " (503 incomplete)";
    for (String method : List.of("GET", "HEAD")) {
      asked(method, packet, PLAN, 503, "R 8 read " + PLAN + " data=" + packet + subjects + failed);
      for (String format : List.of("", "&_format=zip")) {
        asked(method, whole + format, PLAN, 503, "E 8 operation $packet " + PLAN + about + failed);
      }
      asked(
          method,
          binary,
          IMRO,
          503,
          "R 8 read " + IMRO + " data=" + binary + subjects + failed,
          "Accept: */*");
    }
    asked("GET", packet, PLAN, 304, "R 0 read " + PLAN + " data=" + packet + subjects, CHANGED);
    Files.move(aside, file);

    // altered is seen at the end of what went out
    byte[] altered = scans.get(0).clone();
    altered[5] ^= 1;
    Files.write(file, altered);
    asked("GET", packet, PLAN, -1, "R 0 read " + PLAN + " data=" + packet + subjects);
    asked("GET", whole, PLAN, -1, "E 0 operation $packet " + PLAN + about);
    asked(
        "GET", binary, IMRO, -1, "R 0 read " + IMRO + " data=" + binary + subjects, "Accept: */*");
    Files.write(file, scans.get(0));
  }

  private void determined() {
    OpenCases cases = new OpenCases(server);
    Open open = new Open(operation.replaceAll("^Task/|/.*$", ""), "");
    cases.event(open, PLAN, "records-sent");
    Bundle sent = cases.packet(IMRO, open, "");
    cases
        .determine(open, OpenCases.number(sent), new TreeSet<>(PacketRecords.of(sent).hashes()))
        .isOk(200);
    String path = "Task/" + open.id() + "/$determination";
    for (String format : List.of("", "?_format=zip", "?_format=xml")) {
      for (String method : List.of("GET", "HEAD")) {
        asked(method, path + format, PLAN, 200, "E 0 operation $determination " + PLAN + about);
      }
    }
    asked(
        "GET",
        path,
        OTHER,
        404,
        "E 4 operation $determination " + OTHER + about + " (404 not-found)");
  }

  private void exported() throws Exception {
    String begun =
        server
            .fhir("GET", "$export?_type=Bundle")
            .as(PLAN)
            .header("Prefer", "respond-async")
            .send()
            .isOk(202)
            .header("Content-Location")
            .replaceFirst("^.*/fhir/", "");
    for (int i = 0; i < 300 && server.fhir("HEAD", begun).as(PLAN).send().status() == 202; i++) {
      Thread.sleep(100);
    }
    String file = begun.replace("$export-status", "$export-file") + "&file=1";
    asked("GET", file, PLAN, 200, "E 0 operation $export-file " + PLAN);
    asked("GET", file, OTHER, 404, "E 4 operation $export-file " + OTHER + " (404 not-found)");
    // the manifest is recorded with the cases that it tells of, once
    assertThat(trail.events("subtype=https://openimr.org/fhir/OperationDefinition/export-status"))
        .extracting(AuditTrail::line)
        .contains("E 0 operation $export-status " + PLAN + subjects);
  }

  /** Asks, and notes what was not recorded as expected; a status below zero breaks off. */
  private void asked(
      String method, String path, String who, int status, String expected, String... headers) {
    RunningServer.Call call = trail.call(method, path);
    if (who != null) {
      call.as(who);
    }
    for (String each : headers) {
      call.header(each.substring(0, each.indexOf(':')), each.substring(each.indexOf(' ') + 1));
    }
    String what = method + " " + path + " " + List.of(headers) + " as " + who;
    int answered;
    try {
      answered = call.send().status();
    } catch (UncheckedIOException brokenOff) {
      answered = -1;
    }
    if (answered != status) {
      wrong.add(what + " was answered " + answered);
    }
    told(what, trail.told(), expected);
  }

  private void told(String what, List<String> recorded, String expected) {
    if (!recorded.equals(List.of(expected))) {
      wrong.add(what + "\n  recorded " + recorded + "\n  and not  " + expected);
    }
  }

  private void issue() throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, IMRO);
    List<ObjectNode> documents = Submissions.all(bundle, "DocumentReference");
    for (int i = 0; i < scans.size(); i++) {
      String sent = RunningServer.created(server.upload(PLAN, "image/tiff", scans.get(i)));
      ObjectNode attachment = (ObjectNode) documents.get(i).at("/content/0/attachment");
      attachment.removeAll();
      attachment.put("contentType", "image/tiff").put("url", "Binary/" + sent);
    }
    Task task = server.submitted(PLAN, bundle.toString());
    String name = "Task/" + task.getIdPart();
    String patient = " patient=" + task.getFor().getReference();
    about = " data=" + name + patient;
    subjects = " case=" + name + patient;
    operation = name + "/$packet?recipient=imro";
    whole = operation + "&inline=true";
    Bundle issued = server.fhir("POST", operation).as(PLAN).send().isOk(200).resource(Bundle.class);
    packet = "Bundle/" + issued.getIdPart();
    id = issued.getIdPart();
    binary =
        issued.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(DocumentReference.class::isInstance)
            .map(each -> ((DocumentReference) each).getContentFirstRep().getAttachment())
            .filter(each -> each.getSize() == scans.get(0).length)
            .map(Attachment::getUrl)
            .map(url -> "Binary/" + new IdType(url).getIdPart())
            .findFirst()
            .orElseThrow();
  }

  private Path file(byte[] content) {
    String name = CanonicalJson.sha256(content);
    return server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random().nextBytes(noise);
    return noise;
  }
}
