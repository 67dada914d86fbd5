package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.LatePacketWork;

/**
 * For every document that is withheld, every caller that may not have it, and every path to it: an
 * attempt, which finds nothing. All are listed in {@code target/privileged-attempts.csv}.
 */
@OnEachDatabase
class PrivilegedAttemptsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";

  /** Who gets no privileged document, with the packets that are made for it. */
  private static final Map<String, List<String>> OUTSIDE =
      Map.of(
          "demo-member", List.of("member"),
          "demo-representative", List.of("member"),
          "demo-provider", List.of("provider"),
          "demo-facility", List.of("provider"),
          "demo-committee", List.of(),
          "demo-plan-chw", List.of(),
          "demo-imro-other", List.of());

  private final Instant began = Instant.now().minusSeconds(1);

  /** A document that is withheld: its name, that of its content, and what it says. */
  private record Secret(String document, String content, String title, String text) {

    /** Tasks and Provenances name by id what the case has; an id tells nothing of it. */
    boolean in(String answer, String path) {
      boolean named =
          path.matches("Task/[^/$]+(/_history)?")
              || path.contains("Provenance")
              || path.contains("include")
              || path.startsWith("_history")
              || path.startsWith("$export");
      return answer.contains(title)
          || answer.contains(text)
          || answer.contains(
              Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
          || !named && !path.contains(document) && answer.contains(document)
          || !named && !path.contains(content) && answer.contains(content);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;
  private final String number = UUID.randomUUID().toString();
  private final List<String> attempts =
      new ArrayList<>(List.of("document,caller,path,status,found"));

  PrivilegedAttemptsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void noneFindsAnything() throws Exception {
    Task task = submitted();
    String id = task.getIdElement().getIdPart();
    Map<String, Bundle> packets = new LinkedHashMap<>();
    for (String recipient : List.of("imro", "member", "provider", "department")) {
      packets.put(recipient, issue(id, recipient));
    }
    late(id);
    List<Secret> privileged = secrets("Privileged ");
    List<Secret> notes = secrets("Notes ");
    assertThat(privileged).hasSize(3);
    assertThat(notes).hasSize(1);

    for (String token : OUTSIDE.keySet()) {
      List<Secret> all = new ArrayList<>(privileged);
      all.addAll(notes);
      attempt(token, all, task, packets, OUTSIDE.get(token));
    }
    attempt("demo-department", notes, task, packets, List.of("department"));
    // what is made for others, asked for by who may see everything
    for (String recipient : List.of("member", "provider", "department")) {
      for (String format : List.of("json", "xml", "zip", "pdf")) {
        String path = "Task/" + id + "/$packet?recipient=" + recipient;
        for (String more : List.of("", "&draft=true", "&since=2026-01-01T00:00:00Z")) {
          List<Secret> withheld = new ArrayList<>(notes);
          if (!recipient.equals("department")) {
            withheld.addAll(privileged);
          }
          note(PLAN, withheld, path + more + "&_format=" + format, null);
        }
      }
    }
    exported("demo-provider", privileged, notes);
    exported("demo-department", List.of(), notes);

    Files.write(Path.of("target/privileged-attempts.csv"), attempts);
    assertThat(attempts).hasSizeGreaterThan(1500).noneMatch(line -> line.endsWith(",true"));
    brought(id, privileged);
    // and who may have it does find it
    assertThat(
            privileged
                .get(0)
                .in(text(PLAN, "DocumentReference/" + privileged.get(0).document()), ""))
        .isTrue();
    assertThat(notes.get(0).in(text("demo-imro", "Bundle/" + id(packets.get("imro"))), ""))
        .isTrue();
  }

  private Task submitted() {
    ObjectNode bundle = Submissions.small();
    bundle.with("identifier").put("value", number);
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", number);
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", number);
    Submissions.name(bundle, 1, "demo-member");
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.name(bundle, 3, "demo-provider");
    for (String more : List.of("demo-representative", "demo-facility")) {
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
      ObjectNode organization = entry.putObject("resource").put("resourceType", "Organization");
      organization.put("name", more);
      organization
          .putArray("identifier")
          .addObject()
          .put("system", "https://openimr.org/fhir/sid/organization")
          .put("value", more);
    }
    int n = 0;
    for (ObjectNode document : Submissions.all(bundle, "DocumentReference")) {
      if (document.path("securityLabel").toString().contains("imr-privilege")) {
        mark(document, "Privileged " + number + " " + n++);
      }
    }
    ObjectNode notes =
        Submissions.all(bundle, "DocumentReference").stream()
            .filter(each -> !each.path("securityLabel").toString().contains("imr-privilege"))
            .findFirst()
            .orElseThrow();
    mark(notes, "Notes " + number);
    ((ObjectNode) notes.at("/type"))
        .withArray("coding")
        .addObject()
        .put("system", "http://loinc.org")
        .put("code", "34865-6");
    return server.submitted(PLAN, bundle.toString());
  }

  /** Another title, and a content of its own. */
  private static void mark(ObjectNode document, String title) {
    document.put("description", title);
    ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
    attachment.removeAll();
    attachment.put("contentType", "text/plain");
    attachment.put(
        "data",
        Base64.getEncoder()
            .encodeToString((title + ", the text").getBytes(StandardCharsets.UTF_8)));
  }

  /** A privileged document that comes late, by MHD, with its packets. */
  private void late(String id) throws Exception {
    server
        .fhir("POST", "Task/" + id + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + task(id).getMeta().getVersionId() + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'records-sent'},{'name':'time','valueDateTime':'"
                    + Instant.ofEpochSecond(Instant.now().getEpochSecond())
                    + "'}]}]}")
                .replace('\'', '"'))
        .send()
        .isOk(200);
    provide(PLAN, "Privileged " + number + " late", true);
    server.bean(LatePacketWork.class).look(Instant.now());
  }

  /** Somebody brings the very content that it may not know of: it learns nothing by that. */
  private void brought(String id, List<Secret> privileged) throws Exception {
    Secret known = privileged.get(0);
    String answer = provide("demo-provider", known.title(), false).text();
    assertThat(answer).doesNotContain(known.document(), known.content()).contains("201 Created");
    assertThat(answer).doesNotContain("in the case already");
    assertThat(known.in(readable(packet(id, "imro")), "")).isTrue();
    for (String recipient : List.of("member", "provider")) {
      assertThat(known.in(readable(packet(id, recipient)), "")).as(recipient).isFalse();
    }
  }

  private HttpResponse<byte[]> packet(String id, String recipient) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + server.port()
                        + "/fhir/Task/"
                        + id
                        + "/$packet?draft=true&recipient="
                        + recipient))
            .header("Authorization", "Bearer " + PLAN)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private Answer provide(String token, String title, boolean privileged) {
    String body =
        ("{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:S','request':"
                + "{'method':'POST','url':'List'},'resource':{'resourceType':'List','status':"
                + "'current','mode':'working','date':'2026-07-02T09:00:00-07:00','title':'TITLE',"
                + "'extension':[{'url':'https://profiles.ihe.net/ITI/MHD/StructureDefinition/"
                + "ihe-sourceId','valueIdentifier':{'value':'urn:oid:2.16.840.1.113883.19.7'}}],"
                + "'code':{'coding':[{'system':'https://profiles.ihe.net/ITI/MHD/CodeSystem/"
                + "MHDlistTypes','code':'submissionset'}]},'entry':[{'item':{'reference':"
                + "'urn:uuid:D'}}]}},{'fullUrl':'urn:uuid:D','request':{'method':'POST','url':"
                + "'DocumentReference'},'resource':{'resourceType':'DocumentReference','status':"
                + "'current','description':'DESCRIBED','masterIdentifier':{'value':'M'},'type':"
                + "{'coding':[{'system':'http://loinc.org','code':'11506-3'}]},'subject':"
                + "{'identifier':{'value':'NUMBER'}},LABEL'content':[{'attachment':{'contentType':"
                + "'text/plain','url':'urn:uuid:B'}}],'context':{'related':[{'identifier':"
                + "{'value':'NUMBER'}}]}}},{'fullUrl':'urn:uuid:B','request':{'method':'POST',"
                + "'url':'Binary'},'resource':{'resourceType':'Binary','contentType':'text/plain',"
                + "'data':'DATA'}}]}")
            .replace("urn:uuid:S", "urn:uuid:" + UUID.randomUUID())
            .replace("urn:uuid:D", "urn:uuid:" + new UUID(1, number.hashCode()))
            .replace("urn:uuid:B", "urn:uuid:" + new UUID(2, number.hashCode()))
            .replace("'M'", "'" + UUID.randomUUID() + "'")
            .replace("NUMBER", number)
            .replace("TITLE", privileged ? title : "Records")
            .replace("DESCRIBED", privileged ? title : "What the provider has")
            .replace(
                "LABEL",
                privileged
                    ? "'securityLabel':[{'coding':[{'system':'"
                        + PRIVILEGE
                        + "','code':'work-product'}]}],"
                    : "")
            .replace(
                "DATA",
                Base64.getEncoder()
                    .encodeToString((title + ", the text").getBytes(StandardCharsets.UTF_8)))
            .replace('\'', '"');
    return server.fhir("POST", "").as(token).json(body).send().isOk(200);
  }

  /** Those of a kind, as the plan sees them; the one that a provider brought itself is none. */
  private List<Secret> secrets(String kind) {
    return server
        .found(PLAN, "DocumentReference?_count=500&_sort=_lastUpdated&_lastUpdated=ge" + began)
        .stream()
        .map(DocumentReference.class::cast)
        .filter(each -> String.valueOf(each.getDescription()).startsWith(kind + number))
        .map(
            each ->
                new Secret(
                    each.getIdElement().getIdPart(),
                    each.getContentFirstRep().getAttachment().hasUrl()
                        ? each.getContentFirstRep().getAttachment().getUrl()
                        : each.getIdElement().getIdPart(),
                    each.getDescription(),
                    each.getDescription() + ", the text"))
        .toList();
  }

  private void attempt(
      String token,
      List<Secret> secrets,
      Task task,
      Map<String, Bundle> packets,
      List<String> recipients)
      throws Exception {
    String at = "Task/" + task.getIdElement().getIdPart();
    String patient = task.getFor().getReferenceElement().getIdPart();
    List<String> paths = new ArrayList<>();
    for (String recipient : packets.keySet()) {
      for (String format :
          recipients.contains(recipient) ? Set.of("json", "zip", "pdf") : Set.of("json")) {
        paths.add(at + "/$packet?recipient=" + recipient + "&_format=" + format);
      }
      paths.add(at + "/$packet?recipient=" + recipient + "&draft=true");
      paths.add(at + "/$packet?recipient=" + recipient + "&since=2026-01-01T00:00:00Z");
      paths.add("Bundle/" + id(packets.get(recipient)));
      paths.add("Bundle/" + id(packets.get(recipient)) + "/_history");
    }
    paths.addAll(
        List.of(
            at,
            at + "/_history",
            at + "/$check-eligibility",
            at + "/$compute-deadlines",
            at + "/$request-information",
            at + "/$determination",
            at + "/$everything",
            "Patient/" + patient + "/$everything",
            "DocumentReference?_count=500",
            "DocumentReference?_count=500&_elements=id",
            "DocumentReference?_summary=true&_count=500",
            "DocumentReference?patient=" + patient + "&_include=*&_count=500",
            "DocumentReference?patient.identifier=" + number + "&_count=500",
            "DocumentReference?_security=" + encoded(PRIVILEGE + "|attorney-client"),
            "DocumentReference?_security:not=x&_count=500",
            "DocumentReference/_history?_count=500",
            "_history?_count=500",
            "Bundle?_count=500",
            "Bundle?_count=500&_include=*",
            "Binary?_count=500",
            "List?_count=500&_include=List:item",
            "List?_count=500",
            "Provenance?target=" + at + "&_include=Provenance:target&_count=500",
            "Provenance?target=" + at + "&_include=*&_count=500",
            "Provenance?target:Task.identifier=" + number,
            "Patient?_id=" + patient + "&_revinclude=DocumentReference:subject&_count=500",
            "Patient?_id=" + patient + "&_revinclude=*&_count=500",
            "Task?_id=" + at.substring(5) + "&_include=*&_revinclude=*&_count=500",
            "Task?_id=" + at.substring(5) + "&_include:iterate=*&_count=500",
            "Communication?_count=500&_include=*",
            "Composition?_count=500&_include=*",
            "$export?_type=DocumentReference",
            "$graphql?query=%7BDocumentReferenceList%7Bid%7D%7D"));
    for (String path : paths) {
      note(token, secrets, path, null);
    }
    note(token, secrets, "DocumentReference/_search", "_count=500");
    for (Secret secret : secrets) {
      String name = "DocumentReference/" + secret.document();
      for (String path :
          List.of(
              name,
              name + "?_format=xml",
              name + "/_history",
              name + "/_history/1",
              secret.content().startsWith("Binary")
                  ? secret.content()
                  : "Binary/" + secret.content(),
              "DocumentReference?_id=" + secret.document(),
              "DocumentReference?relatesto=" + name,
              "Provenance?target=" + name + "&_include=Provenance:target",
              "List?item=" + name + "&_include=List:item",
              "Patient?_has:DocumentReference:subject:_id=" + secret.document(),
              "Task?_has:Provenance:target:target=" + name)) {
        note(token, List.of(secret), path, null);
      }
    }
  }

  private void note(String token, List<Secret> secrets, String path, String form) throws Exception {
    BodyPublisher body = form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form);
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.port() + "/fhir/" + path))
                .method(form == null ? "GET" : "POST", body)
                .header("Authorization", "Bearer " + token)
                .header(
                    "Content-Type",
                    form == null ? "application/fhir+json" : "application/x-www-form-urlencoded")
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(token + " " + path).isLessThan(500);
    String text = readable(answer);
    for (Secret secret : secrets) {
      attempts.add(
          String.join(
              ",",
              secret.document(),
              token,
              path.replace(',', ';'),
              String.valueOf(answer.statusCode()),
              String.valueOf(secret.in(text, path))));
    }
  }

  private static String readable(HttpResponse<byte[]> answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("application/zip")) {
      StringBuilder all = new StringBuilder();
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          all.append(entry.getName()).append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return all.toString();
    }
    if (type.startsWith("application/pdf")) {
      try (PDDocument read = Loader.loadPDF(answer.body())) {
        return new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
      }
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Everything that one gets in bulk. */
  private void exported(String token, List<Secret> privileged, List<Secret> notes)
      throws Exception {
    List<Secret> secrets = new ArrayList<>(privileged);
    secrets.addAll(notes);
    Answer begun =
        server.fhir("GET", "$export").as(token).header("Prefer", "respond-async").send().isOk(202);
    String status = begun.http().headers().firstValue("Content-Location").orElseThrow();
    JsonNode manifest = null;
    for (int i = 0; i < 300 && manifest == null; i++) {
      Thread.sleep(100);
      Answer answer = server.fhir("GET", path(status)).as(token).send();
      manifest = answer.status() == 200 ? Submissions.parsed(answer.text()) : null;
    }
    assertThat(manifest).isNotNull();
    List<String> files = new ArrayList<>();
    manifest.path("output").forEach(each -> files.add(path(each.path("url").asText())));
    assertThat(files).isNotEmpty();
    for (String file : files) {
      note(token, secrets, file, null);
    }
  }

  private static String path(String address) {
    return address.substring(address.indexOf("/fhir/") + "/fhir/".length());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String text(String token, String path) {
    return server.fhir("GET", path).as(token).send().isOk(200).text();
  }

  private Task task(String id) {
    return server.fhir("GET", "Task/" + id).as(PLAN).send().isOk(200).resource(Task.class);
  }

  private static String id(Bundle packet) {
    return packet.getIdElement().getIdPart();
  }

  private Bundle issue(String id, String recipient) {
    return server
        .fhir("POST", "Task/" + id + "/$packet?recipient=" + recipient)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }
}
