package org.openimr.operation.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.document.LaterDocuments;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.LoneSensitivity;
import org.openimr.operation.Asking;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.artifact.PackagedWording;

/** Records join the case that they are for, once; others are held until it comes. */
class SubmitAttachmentOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final Caller OTHER = new Caller("test", "plan", "chw");
  private static final Instant LATE = Instant.parse("2026-07-06T17:00:00Z");

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final List<HeldAttachments.Held> waiting = new ArrayList<>();
  private final SubmitAttachmentOperation operation = at(LATE);

  @Test
  void whatIsSentJoinsTheCaseOnce() {
    String id = submitted();

    OperationOutcome first = send(PLAN, parameters("progress"));
    OperationOutcome again = send(PLAN, parameters("progress"));

    assertThat(text(first)).isEqualTo("1 documents have joined Task/" + id + ".");
    assertThat(text(again))
        .isEqualTo(
            "0 documents have joined Task/"
                + id
                + "; 1 were in it already and are not kept twice.");
    DocumentReference joined = joined(id).get(0);
    assertThat(joined(id)).hasSize(1);
    assertThat(joined.getSubject().getReference())
        .isEqualTo(store.load(PLAN, id).task().getFor().getReference());
    assertThat(joined.getType().getCoding()).extracting(Coding::getCode).contains("11506-3");
    assertThat(joined.getContentFirstRep().getAttachment().getSize()).isEqualTo(8);
    assertThat(AccessMarks.parties(joined)).containsExactly("cypress-review", "dmhc", "vchcp");
    assertThat(joined.getAuthorFirstRep().getReference()).isNull();
    assertThat(joined.getAuthorFirstRep().getIdentifier().getValue()).isEqualTo("Practitioner/77");
    assertThat(events(id)).doesNotContain("new-record-received");
    assertThat(waiting).isEmpty();
  }

  @Test
  void whatComesAfterTheRecordsWereSentIsAnEvent() {
    String id = submitted();
    recordsSent(id);

    OperationOutcome answer = send(PLAN, parameters("progress"));

    assertThat(text(answer)).endsWith("their arrival is recorded as new-record-received.");
    assertThat(events(id)).containsOnlyOnce("new-record-received");
    // V24: one day from Monday 6 July, the whole day counts
    assertThat(duty(id, "new-records-to-imro").getRestriction().getPeriod().getEndElement())
        .extracting(DateTimeType::getValueAsString)
        .isEqualTo("2026-07-07T23:59:59-07:00");
  }

  @Test
  void aPrivilegedDocumentIsForThoseWhoAreTrusted() {
    String id = submitted();
    Parameters sent = parameters("memo");
    document(sent)
        .addSecurityLabel()
        .addCoding()
        .setSystem("https://openimr.org/fhir/CodeSystem/imr-privilege")
        .setCode("attorney-client");

    send(PLAN, sent);

    assertThat(AccessMarks.parties(joined(id).get(0)))
        .isEqualTo(AccessMarks.trusted(store.load(Caller.SERVER, id)));
    assertThat(joined(id).get(0).getMeta().getSecurity()).isNotEmpty();
  }

  @Test
  void aDocumentReplacesAnother() {
    String id = submitted();
    send(PLAN, parameters("progress"));
    String old = "DocumentReference/" + joined(id).get(0).getIdElement().getIdPart();
    Parameters sent = parameters("corrected");
    document(sent)
        .addRelatesTo()
        .setCode(DocumentRelationshipType.REPLACES)
        .getTarget()
        .setReference(old);

    send(PLAN, sent);

    assertThat(joined(id))
        .extracting(DocumentReference::getStatus)
        .containsExactly(DocumentReferenceStatus.SUPERSEDED, DocumentReferenceStatus.CURRENT);
  }

  @Test
  void everythingWrongIsNamedAtOnceAndNothingIsStored() {
    String id = submitted();
    int before = store.size();
    Parameters sent = parameters("progress");
    document(sent).setStatus(null);
    document(sent).getContentFirstRep().getAttachment().setSize(9);
    document(sent).getSubject().getIdentifier().setValue("somebody-else");
    document(sent)
        .addRelatesTo()
        .setCode(DocumentRelationshipType.REPLACES)
        .getTarget()
        .setReference("DocumentReference/none");
    attachment(sent).addPart().setName("LineItem").setValue(new StringType("99"));

    assertThatThrownBy(() -> send(PLAN, sent))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::expression)
                    .contains(
                        "Parameters.parameter[4]",
                        "Parameters.parameter[4].part[1].resource.subject.identifier",
                        "Parameters.parameter[4].part[1].resource",
                        "Parameters.parameter[4].part[1].resource.content[0].attachment.size",
                        "Parameters.parameter[4].part[1].resource.relatesTo[0].target.reference"));
    assertThat(store.size()).isEqualTo(before);
    assertThat(joined(id)).isEmpty();
  }

  @Test
  void whatLacksIsNamedAtOnce() {
    assertThatThrownBy(() -> send(PLAN, new Parameters()))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused -> assertThat(refused.problems()).hasSize(5));
  }

  @Test
  void whatMatchesNoCaseIsHeldAndSaysNoMore() {
    String id = submitted();
    Parameters wrongMember = parameters("progress");
    ((Identifier) wrongMember.getParameter("MemberId").getValue()).setValue("VC-1");

    OperationOutcome other = send(OTHER, parameters("progress"));
    OperationOutcome member = send(PLAN, wrongMember);

    assertThat(text(other))
        .startsWith("No case that you are party to matches")
        .isEqualTo(text(member));
    assertThat(waiting).hasSize(2);
    assertThat(joined(id)).isEmpty();
    assertThat(operation.again(LATE)).isZero();
    assertThat(waiting).hasSize(2);
  }

  @Test
  void whatIsHeldJoinsTheCaseThatComes() {
    send(PLAN, parameters("progress"));
    assertThat(waiting).hasSize(1);

    String id = submitted();

    assertThat(operation.again(LATE)).isEqualTo(1);
    assertThat(waiting).isEmpty();
    assertThat(joined(id)).hasSize(1);
  }

  /** Without Code, as CDex answers a Questionnaire. */
  private static Parameters bare(Resource content) {
    Parameters sent = parameters("");
    attachment(sent).getPart().remove(0);
    attachment(sent).getPart().get(0).setResource(content);
    return sent;
  }

  @Test
  void answersAndWhatHasACodeOfItsOwnNeedNoCode() {
    String id = submitted();
    QuestionnaireResponse answers = new QuestionnaireResponse();
    answers.setStatus(QuestionnaireResponse.QuestionnaireResponseStatus.COMPLETED);
    send(PLAN, bare(answers));
    Observation weight = new Observation();
    weight.setStatus(Observation.ObservationStatus.FINAL);
    weight.getCode().addCoding(new Coding("http://loinc.org", "29463-7", "Body weight"));
    send(PLAN, bare(weight));

    assertThat(joined(id))
        .extracting(each -> each.getType().getCodingFirstRep().getCode())
        .containsExactly("74465-6", "29463-7");
    Condition anxiety = new Condition();
    anxiety.getCode().setText("Anxiety");
    assertThat(wrong(bare(anxiety))).containsExactly("Parameters.parameter[4]");
    // an empty resource is none
    assertThat(wrong(bare(new Condition())))
        .containsExactly("Parameters.parameter[4].part[0].resource");
  }

  private static Bundle signed(String type) {
    return (Bundle)
        Submissions.CONTEXT
            .newJsonParser()
            .parseResource(signedText().replace("\"document\"", "\"" + type + "\""));
  }

  /** A document as CDex signs it: what is signed is its canonical JSON. */
  private static String signedText() {
    return ("{'resourceType':'Bundle','id':'b1','identifier':{'system':'urn:ietf:rfc:3986',"
            + "'value':'urn:uuid:17a80a8d-4cf1-4deb-a1fd-2db1130e5f76'},'type':'document',"
            + "'timestamp':'2026-06-30T09:00:00.000-07:00','entry':[{'fullUrl':"
            + "'urn:uuid:0820c16d-91de-4dfa-a3a6-f140a516a9bc','resource':{'resourceType':"
            + "'Composition','id':'c1','text':{'status':'generated','div':'<div xmlns="
            + "\\'http://www.w3.org/1999/xhtml\\'>a &gt; b<br></br>&#160;c</div>'},'status':'final','type':{'coding':[{'system':"
            + "'http://loinc.org','code':'11506-3'}]},'date':'2026-06-30','author':[{'reference':"
            + "'Practitioner/p1'}],'title':'Note','section':[{'entry':[{'reference':"
            + "'urn:uuid:970af6c9-5bbd-4067-b6c1-d9b2c823aece'}]}]}},{'fullUrl':"
            + "'https://ehr.example/fhir/Practitioner/p1','resource':{'resourceType':"
            + "'Practitioner','id':'p1','name':[{'family':'Whitfield'}]}},{'fullUrl':"
            + "'urn:uuid:970af6c9-5bbd-4067-b6c1-d9b2c823aece','resource':{'resourceType':"
            + "'Observation','meta':{'security':[{'system':"
            + "'https://openimr.org/fhir/CodeSystem/imr-privilege','code':'peer-review'}]},"
            + "'status':'final','code':{'text':'Weight'},'valueQuantity':{'value':70.50,"
            + "'unit':'kg'}}}],'signature':{'type':[{'system':'urn:iso-astm:E1762-95:2013',"
            + "'code':'1.2.840.10065.1.12.1.5'}],'when':'2026-06-30T09:00:00-07:00','who':"
            + "{'identifier':{'value':'9900000016'}},'data':'YQ=='}}")
        .replace('\'', '"');
  }

  @Test
  void aSignedDocumentIsKeptAsItWasSignedWithTheLabelsOfWhatItHolds() {
    String id = submitted();
    operation.submit(request(PLAN, signedBody()));

    DocumentReference kept = joined(id).get(0);
    assertThat(kept.getType().getCodingFirstRep().getCode()).isEqualTo("11506-3");
    assertThat(CanonicalJson.of(text(kept))).isEqualTo(CanonicalJson.of(signedText()));
    assertThat(AccessMarks.parties(kept))
        .as("it holds what is privileged")
        .isEqualTo(AccessMarks.trusted(store.load(Caller.SERVER, id)));

    assertThat(wrong(bare(signed("searchset"))))
        .containsExactly("Parameters.parameter[4].part[0].resource");
  }

  @Test
  void aSignedDocumentThatWasHeldIsAsItWasSigned() {
    operation.submit(request(PLAN, signedBody()));
    // it waits as text
    HeldAttachments.Held held = waiting.remove(0);
    String text = Submissions.CONTEXT.newJsonParser().encodeResourceToString(held.parameters());
    waiting.add(
        new HeldAttachments.Held(
            held.id(),
            held.sender(),
            held.received(),
            Submissions.CONTEXT.newJsonParser().parseResource(Parameters.class, text)));
    String id = submitted();

    assertThat(operation.again(LATE)).isEqualTo(1);
    assertThat(CanonicalJson.of(text(joined(id).get(0)))).isEqualTo(CanonicalJson.of(signedText()));
  }

  private static String signedBody() {
    String parsed = Submissions.CONTEXT.newJsonParser().encodeResourceToString(signed("document"));
    String body =
        Submissions.CONTEXT.newJsonParser().encodeResourceToString(bare(signed("document")));
    assertThat(body).contains(parsed);
    assertThat(CanonicalJson.of(parsed))
        .as("a parser writes it otherwise")
        .isNotEqualTo(CanonicalJson.of(signedText()));
    return body.replace(parsed, signedText());
  }

  private List<String> wrong(Parameters sent) {
    try {
      send(PLAN, sent);
      return List.of();
    } catch (UnreadableResourceException refused) {
      return refused.problems().stream().map(Problem::expression).toList();
    }
  }

  private static String text(DocumentReference kept) {
    return new String(kept.getContentFirstRep().getAttachment().getData(), StandardCharsets.UTF_8);
  }

  private SubmitAttachmentOperation at(Instant now) {
    LaterDocuments documents = Submissions.laterDocuments();
    AttachedRecords records =
        new AttachedRecords(
            HeldCases.in(store),
            store,
            documents,
            new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
            new LoneSensitivity(PackagedSensitivity.read(Submissions.CONTEXT)));
    HeldAttachments held =
        new HeldAttachments() {
          @Override
          public boolean hold(Held one) {
            return waiting.add(one);
          }

          @Override
          public List<Held> waiting(Instant since, int most) {
            return List.copyOf(waiting);
          }

          @Override
          public List<Kept> kept() {
            throw new UnsupportedOperationException("nobody lists them here");
          }

          @Override
          public void release(String id) {
            waiting.removeIf(each -> each.id().equals(id));
          }
        };
    return new SubmitAttachmentOperation(records, held, Clock.fixed(now, ZoneOffset.UTC));
  }

  private String submitted() {
    ObjectNode bundle = Submissions.small();
    return Posted.submit(
        store, Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC), PLAN, bundle.toString());
  }

  private OperationOutcome send(Caller caller, Parameters parameters) {
    return operation.submit(
        request(caller, Submissions.CONTEXT.newJsonParser().encodeResourceToString(parameters)));
  }

  private void recordsSent(String id) {
    RequestDetails request =
        request(
            PLAN,
            Asking.json(
                Asking.parameters(Asking.event("records-sent", "2026-07-03T15:00:00-07:00"))));
    request.addHeader("If-Match", "W/\"1\"");
    HeldCases.recording(store, Clock.fixed(LATE, ZoneOffset.UTC))
        .record(new IdType("Task", id), request);
  }

  private static RequestDetails request(Caller caller, String body) {
    RequestDetails request = Asking.postJson(body);
    caller.putOn(request);
    return request;
  }

  /** A progress note, for the authorization of the small submission. */
  private static Parameters parameters(String content) {
    Parameters parameters = new Parameters();
    parameters
        .addParameter()
        .setName("TrackingId")
        .setValue(
            new Identifier()
                .setSystem("https://plan.example/authorizations")
                .setValue("BH-2026-118834"));
    parameters.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    parameters
        .addParameter()
        .setName("ProviderId")
        .setValue(new Identifier().setValue("9900000016"));
    parameters.addParameter().setName("MemberId").setValue(new Identifier().setValue("VC-7731904"));
    var attachment = parameters.addParameter().setName("Attachment");
    attachment
        .addPart()
        .setName("Code")
        .setValue(new CodeableConcept(new Coding("http://loinc.org", "11506-3", null)));
    DocumentReference document = new DocumentReference();
    document.setStatus(DocumentReferenceStatus.CURRENT).getType().setText("Progress note");
    document.getSubject().getIdentifier().setValue("VC-7731904");
    document.addAuthor().setReference("Practitioner/77");
    document
        .addContent()
        .getAttachment()
        .setContentType("text/plain")
        .setData(content.getBytes(StandardCharsets.UTF_8));
    attachment.addPart().setName("Content").setResource(document);
    return parameters;
  }

  private static ParametersParameterComponent attachment(Parameters sent) {
    return sent.getParameter("Attachment");
  }

  private static DocumentReference document(Parameters sent) {
    return (DocumentReference) attachment(sent).getPart().get(1).getResource();
  }

  /** What joined the case, oldest first. */
  private List<DocumentReference> joined(String id) {
    return store.all(DocumentReference.class).stream()
        .filter(
            document ->
                document.getIdentifier().stream()
                    .anyMatch(each -> "BH-2026-118834".equals(each.getValue())))
        .toList();
  }

  private List<String> events(String id) {
    return store.load(PLAN, id).task().getInput().stream()
        .map(input -> input.getType().getCodingFirstRep().getCode())
        .toList();
  }

  private Task duty(String id, String milestone) {
    return store.load(PLAN, id).resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(
            task ->
                task.getCode().getCoding().stream()
                    .anyMatch(coding -> milestone.equals(coding.getCode())))
        .findFirst()
        .orElseThrow();
  }

  private static String text(OperationOutcome outcome) {
    return outcome.getIssueFirstRep().getDetails().getText();
  }
}
