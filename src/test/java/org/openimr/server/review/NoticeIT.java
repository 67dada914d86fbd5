package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.notice.LetterOutbox;
import org.openimr.server.notice.NoticeWork;

/** Notices are drafted when a case owes them, sent over HTTP, and seen by who may see them. */
@OnEachDatabase
class NoticeIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;

  NoticeIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aDraftIsMadeOnceAndSeenByWhoOwesItAlone() {
    Task task = submit();
    look();
    List<Communication> drafts = notices(PLAN, task);
    assertThat(drafts).isNotEmpty();
    Communication letter = notice(PLAN, task, "imr-letter", "Patient/");
    assertThat(letter.getStatus().toCode()).isEqualTo("preparation");
    assertThat(letter.getMeta().getVersionId()).isEqualTo("1");
    look();
    assertThat(notice(PLAN, task, "imr-letter", "Patient/").getMeta().getVersionId())
        .isEqualTo("1");
    assertThat(notices(PLAN, task)).hasSameSizeAs(drafts);

    String path = path(letter);
    String document = letter.getPayloadFirstRep().getContentReference().getReference();
    for (String other : List.of(DEPARTMENT, "demo-imro", "demo-plan-chw", "demo-committee")) {
      assertThat(server.fhir("GET", path).as(other).send().status()).as(other).isIn(403, 404);
      assertThat(server.fhir("GET", document).as(other).send().status()).as(other).isIn(403, 404);
    }
    assertThat(notices(DEPARTMENT, task))
        .noneMatch(
            each -> each.getCategoryFirstRep().getCodingFirstRep().getCode().equals("imr-letter"));
  }

  @Test
  void theLetterIsThereInHtmlAndPdfInBothLanguages() {
    Task task = submit();
    look();
    Communication letter = notice(PLAN, task, "imr-letter", "Patient/");
    DocumentReference document =
        server
            .fhir("GET", letter.getPayloadFirstRep().getContentReference().getReference())
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(DocumentReference.class);
    assertThat(document.getContent())
        .extracting(
            each ->
                each.getAttachment().getContentType() + " " + each.getAttachment().getLanguage())
        .containsExactly(
            "text/html en", "application/pdf en", "text/html es", "application/pdf es");
    Attachment page = document.getContent().get(2).getAttachment();
    Binary content =
        server
            .fhir("GET", page.getUrl())
            .as(PLAN)
            .header("Accept", "application/fhir+json")
            .send()
            .isOk(200)
            .resource(Binary.class);
    assertThat(new String(content.getData(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("lang=\"es\"")
        .contains("revisión médica independiente")
        .contains("Jordan Ellery")
        .contains("18 Sample Lane");
  }

  @Test
  void sendingRecordsTheEventAndShowsTheLetterToWhoGotIt() throws Exception {
    Task task = submit();
    look();
    Communication letter = notice(PLAN, task, "imr-letter", "Patient/");
    Parameters answer = send(PLAN, letter, "W/\"1\"", "").isOk(200).resource(Parameters.class);
    Communication sent = (Communication) answer.getParameter("notice").getResource();
    Task now = (Task) answer.getParameter("case").getResource();
    assertThat(sent.getStatus().toCode()).isEqualTo("completed");
    assertThat(sent.getSent()).isNotNull();
    assertThat(
            now.getInput().stream()
                .flatMap(each -> each.getType().getCoding().stream())
                .map(coding -> coding.getCode()))
        .contains("imr-letter-sent");
    assertThat(server.fhir("GET", path(letter)).as(DEPARTMENT).send().status()).isEqualTo(200);
    assertThat(server.fhir("GET", path(letter)).as("demo-imro").send().status()).isEqualTo(404);
    assertThat(server.fhir("GET", path(letter)).as("demo-provider").send().status()).isEqualTo(404);
    assertThat(server.found(PLAN, "Provenance?target=" + path(letter)))
        .hasSize(2)
        .allMatch(Provenance.class::isInstance);
    look();
    assertThat(notice(PLAN, task, "imr-letter", "Patient/").getStatus().toCode())
        .isEqualTo("completed");

    assertThat(send(PLAN, letter, "W/\"1\"", "").status()).isEqualTo(412);
    assertThat(
            send(PLAN, letter, "W/\"2\"", "")
                .isOk(422)
                .resource(OperationOutcome.class)
                .getIssueFirstRep()
                .getDiagnostics())
        .isEqualTo("The notice has been sent already.");
    assertThat(server.bean(LetterOutbox.class).look(Instant.now())).isPositive();
    assertThat(server.bean(LetterOutbox.class).failing()).isZero();
  }

  @Test
  void aDutyThatIsMetOtherwiseWithdrawsItsDraft() {
    Task task = submit();
    look();
    Communication letter = notice(PLAN, task, "imr-letter", "Patient/");
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"1\"")
        .json(
            parameters(
                "{'name':'event','part':[{'name':'code','valueCode':'imr-letter-sent'},"
                    + "{'name':'time','valueDateTime':'"
                    + Instant.now()
                        .minusSeconds(60)
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                    + "'}]}"))
        .send()
        .isOk(200);
    look();
    Communication withdrawn =
        server.fhir("GET", path(letter)).as(PLAN).send().isOk(200).resource(Communication.class);
    assertThat(withdrawn.getStatus().toCode()).isEqualTo("not-done");
    assertThat(send(PLAN, letter, "W/\"2\"", "").status()).isEqualTo(422);
  }

  @Test
  void nobodyWritesANoticeByHand() {
    Task task = submit();
    look();
    Communication letter = notice(PLAN, task, "imr-letter", "Patient/");
    letter.setStatus(Communication.CommunicationStatus.COMPLETED);
    String text =
        ca.uhn.fhir.context.FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(letter);
    assertThat(server.fhir("PUT", path(letter)).as(PLAN).json(text).send().status()).isEqualTo(403);
    assertThat(send(PLAN, letter, null, "").status()).isEqualTo(428);
    assertThat(send("demo-plan-chw", letter, "W/\"1\"", "").status()).isEqualTo(404);
    assertThat(send("demo-member", letter, "W/\"1\"", "").status()).isEqualTo(403);
    assertThat(
            send(PLAN, letter, "W/\"1\"", "{'name':'medium','valueCode':'PIGEON'}")
                .isOk(422)
                .resource(OperationOutcome.class)
                .getIssue())
        .hasSize(1);
    assertThat(
            send(PLAN, letter, "W/\"1\"", "{'name':'sent','valueDateTime':'2099-01-01T10:00:00Z'}")
                .status())
        .isEqualTo(422);
    assertThat(
            send(PLAN, letter, "W/\"1\"", "{'name':'sent','valueDateTime':'2026-01-01T10:00:00Z'}")
                .status())
        .isEqualTo(422);
  }

  private Task submit() {
    return server.submitted(
        PLAN, Submissions.without(Submissions.of(25), "imr-letter-sent").toString());
  }

  private void look() {
    server.bean(NoticeWork.class).look(Instant.now());
  }

  private List<Communication> notices(String token, Task task) {
    return server.found(token, "Communication?part-of=Task/" + id(task)).stream()
        .map(Communication.class::cast)
        .toList();
  }

  private Communication notice(String token, Task task, String kind, String recipient) {
    return notices(token, task).stream()
        .filter(each -> each.getCategoryFirstRep().getCodingFirstRep().getCode().equals(kind))
        .filter(each -> each.getRecipientFirstRep().getReference().startsWith(recipient))
        .findFirst()
        .orElseThrow();
  }

  private Answer send(String token, Communication notice, String version, String parameters) {
    RunningServer.Call call = server.fhir("POST", path(notice) + "/$send-notice").as(token);
    if (version != null) {
      call.header("If-Match", version);
    }
    return call.json(parameters(parameters)).send();
  }

  private static String parameters(String parameters) {
    return ("{'resourceType':'Parameters'"
            + (parameters.isEmpty() ? "" : ",'parameter':[" + parameters + "]")
            + "}")
        .replace('\'', '"');
  }

  private static String path(Communication notice) {
    return "Communication/" + notice.getIdElement().getIdPart();
  }

  private static String id(Task task) {
    return new IdType(task.getId()).getIdPart();
  }
}
