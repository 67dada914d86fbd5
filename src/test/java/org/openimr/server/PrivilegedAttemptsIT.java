package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.Submissions;

/**
 * For every privileged document, every recipient that may not have it, and every path to it: an
 * attempt, which finds nothing. All are listed in {@code target/privileged-attempts.csv}.
 */
@OnEachDatabase
class PrivilegedAttemptsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final Map<String, String> TOKENS =
      Map.of("member", "demo-member", "provider", "demo-provider");

  private final RunningServer server;
  private final List<String> attempts =
      new ArrayList<>(List.of("document,recipient,path,status,found"));

  PrivilegedAttemptsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void noneFindsAnything() throws IOException {
    ObjectNode bundle = Submissions.small();
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    Submissions.name(bundle, 1, "demo-member");
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.name(bundle, 3, "demo-provider");
    String id = server.submitted(PLAN, bundle.toString()).getIdElement().getIdPart();
    Bundle whole = issue(id, "imro");
    List<DocumentReference> privileged = privileged(whole);
    assertThat(privileged).extracting(DocumentReference::getDescription).hasSize(2);

    for (String recipient : List.of("member", "provider")) {
      Bundle packet = issue(id, recipient);
      assertThat(privileged(packet)).isEmpty();
      for (DocumentReference document : privileged) {
        paths(id, recipient, packet, document)
            .forEach((path, token) -> attempt(document, recipient, path, token));
      }
    }

    Files.write(Path.of("target/privileged-attempts.csv"), attempts);
    assertThat(attempts).hasSizeGreaterThan(50).noneMatch(line -> line.endsWith(",true"));
  }

  private Bundle issue(String id, String recipient) {
    return server
        .fhir("POST", "Task/" + id + "/$packet?recipient=" + recipient)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }

  private static List<DocumentReference> privileged(Bundle packet) {
    List<DocumentReference> found = new ArrayList<>();
    for (BundleEntryComponent entry : packet.getEntry()) {
      if (entry.getResource() instanceof DocumentReference document
          && document.getSecurityLabel().stream()
              .flatMap(label -> label.getCoding().stream())
              .anyMatch(label -> label.getSystem().endsWith("/imr-privilege"))) {
        found.add(document);
      }
    }
    return found;
  }

  /** The paths, each with the token that goes it. */
  private static Map<String, String> paths(
      String id, String recipient, Bundle packet, Resource document) {
    String name = "DocumentReference/" + document.getIdElement().getIdPart();
    String task = "Task/" + id;
    Map<String, String> paths = new LinkedHashMap<>();
    String token = TOKENS.get(recipient);
    for (String own :
        List.of(
            task + "/$packet?recipient=" + recipient,
            task + "/$packet?recipient=" + recipient + "&_format=xml",
            task + "/$packet?recipient=" + recipient + "&draft=true",
            task + "/$packet?recipient=imro",
            task + "/$packet?recipient=imro&draft=true",
            task + "/$packet?recipient=department",
            "Bundle/" + packet.getIdElement().getIdPart(),
            "Bundle?_id=" + packet.getIdElement().getIdPart(),
            name,
            name + "/_history",
            name + "/_history/1",
            "DocumentReference?_id=" + document.getIdElement().getIdPart(),
            "DocumentReference?_count=200",
            "Provenance?target=" + name + "&_include=Provenance:target",
            task + "/$check-eligibility",
            task)) {
      paths.put(own, token);
    }
    paths.put(task + "/$packet?recipient=" + recipient + "&draft=true&x", PLAN);
    paths.put(task + "/$packet?draft=true&recipient=" + recipient, PLAN);
    return paths;
  }

  private void attempt(DocumentReference document, String recipient, String path, String token) {
    Answer answer = server.fhir("GET", path).as(token).send();
    boolean found =
        answer.text().contains(document.getDescription())
            || answer.text().contains(document.getIdElement().getIdPart())
                && answer.status() < 400
                && !path.contains(document.getIdElement().getIdPart())
            || answer.text().contains(content(document));
    attempts.add(
        String.join(
            ",",
            document.getIdElement().getIdPart(),
            recipient,
            path,
            String.valueOf(answer.status()),
            String.valueOf(found)));
  }

  private static String content(DocumentReference document) {
    return document.getContentFirstRep().getAttachment().getDataElement().getValueAsString();
  }
}
