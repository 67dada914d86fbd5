package org.openimr.server.demo;

import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Sends requests to the FHIR interface with the token of a demonstration caller. */
final class DemonstrationClient {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;
  private final IParser parser;

  /** An answer: its status and the resource in its body. */
  record Answer(int status, Resource body) {}

  /** What the server answers when it does not do what was asked. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String sentence) {
      super(sentence);
    }
  }

  DemonstrationClient(String base, String token, IParser parser) {
    this.base = base;
    this.token = token;
    this.parser = parser;
  }

  /** Posts a resource in JSON to a path below the base. */
  Answer post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .POST(BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    Resource body = (Resource) parser.parseResource(response.body());
    if (response.statusCode() >= 300) {
      throw new RefusedException(
          "POST " + path + " was answered " + response.statusCode() + ": " + sentences(body));
    }
    return new Answer(response.statusCode(), body);
  }

  private static String sentences(Resource body) {
    if (!(body instanceof OperationOutcome outcome)) {
      return "no reason given";
    }
    StringBuilder text = new StringBuilder();
    outcome
        .getIssue()
        .forEach(issue -> text.append(issue.getDiagnostics()).append(System.lineSeparator()));
    return text.toString().strip();
  }
}
