package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases.Open;

/** A determination goes out with what belongs to it, and comes back in whole or is found out. */
@OnEachDatabase
class DeterminationFileIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;
  private final OpenCases cases;

  DeterminationFileIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  private TreeSet<String> determined(Open open) {
    Bundle packet = cases.packet(OpenCases.IMRO, open, "");
    TreeSet<String> hashes = new TreeSet<>(PacketRecords.of(packet).hashes());
    cases.determine(open, OpenCases.number(packet), hashes).isOk(200);
    return hashes;
  }

  private static String path(Open open) {
    return "Task/" + open.id() + "/$determination";
  }

  private String verdict(String body) {
    Parameters answer =
        server
            .fhir("POST", "Bundle/$verify-packet")
            .json(body)
            .send()
            .isOk(200)
            .resource(Parameters.class);
    return verdict(answer);
  }

  private static String verdict(Parameters answer) {
    return answer.getParameterBool("valid")
        + " "
        + answer.getParameter().stream()
            .filter(each -> each.getName().equals("finding"))
            .map(each -> each.getPart().get(0).getValue().primitiveValue())
            .collect(Collectors.joining(" "));
  }

  @Test
  void itIsListedAndSignedAndHoldsWhatBelongsToIt() {
    Open open = cases.sent(cases.submitted());
    server.fhir("GET", path(open)).as(OpenCases.IMRO).send().isOk(404);
    TreeSet<String> hashes = determined(open);

    String sent = server.fhir("GET", path(open)).as(OpenCases.IMRO).send().isOk(200).text();
    assertThat(verdict(sent)).isEqualTo("true ");
    Bundle file = Submissions.CONTEXT.newJsonParser().parseResource(Bundle.class, sent);
    Composition whole = (Composition) file.getEntryFirstRep().getResource();
    assertThat(file.getIdentifier().getValue()).endsWith("-determination-1");
    assertThat(whole.getSection())
        .extracting(Composition.SectionComponent::getTitle)
        .containsExactly(
            "Determination",
            "Answer to the claim",
            "Letters that tell of it",
            "Documents",
            "Records reviewed",
            "Records not reviewed",
            "What was struck",
            "Parties, and what is referred to",
            "Manifest");
    String read = whole.getSection().get(4).getText().getDivAsString();
    assertThat(hashes).allSatisfy(hash -> assertThat(read).contains(hash));
    assertThat(file.getEntry().stream().map(each -> each.getResource().fhirType()))
        .contains("ClaimResponse", "Claim", "Patient", "Organization")
        .doesNotContain("DocumentReference", "Binary");
    assertThat(
            file.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(ClaimResponse.class::isInstance)
                .map(each -> ((ClaimResponse) each).getDisposition()))
        .anyMatch(text -> text.endsWith(": overturned"));
    // nothing of what the server keeps about it
    assertThat(sent).doesNotContain("sid/access", "sid/submitter");

    assertThat(verdict(sent.replace("Day care did not help.", "Day care did help at last.")))
        .startsWith("false ")
        .contains("altered", "signature-wrong");
    assertThat(verdict(sent.replace(": overturned", ": upheld")))
        .startsWith("false ")
        .contains("altered", "signature-wrong");
  }

  @Test
  void oneThatWasStruckDoesNotStandAndIsNamedByTheNext() {
    Open open = cases.sent(cases.submitted());
    determined(open);
    String made = OpenCases.detail(cases.events(open, "determination-made").get(0), "id");
    server
        .fhir("POST", "Task/" + open.id() + "/$record-event")
        .as(OpenCases.IMRO)
        .header("If-Match", "W/\"" + cases.task(open).getMeta().getVersionId() + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'entered-in-error'},{'name':'time','valueDateTime':'"
                    + java.time.Instant.ofEpochSecond(java.time.Instant.now().getEpochSecond())
                    + "'},{'name':'refersTo','valueString':'"
                    + made
                    + "'}]}]}")
                .replace('\'', '"'))
        .send()
        .isOk(200);

    server.fhir("GET", path(open)).as(OpenCases.IMRO).send().isOk(404);
    Bundle first = file(open, "?identifier=" + cases.number(open) + "-determination-1");
    assertThat(struck(first)).contains("it is this one, and does not stand.");

    determined(open);
    Bundle second = file(open, "");
    assertThat(second.getIdentifier().getValue()).endsWith("-determination-2");
    assertThat(struck(second))
        .contains("-determination-1, made ", ", was struck ", "its letters are not here.")
        .doesNotContain("-determination-2");
  }

  private Bundle file(Open open, String more) {
    return server
        .fhir("GET", path(open) + more)
        .as(OpenCases.IMRO)
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }

  private static String struck(Bundle file) {
    return ((Composition) file.getEntryFirstRep().getResource())
        .getSection().stream()
            .filter(each -> each.getTitle().equals("What was struck"))
            .findFirst()
            .orElseThrow()
            .getText()
            .getDivAsString();
  }

  @Test
  void eachPartyGetsItAndNobodyElse() {
    Open open = cases.sent(cases.submitted());
    determined(open);

    for (String party : List.of(OpenCases.PLAN, OpenCases.MEMBER, "demo-department")) {
      Answer answer = server.fhir("GET", path(open)).as(party).send().isOk(200);
      assertThat(verdict(answer.text())).as(party).isEqualTo("true ");
    }
    server.fhir("GET", path(open)).as("demo-plan-chw").send().isOk(404);
    server.fhir("GET", path(open)).as("demo-imro-other").send().isOk(404);
    server.fhir("GET", path(open)).as("demo-committee").send().isOk(403);
    server.fhir("GET", path(open)).send().isOk(401);
    server.fhir("GET", path(open) + "?identifier=x").as(OpenCases.PLAN).send().isOk(404);
    server.fhir("GET", path(open) + "?recipient=imro").as(OpenCases.PLAN).send().isOk(400);
    server.fhir("POST", path(open)).as(OpenCases.PLAN).send().isOk(405);
  }

  @Test
  void asAZipItGoesOutAndComesBackIn() throws Exception {
    Open open = cases.sent(cases.submitted());
    determined(open);

    HttpResponse<byte[]> zip = read(open, "application/zip");
    assertThat(zip.statusCode()).isEqualTo(200);
    assertThat(zip.headers().firstValue("Content-Disposition").orElse(""))
        .contains("-determination-1.zip");
    assertThat(verdict(sent(zip.body()))).isEqualTo("true ");
    assertThat(verdict(sent(replaced(zip.body())))).startsWith("false ");
    assertThat(read(open, "application/pdf").statusCode()).isEqualTo(406);
  }

  /** The zip with another manifest. */
  private static byte[] replaced(byte[] zip) throws Exception {
    var out = new java.io.ByteArrayOutputStream();
    try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(zip));
        var to = new java.util.zip.ZipOutputStream(out)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        to.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
        to.write(
            entry.getName().equals("manifest.json")
                ? new String(content, StandardCharsets.UTF_8)
                    .replace("\"bytes\"", "\"octets\"")
                    .getBytes(StandardCharsets.UTF_8)
                : content);
      }
    }
    return out.toByteArray();
  }

  private HttpResponse<byte[]> read(Open open, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/fhir/" + path(open)))
            .header("Authorization", "Bearer " + OpenCases.IMRO)
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private Parameters sent(byte[] zip) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.port() + "/fhir/Bundle/$verify-packet"))
                .POST(BodyPublishers.ofByteArray(zip))
                .header("Content-Type", "application/zip")
                .build(),
            BodyHandlers.ofString());
    return new Answer(answer).isOk(200).resource(Parameters.class);
  }
}
