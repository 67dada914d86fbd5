package org.openimr.server.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.attachment.HeldAttachments;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Records join their case over HTTP; those that come first wait in the database. */
@OnEachDatabase
class SubmitAttachmentIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";

  private static final String LINE = "https://openimr.org/fhir/StructureDefinition/imr-line-item";
  private static final String SCAN =
      "59ad1b2fc74287ded1bba7af67765d23ad4a49f1ae51902cc2ed3f8ebee96cfa";

  private final RunningServer server;

  SubmitAttachmentIT(Database database) {
    this.server = database.server();
  }

  @Test
  void recordsJoinTheCaseOfTheirNumberOnce() {
    ObjectNode bundle = named(UUID.randomUUID().toString());
    String number = tracked(bundle);
    Task task = submitted(bundle);

    assertThat(said(PLAN, sent(number, number)))
        .isEqualTo("1 documents have joined Task/" + id(task) + ".");
    assertThat(said(PLAN, sent(number, number))).contains("1 were in it already");
    assertThat(found(number, "demo-department")).isEqualTo(1);
    assertThat(found(number, OTHER)).isZero();
    // by the number of the case as well, and by nobody who is not party to it
    String caseNumber = task.getIdentifierFirstRep().getValue();
    assertThat(said(PLAN, sent(caseNumber, number))).contains("1 were in it already");
    assertThat(said(OTHER, sent(caseNumber, number))).startsWith("No case that you are party to");
  }

  @Test
  void whatComesFirstWaitsForItsCase() {
    ObjectNode bundle = named(UUID.randomUUID().toString());
    String number = tracked(bundle);

    assertThat(said(PLAN, sent(number, number))).startsWith("No case that you are party to");
    assertThat(found(number, "demo-department")).isZero();
    submitted(bundle);

    server.bean(SubmitAttachmentOperation.class).again(Instant.now());
    assertThat(found(number, "demo-department")).isEqualTo(1);
  }

  @Test
  void twoEqualOnesAtOnceAreKeptOnce() throws Exception {
    for (int round = 0; round < 3; round++) {
      ObjectNode bundle = named(UUID.randomUUID().toString());
      String number = tracked(bundle);
      submitted(bundle);
      ExecutorService senders = Executors.newFixedThreadPool(2);
      CountDownLatch together = new CountDownLatch(2);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        answers.add(
            senders.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return said(PLAN, sent(number, number));
                }));
      }
      List<String> said = List.of(answers.get(0).get(), answers.get(1).get());
      senders.shutdown();
      assertThat(said).anyMatch(each -> each.contains("1 were in it already"));
      assertThat(said).anyMatch(each -> each.startsWith("1 documents have joined"));
      assertThat(found(number, "demo-department")).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoDocumentIsKeptAsTheContentOfOneWithItsLabels() {
    ObjectNode bundle = named(UUID.randomUUID().toString());
    String number = tracked(bundle);
    submitted(bundle);
    Binary binary = new Binary();
    binary.setContentType("text/plain").setData("scan".getBytes(StandardCharsets.UTF_8));
    Condition condition = new Condition();
    condition.getSubject().setReference("Patient/theirs");
    condition.getCode().addCoding(new Coding("http://hl7.org/fhir/sid/icd-10-cm", "F10.20", null));

    said(PLAN, holding(sent(number, number), binary));
    said(PLAN, holding(sent(number, number), condition));

    List<DocumentReference> kept = documents(number);
    assertThat(kept)
        .extracting(each -> each.getContentFirstRep().getAttachment().getContentType())
        .containsExactlyInAnyOrder("text/plain", "application/fhir+json");
    for (DocumentReference each : kept) {
      assertThat(each.getExtensionString(LINE)).isEqualTo("1");
      assertThat(each.getType().hasCoding("http://loinc.org", "11506-3")).isTrue();
      boolean json = each.getContentFirstRep().getAttachment().getContentType().contains("json");
      assertThat(
              each.getMeta().getSecurity().stream()
                  .anyMatch(label -> "substance-use".equals(label.getCode())))
          .as("labelled as what it holds")
          .isEqualTo(json);
    }
    // the SHA-256 of "scan", worked out apart
    assertThat(kept)
        .extracting(
            each ->
                each.getContentFirstRep()
                    .getAttachment()
                    .getExtensionFirstRep()
                    .getValue()
                    .primitiveValue())
        .contains(SCAN);
    Answer refused = send(PLAN, holding(sent(number, number), new Organization().setName("A")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("is a Organization", "QuestionnaireResponse");
    Parameters untold = holding(sent(number, number), binary);
    untold.getParameter("Attachment").getPart().removeIf(each -> each.getName().equals("Code"));
    assertThat(send(PLAN, untold).status()).isEqualTo(422);
  }

  @Test
  void whatIsHeldForTooLongIsNotTriedAndListed() {
    ObjectNode bundle = named(UUID.randomUUID().toString());
    String number = tracked(bundle);
    said(PLAN, sent(number, number));
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    String id =
        jdbc.queryForObject(
            "select id from imr_held_attachment where content like '%" + number + "%'",
            String.class);
    jdbc.update(
        "update imr_held_attachment set received_at = ? where id = ?",
        Timestamp.from(Instant.now().minus(Duration.ofDays(31))),
        id);
    submitted(bundle);

    server.bean(SubmitAttachmentOperation.class).again(Instant.now());
    assertThat(found(number, "demo-department")).isZero();
    assertThat(server.bean(HeldAttachments.class).kept())
        .filteredOn(each -> each.id().equals(id))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.organization()).isEqualTo("vchcp");
              assertThat(each.bytes()).isGreaterThan(300);
            });
  }

  private static Parameters holding(Parameters sent, Resource content) {
    var attachment = sent.getParameter("Attachment");
    attachment.getPart().clear();
    attachment.addPart().setName("LineItem").setValue(new StringType("1"));
    attachment
        .addPart()
        .setName("Code")
        .setValue(new CodeableConcept().addCoding(new Coding("http://loinc.org", "11506-3", null)));
    attachment.addPart().setName("Content").setResource(content);
    return sent;
  }

  private List<DocumentReference> documents(String number) {
    return server.found("demo-department", "DocumentReference?identifier=" + number).stream()
        .map(DocumentReference.class::cast)
        .toList();
  }

  @Test
  void wrongOnesAreRefusedWithTheirPlaces() {
    String number = tracked(named(UUID.randomUUID().toString()));
    Parameters sent = sent(number, number);
    ((DocumentReference) sent.getParameter("Attachment").getPartFirstRep().getResource())
        .getContentFirstRep()
        .getAttachment()
        .setData(null)
        .setUrl("https://ehr.example/Binary/1");

    Answer answer = send(PLAN, sent);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .contains("Parameters.parameter[4].part[0].resource.content[0].attachment");
    assertThat(send(PLAN, new Parameters()).status()).isEqualTo(400);
    assertThat(send("demo-imro", sent(number, number)).status()).isEqualTo(403);
    assertThat(server.fhir("GET", "$submit-attachment").as(PLAN).send().status()).isIn(400, 405);
  }

  /** A case about a member who was never seen before. */
  private static ObjectNode named(String member) {
    ObjectNode bundle = Submissions.of(25);
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", member);
    return bundle;
  }

  /** Gives the disputed claim, and its member, a number of their own. */
  private static String tracked(ObjectNode bundle) {
    String number = Submissions.first(bundle, "Patient").at("/identifier/0/value").asText();
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", number);
    return number;
  }

  private Task submitted(ObjectNode bundle) {
    return (Task)
        server
            .fhir("POST", "$submit-case")
            .as(PLAN)
            .json(bundle.toString())
            .send()
            .isOk(201)
            .resource(Parameters.class)
            .getParameter("case")
            .getResource();
  }

  private static Parameters sent(String tracking, String member) {
    Parameters sent = new Parameters();
    sent.addParameter().setName("TrackingId").setValue(new Identifier().setValue(tracking));
    sent.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    sent.addParameter().setName("ProviderId").setValue(new Identifier().setValue("9900000016"));
    sent.addParameter().setName("MemberId").setValue(new Identifier().setValue(member));
    DocumentReference document = new DocumentReference();
    document
        .setStatus(DocumentReferenceStatus.CURRENT)
        .getType()
        .addCoding(new Coding("http://loinc.org", "11506-3", null));
    document
        .addContent()
        .getAttachment()
        .setContentType("text/plain")
        .setData(("progress of " + member).getBytes(StandardCharsets.UTF_8));
    sent.addParameter().setName("Attachment").addPart().setName("Content").setResource(document);
    return sent;
  }

  private Answer send(String token, Parameters sent) {
    return server
        .fhir("POST", "$submit-attachment")
        .as(token)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent))
        .send();
  }

  private String said(String token, Parameters sent) {
    return send(token, sent)
        .isOk(200)
        .resource(OperationOutcome.class)
        .getIssueFirstRep()
        .getDetails()
        .getText();
  }

  private int found(String number, String token) {
    return server
        .fhir("GET", "DocumentReference?identifier=" + number)
        .as(token)
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getEntry()
        .size();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
