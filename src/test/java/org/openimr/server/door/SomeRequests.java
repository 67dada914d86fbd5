package org.openimr.server.door;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Requests made up at random: well-formed ones out of what the interface knows, with some of their
 * parts exchanged for what no reader expects.
 *
 * <p>The same seed makes the same requests.
 */
final class SomeRequests {

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Task",
          "Observation",
          "Bundle",
          "Claim",
          "DocumentReference",
          "Binary",
          "CodeSystem",
          "ValueSet",
          "PlanDefinition",
          "Encounter",
          "Location",
          "Questionnaire",
          "Subscription",
          "SearchParameter",
          "Account",
          "Parameters",
          "metadata",
          "_history");
  private static final List<String> STEPS =
      List.of(
          "kept",
          "nobody",
          "_search",
          "_history",
          "_history/1",
          "$validate",
          "$expand",
          "$lookup",
          "$compute-deadlines",
          "$check-eligibility",
          "$compare-policies",
          "$packet",
          "$request-information",
          "$record-event",
          "$everything",
          "$meta",
          "1",
          "99999999999999999999",
          "a%20b");
  private static final List<String> NAMES =
      List.of(
          "_id",
          "_count",
          "_offset",
          "_sort",
          "_include",
          "_revinclude",
          "_has:Task:patient:_id",
          "_format",
          "_summary",
          "_elements",
          "_total",
          "_lastUpdated",
          "_tag",
          "_profile",
          "_filter",
          "_getpages",
          "_getpagesoffset",
          "name",
          "birthdate",
          "identifier",
          "organization",
          "organization.name",
          "subject",
          "subject:Patient.birthdate",
          "date",
          "code",
          "due",
          "value-quantity",
          "code-value-quantity",
          "component-code-value-quantity",
          "length",
          "near",
          "url",
          "policy",
          "asOf",
          "explain",
          "recipient",
          "draft",
          "_text",
          "_content",
          "_list",
          "_type",
          "_since",
          "_at",
          "_pretty",
          "context-quantity",
          "general-practitioner");
  private static final List<String> MODIFIERS =
      List.of(
          "",
          "",
          "",
          "",
          ":exact",
          ":missing",
          ":not",
          ":of-type",
          ":text",
          ":in",
          ":below",
          ":above",
          ":identifier",
          ":iterate",
          ":Patient",
          ":foo",
          ".name",
          ":",
          ".");
  private static final List<String> VALUES =
      List.of(
          "x",
          "",
          "kept",
          "true",
          "1",
          "0",
          "-1",
          "2147483648",
          "1e5",
          "1e99",
          "1e999999999",
          "NaN",
          "2026-07-01",
          "gt2026",
          "le2026-02-30",
          "9999-12-31T23:59:59-14:00",
          "0000-00-00",
          "ap2020-01-01",
          "http://loinc.org|1-8",
          "|",
          "||",
          "a|b|c",
          "$",
          "a$b",
          "a$gt1e5",
          ",",
          ",,",
          "\\,",
          "\\",
          "%",
          "%00",
          "%zz",
          "%ff",
          "%E2%82%AC",
          "%0d%0aX: y",
          "Patient/kept",
          "Patient/",
          "/",
          "#",
          "urn:uuid:x",
          "http://127.0.0.1:1/x",
          "*",
          "Patient:organization",
          "Task:patient",
          "text/turtle",
          "json",
          "phc-um",
          "dmhc-imr-vchcp",
          "imro",
          "'",
          "\"",
          "<script>",
          "${x}",
          "a%26b",
          "((((",
          "[0]",
          "..",
          "~",
          "`");
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Content-Type",
          "Prefer",
          "If-Match",
          "If-None-Match",
          "If-None-Exist",
          "If-Modified-Since",
          "Cache-Control",
          "X-Request-Id",
          "Content-Encoding",
          "Accept-Encoding",
          "Accept-Charset",
          "Range",
          "Origin",
          "Cookie",
          "Content-Location",
          "X-Cascade",
          "X-Rewrite-History",
          "X-Retry-On-Version-Conflict",
          "X-Forwarded-Host",
          "Authorization");
  private static final List<String> HEADER_VALUES =
      List.of(
          "",
          "*",
          "foo",
          "application/fhir+json",
          "application/fhir+xml",
          "text/turtle",
          "text/html",
          "application/fhir+json;q=x",
          ";;;",
          ",,,",
          "W/\"1\"",
          "W/\"99999999999999999999\"",
          "\"",
          "return=minimal",
          "handling=strict",
          "identifier=x",
          "%zz",
          "?",
          "gzip",
          "identity",
          "-1",
          "no-store, max-results=-1",
          "Sun, 06 Nov 1994 08:49:37 GMT",
          "bytes=-1",
          "Bearer x",
          "Bearer eyJhbGciOiJub25lIn0.e30.",
          "Basic eDp4",
          "application/json-patch+json",
          "application/x-www-form-urlencoded",
          "application/fhir+json;charset=utf-16",
          "a/b",
          "retry; max-retries=x");

  private final Random random;
  private final SomeBodies bodies;

  SomeRequests(long seed) {
    this.random = new Random(seed);
    this.bodies = new SomeBodies(random);
  }

  /** The next one. */
  RawRequest next() {
    String method = one(METHODS);
    RawRequest request = RawRequest.to(method, "/fhir" + path() + query());
    boolean body = List.of("POST", "PUT", "PATCH").contains(method);
    if (body) {
      request = request.with("Content-Type", bodyType(method));
      request = request.with(body(request.headers().get("Content-Type")));
    }
    for (int i = random.nextInt(5) - 2; i > 0; i--) {
      request = request.with(one(HEADERS), one(HEADER_VALUES));
    }
    if (!request.headers().containsKey("Authorization") && random.nextInt(10) > 0) {
      request =
          request.with(
              "Authorization",
              "Bearer " + (random.nextBoolean() ? "demo-admin" : "demo-plan-vchcp"));
    }
    return request;
  }

  private String bodyType(String method) {
    if (method.equals("PATCH")) {
      return "application/json-patch+json";
    }
    int kind = random.nextInt(10);
    return kind < 6
        ? "application/fhir+json"
        : kind < 9 ? "application/fhir+xml" : "application/x-www-form-urlencoded";
  }

  private byte[] body(String type) {
    if (type.endsWith("urlencoded")) {
      return query().replaceFirst("^\\?", "").getBytes(StandardCharsets.UTF_8);
    }
    if (type.endsWith("json-patch+json")) {
      return bodies.patch();
    }
    return type.contains("xml") ? bodies.xml() : bodies.json();
  }

  private String path() {
    int kind = random.nextInt(12);
    if (kind == 0) {
      return "";
    }
    if (kind == 1) {
      return "/$submit-case";
    }
    String path = "/" + one(TYPES);
    for (int i = random.nextInt(3); i > 0; i--) {
      path += "/" + one(STEPS);
    }
    return path;
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      query.append(query.isEmpty() ? "?" : "&").append(one(NAMES)).append(one(MODIFIERS));
      query.append(random.nextInt(20) == 0 ? "" : "=").append(value());
    }
    return query.toString();
  }

  private String value() {
    String value = one(VALUES);
    for (int i = random.nextInt(6) - 4; i > 0; i--) {
      value += "," + one(VALUES);
    }
    // what HTTP itself forbids in a request line is not of interest here
    return value
        .replace(" ", "%20")
        .replace("\"", "%22")
        .replace("<", "%3C")
        .replace(">", "%3E")
        .replace("|", "%7C")
        .replace("\\", "%5C")
        .replace("`", "%60")
        .replace("{", "%7B")
        .replace("}", "%7D")
        .replace("#", "%23")
        .replace("[", "%5B")
        .replace("]", "%5D");
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
