package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.security.DemoCallers;

/** A label that stands on a document alone decides who sees it, however the document is written. */
@OnEachDatabase
class LoneLabelsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";
  private static final String SENSITIVITY = "https://openimr.org/fhir/CodeSystem/imr-sensitivity";
  private static final Map<String, Caller> CALLERS = DemoCallers.published();

  /** Health and Safety Code 1374.30(n), and who acts for the plan. */
  private static final Set<String> PRIVILEGED =
      Set.of(
          "plan",
          "plan-staff",
          "plan-physician",
          "cmo",
          "behavioral-health-director",
          "imro",
          "imro-clerk",
          "imro-reviewer",
          "department");

  private final RunningServer server;

  LoneLabelsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aDocumentOfACaseThatIsMarkedByAnUpdateIsSeenByThoseAlone() {
    for (String code : List.of("attorney-client", "work-product", "peer-review", "proprietary")) {
      DocumentReference document = ofACase();
      String path = "DocumentReference/" + id(document);
      String content = document.getContentFirstRep().getAttachment().getUrl();
      Set<String> before = seenBy(path);
      assertThat(before).contains("demo-member", "demo-imro", "demo-department", PLAN);
      // committees see documents, masked, and no contents
      Set<String> contents = new TreeSet<>(before);
      contents.remove("demo-committee");
      assertThat(seenBy(content)).isEqualTo(contents);

      document.addSecurityLabel().addCoding(new Coding(PRIVILEGE, code, null));
      server.fhir("PUT", path).as(PLAN).json(json(document)).send().isOk(200);

      Set<String> expected = new TreeSet<>(before);
      expected.removeIf(token -> !PRIVILEGED.contains(CALLERS.get(token).role()));
      assertThat(expected).contains("demo-imro", "demo-department", PLAN);
      assertThat(seenBy(path)).as(code).isEqualTo(expected);
      assertThat(seenBy(content)).as(code).isEqualTo(expected);
      assertThat(foundBy(document)).as(code).isEqualTo(expected);
    }
  }

  @Test
  void aPatchMarksItAsWell() {
    DocumentReference document = ofACase();
    String path = "DocumentReference/" + id(document);
    Set<String> expected = new TreeSet<>(seenBy(path));
    expected.removeIf(
        token ->
            !PRIVILEGED.contains(CALLERS.get(token).role()) || token.equals("demo-department"));
    server
        .fhir("PATCH", path)
        .as(PLAN)
        .body(
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/securityLabel\",\"value\":[{\"coding\":[{\"system\":\""
                + SENSITIVITY
                + "\",\"code\":\"psychotherapy-notes\"}]}]}]")
        .send()
        .isOk(200);

    assertThat(seenBy(path)).isEqualTo(expected);
    assertThat(seenBy(document.getContentFirstRep().getAttachment().getUrl())).isEqualTo(expected);
  }

  @Test
  void whoeverWritesOneByItselfMarksIt() {
    for (String sender : List.of(PLAN, "demo-provider", "demo-facility", "demo-member")) {
      DocumentReference document = new DocumentReference();
      document.setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.CURRENT);
      document.addContent().getAttachment().setContentType("text/plain").setData(new byte[] {65});
      document.addSecurityLabel().addCoding(new Coding(PRIVILEGE, "work-product", null));
      Answer created =
          server.fhir("POST", "DocumentReference").as(sender).json(json(document)).send();
      created.isOk(201);
      String id = new IdType(created.header("Location")).getIdPart();

      Set<String> seen = seenBy("DocumentReference/" + id);
      assertThat(seen).as(sender).contains("demo-department");
      assertThat(seen).as(sender).allMatch(token -> PRIVILEGED.contains(CALLERS.get(token).role()));
      assertThat(seen.contains(sender)).as(sender).isEqualTo(sender.equals(PLAN));
    }
  }

  @Test
  void aDocumentWithinAnotherResourceMarksThat() {
    String letter =
        "{\"resourceType\":\"Communication\",\"status\":\"completed\",\"contained\":[{"
            + "\"resourceType\":\"DocumentReference\",\"id\":\"memo\",\"status\":\"current\","
            + "\"securityLabel\":[{\"coding\":[{\"system\":\""
            + PRIVILEGE
            + "\",\"code\":\"attorney-client\"}]}],\"content\":[{\"attachment\":{\"data\":"
            + "\"QQ==\"}}]}],\"payload\":[{\"contentReference\":{\"reference\":\"#memo\"}}]}";
    Answer created = server.fhir("POST", "Communication").as("demo-member").json(letter).send();
    created.isOk(201);
    String id = new IdType(created.header("Location")).getIdPart();

    assertThat(seenBy("Communication/" + id))
        .contains("demo-department")
        .allMatch(token -> PRIVILEGED.contains(CALLERS.get(token).role()));
  }

  @Test
  void aLabelThatTheStoreCannotKeepBreaksNothing() {
    String document =
        "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"securityLabel\":[{"
            + "\"coding\":[{\"system\":\"https://example.org/\",\"code\":\""
            + "x".repeat(5000)
            + "\"},{\"display\":\"no code\"},{\"system\":\""
            + PRIVILEGE
            + "\",\"code\":\"attorney-client\",\"display\":\""
            + "y".repeat(5000)
            + "\"}],\"text\":\"free\"}],\"content\":[{\"attachment\":{\"data\":\"QQ==\"}}]}";
    Answer created =
        server.fhir("POST", "DocumentReference").as("demo-provider").json(document).send();
    created.isOk(201);
    String id = new IdType(created.header("Location")).getIdPart();
    assertThat(seenBy("DocumentReference/" + id)).doesNotContain("demo-provider");
  }

  /** A document of a case with a plan, a review organization and a member, its content apart. */
  private DocumentReference ofACase() {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.addMember(bundle);
    Task task = server.submitted(PLAN, bundle.toString());
    return server
        .found(PLAN, "DocumentReference?_count=100&patient=" + task.getFor().getReference())
        .stream()
        .map(DocumentReference.class::cast)
        .filter(each -> each.getContentFirstRep().getAttachment().hasUrl())
        .filter(
            each ->
                each.getMeta().getSecurity().stream()
                    .noneMatch(
                        label ->
                            PRIVILEGE.equals(label.getSystem())
                                || "psychotherapy-notes".equals(label.getCode())))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> seenBy(String path) {
    Set<String> seen = new TreeSet<>();
    for (String token : CALLERS.keySet()) {
      int status =
          server
              .fhir("GET", path)
              .as(token)
              .header("Accept", "application/fhir+json")
              .send()
              .status();
      assertThat(status).as(token).isIn(200, 403, 404);
      if (status == 200) {
        seen.add(token);
      }
    }
    return seen;
  }

  private Set<String> foundBy(DocumentReference document) {
    Set<String> found = new TreeSet<>();
    for (String token : CALLERS.keySet()) {
      Answer answer = server.fhir("GET", "DocumentReference?_id=" + id(document)).as(token).send();
      if (answer.status() == 200 && answer.text().contains("\"fullUrl\"")) {
        found.add(token);
      }
    }
    return found;
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }

  private static String json(Resource resource) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource);
  }
}
