package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * Whatever is sent, the answer is a 4xx that says why, nothing is stored, and the server goes on.
 */
@OnEachDatabase
class BadInputIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int FIFTY_MILLION = 50_000_000;

  private final RunningServer server;

  BadInputIT(Database database) {
    this.server = database.server();
  }

  private Answer posted(String json) {
    return server.fhir("POST", "Patient").as(PLAN).json(json).send();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"resourceType":"Patient","name":[{"family":"Secret"} | invalid | The body is not well formed: see line 1, column 54.
          Secret                                                | invalid | The body is not well formed: see line 1, column 7.
          []                                                    | invalid | A resource was expected here.
          {}                                                    | invalid | The body names no resourceType.
          {"resourceType":"Task","status":"draft"}              | invalid | The body is a Task; a Patient was expected.
          {"resourceType":"Patient","nme":"Secret"}             | invalid | There is no element nme at this place.
          {"resourceType":"Patient","birthDate":"Secret"}       | invalid | The value of birthDate is not one that its type or its list of codes allows.
          {"resourceType":"Patient","gender":"Secret"}          | invalid | The value of gender is not one that its type or its list of codes allows.
          {"resourceType":"Patient","name":"Secret"}            | invalid | The element name is of JSON type SCALAR; ARRAY was expected.
          """)
  void aBodyThatIsNotFhirIsRefused(String body, String code, String sentence) {
    posted(body).isRefused(400, code, sentence);
  }

  @Test
  void anEmptyBodyIsRefused() {
    posted("").isRefused(400, "invalid", "The body is not well-formed FHIR.");
  }

  @Test
  void illFormedXmlIsRefused() {
    server
        .fhir("POST", "Patient?_format=json")
        .as(PLAN)
        .body("application/fhir+xml", "<Patient xmlns=\"http://hl7.org/fhir\"><name>")
        .send()
        .isRefused(400, "invalid", "The body is not well formed: see line 1, column 43.");
  }

  @Test
  void anExternalEntityIsNotRead() {
    String xml =
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&e;\"/></name></Patient>";
    Answer answer =
        server
            .fhir("POST", "Patient?_format=json")
            .as(PLAN)
            .body("application/fhir+xml", xml)
            .send();
    answer.isRefused(
        400, "invalid", "The body has a document type definition, which is never read.");
  }

  @Test
  void deepJsonIsRefused() {
    String nested = "[{\"url\":\"x\",\"extension\":".repeat(3000) + "[]" + "}]".repeat(3000);
    posted("{\"resourceType\":\"Patient\",\"extension\":" + nested + "}")
        .isRefused(
            400,
            "structure",
            "The body is nested deeper than 100 levels, the most this server accepts.");
  }

  @Test
  void deepXmlIsRefused() {
    String nested = "<extension url=\"x\">".repeat(3000) + "</extension>".repeat(3000);
    server
        .fhir("POST", "Patient?_format=json")
        .as(PLAN)
        .body(
            "application/fhir+xml",
            "<Patient xmlns=\"http://hl7.org/fhir\">" + nested + "</Patient>")
        .send()
        .isRefused(
            400,
            "structure",
            "The body is nested deeper than 100 levels, the most this server accepts.");
  }

  @Test
  void aLargeBodyIsRefused() {
    posted(large())
        .isRefused(
            413,
            "too-long",
            "The body is larger than 33554432 bytes, the most this server accepts.");
  }

  @Test
  void aLargeBodyInChunksIsRefused() {
    byte[] bytes = large().getBytes(StandardCharsets.UTF_8);
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
        .send()
        .isRefused(
            413,
            "too-long",
            "The body is larger than 33554432 bytes, the most this server accepts.");
  }

  @Test
  void aSmallBodyThatUnfoldsIntoALargeOneIsRefused() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(large().getBytes(StandardCharsets.UTF_8));
    }
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .header("Content-Encoding", "gzip")
        .body(BodyPublishers.ofByteArray(compressed.toByteArray()))
        .send()
        .isRefused(
            413,
            "too-long",
            "The body is larger than 33554432 bytes, the most this server accepts.");
  }

  @Test
  void aCompressedBodyIsRead() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write("{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8));
    }
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .header("Content-Encoding", "gzip")
        .body(BodyPublishers.ofByteArray(compressed.toByteArray()))
        .send()
        .isOk(201);
  }

  @Test
  void aBodyThatIsNotCompressedAsSaidIsRefused() {
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .header("Content-Encoding", "gzip")
        .json("{\"resourceType\":\"Patient\"}")
        .send()
        .isRefused(400, "invalid", "The body is not compressed as its Content-Encoding says.");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | Account                     | 404 | not-found     | This server has no resource type Account.
          GET    | Secret/1                    | 404 | not-found     | This server has no resource type Secret_.
          GET    | Patient/nobody              | 404 | not-found     | There is no resource of this type with the id asked for.
          GET    | Patient?foo=Secret          | 400 | invalid       | Patient cannot be searched by foo.
          GET    | Patient?birthdate=Secret    | 400 | invalid       | A search parameter has a value that its type does not allow.
          GET    | Patient?_count=Secret       | 400 | value         | The parameter _count is a whole number of at most 7 digits, 0 or more.
          GET    | Patient?_format=text/csv    | 406 | not-supported | _format asks for a format that this server does not write; it speaks application/fhir+json and application/fhir+xml.
          GET    | Patient/$nothing            | 404 | not-found     | There is no such operation at this address for GET with these parameters.
          DELETE | metadata                    | 405 | not-supported | This method is not offered at this address.
          GET    | ?_getpages=nothing          | 410 | deleted       | These results are no longer kept; search again.
          """)
  void anAddressThatLeadsNowhereIsRefused(
      String method, String path, int status, String code, String sentence) {
    Answer answer = server.fhir(method, path).as(PLAN).send();
    if (sentence.endsWith("Secret_.")) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).contains("This server has no resource type");
    } else {
      answer.isRefused(status, code, sentence);
    }
  }

  @Test
  void anAcceptHeaderWithoutAFormatOfFhirIsRefused() {
    server
        .fhir("GET", "Patient")
        .as(PLAN)
        .header("Accept", "text/csv")
        .send()
        .isRefused(
            406,
            "not-supported",
            "The Accept header names no format that this server writes;"
                + " it speaks application/fhir+json and application/fhir+xml.");
  }

  @Test
  void aRefusalLeavesTheConnectionOpenForTheNextRequest() throws Exception {
    String body = "{\"resourceType\":\"Patient\"}";
    String head =
        "POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + PLAN
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      client.setSoTimeout(20_000);
      for (int i = 0; i < 3; i++) {
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        // the body comes late, as over a slow network
        Thread.sleep(300);
        client.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
        assertThat(statusLine(client)).startsWith("HTTP/1.1 415");
      }
    }
  }

  /** Reads one answer and gives its first line. */
  private static String statusLine(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      assertThat(next).as("the connection is open").isNotNegative();
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(head.toString());
    if (length.find()) {
      client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    } else {
      while (head.indexOf("\r\n0\r\n\r\n") < 0) {
        head.append((char) client.getInputStream().read());
      }
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  @Test
  void aContentTypeThatIsNotReadIsRefused() {
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .body("text/plain", "{\"resourceType\":\"Patient\"}")
        .send()
        .isRefused(
            415,
            "not-supported",
            "The Content-Type is not one that this server reads;"
                + " it speaks application/fhir+json and application/fhir+xml.");
  }

  @ParameterizedTest
  @CsvSource({"secret", "utf-16", "ibm037"})
  void aCharsetOtherThanThatOfFhirIsRefused(String charset) {
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .body("application/fhir+json;charset=" + charset, "{\"resourceType\":\"Patient\"}")
        .send()
        .isRefused(415, "not-supported", "The Content-Type names a charset other than UTF-8.");
  }

  @Test
  void anUpdateWhoseBodyHasAnotherIdIsRefused() {
    server
        .fhir("PUT", "Patient/" + patient())
        .as(PLAN)
        .json("{\"resourceType\":\"Patient\",\"id\":\"two\"}")
        .send()
        .isRefused(
            400,
            "invalid",
            "The body must contain the id of the resource, and the same one as the address.");
  }

  @Test
  void anUpdateOfAnOlderVersionIsRefused() {
    String id = patient();
    server
        .fhir("PUT", "Patient/" + id)
        .as(PLAN)
        .header("If-Match", "W/\"7\"")
        .json("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}")
        .send()
        .isRefused(
            412,
            "conflict",
            "The resource has changed since the version named in If-Match; read it again.");
  }

  @Test
  void anIfMatchThatNamesNoVersionIsRefused() {
    String id = patient();
    server
        .fhir("PUT", "Patient/" + id)
        .as(PLAN)
        .header("If-Match", "newest")
        .json("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
        .send()
        .isRefused(
            400,
            "structure",
            "The If-Match header must name one version of a resource, as in W/\"3\".");
  }

  @Test
  void aReferenceToAResourceThatDoesNotExistIsRefused() {
    server
        .fhir("POST", "Task")
        .as("demo-admin")
        .json(task("Patient/nobody"))
        .send()
        .isRefused(
            400,
            "invalid",
            "The reference at Task.for points to a Patient that does not exist here.");
  }

  @Test
  void anErrorNamesTheElementToBlame() {
    Answer answer =
        server.fhir("POST", "Task").as("demo-admin").json(task("Patient/nobody")).send();
    assertThat(answer.text()).contains("\"expression\":[\"Task.for\"]");
    Answer entry =
        server
            .fhir("POST", "")
            .as("demo-admin")
            .json(
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                    + "{\"resourceType\":\"Patient\"}}]}")
            .send();
    assertThat(entry.text()).contains("\"expression\":[\"Bundle.entry[0].request.method\"]");
  }

  @Test
  void aReferenceToATypeThatIsNotServedIsRefused() {
    server
        .fhir("POST", "Task")
        .as("demo-admin")
        .json(task("Account/one"))
        .send()
        .isRefused(
            400,
            "invalid",
            "A reference points to a Account, which is not a resource type of this server.");
  }

  @Test
  void aTransactionOfWhichOneEntryIsWrongStoresNothing() {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"resource":{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"all-or-none"}]},
           "request":{"method":"POST","url":"Patient"}},
          {"resource":%s,"request":{"method":"POST","url":"Task"}}]}
        """
            .formatted(task("Patient/nobody"));
    assertThat(server.fhir("POST", "").as("demo-admin").json(bundle).send().status())
        .isEqualTo(400);
    Bundle found =
        server
            .fhir("GET", "Patient?identifier=urn:x%7Call-or-none")
            .as("demo-admin")
            .send()
            .resource(Bundle.class);
    assertThat(found.getTotal()).isZero();
  }

  @Test
  void aTransactionThatIsNoTransactionIsRefused() {
    server
        .fhir("POST", "")
        .as("demo-admin")
        .json("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")
        .send()
        .isRefused(400, "invalid", "Bundle.type must be transaction or batch at this address.");
  }

  @Test
  void anEntryWithoutMethodIsRefused() {
    server
        .fhir("POST", "")
        .as("demo-admin")
        .json(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                + "{\"resourceType\":\"Patient\"}}]}")
        .send()
        .isRefused(
            400, "invalid", "Bundle.entry[0].request.method is missing or is not an HTTP method.");
  }

  @Test
  void anAddressOutsideTheInterfaceIsRefused() {
    server
        .at("GET", "/nothing")
        .send()
        .isRefused(
            404,
            "not-found",
            "There is nothing at this address; the FHIR interface is under /fhir.");
  }

  @Test
  void anAddressThatIsNoAddressIsRefused() {
    server
        .at("GET", "/fhir/Patient/..%2f..%2fsecret")
        .send()
        .isRefused(400, "structure", "The request is not well formed HTTP.");
  }

  /** A patient of the plan. */
  private String patient() {
    return server
        .fhir("POST", "Patient")
        .as(PLAN)
        .json("{\"resourceType\":\"Patient\"}")
        .send()
        .isOk(201)
        .resource(Patient.class)
        .getIdPart();
  }

  private static String task(String patient) {
    return "{\"resourceType\":\"Task\",\"status\":\"draft\",\"intent\":\"order\",\"for\":"
        + "{\"reference\":\""
        + patient
        + "\"}}";
  }

  private static String large() {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\""
        + "x".repeat(FIFTY_MILLION)
        + "\"}]}";
  }
}
