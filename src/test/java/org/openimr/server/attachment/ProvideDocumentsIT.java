package org.openimr.server.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases;
import org.openimr.server.packet.OpenCases.Open;

/** Documents as IHE MHD provides them, at the base, reach the case that they are for. */
@OnEachDatabase
class ProvideDocumentsIT {

  private final RunningServer server;
  private final OpenCases cases;

  ProvideDocumentsIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  private Answer send(String token, Bundle bundle) {
    return server
        .fhir("POST", "")
        .as(token)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(bundle))
        .send();
  }

  private List<BundleEntryResponseComponent> answered(MhdBundles sent) {
    Bundle answer = send(OpenCases.PLAN, sent.bundle()).isOk(200).resource(Bundle.class);
    assertThat(answer.getType()).isEqualTo(Bundle.BundleType.TRANSACTIONRESPONSE);
    return answer.getEntry().stream().map(Bundle.BundleEntryComponent::getResponse).toList();
  }

  private <R extends Resource> R read(String reference, Class<R> type) {
    return server.fhir("GET", reference).as(OpenCases.PLAN).send().isOk(200).resource(type);
  }

  private static String sha256(String text) {
    return OpenCases.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theyJoinTheCaseAndReachTheReviewOrganization() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    String one = "Sleeps badly. " + open.id();
    String other = "Eats well. " + open.id();
    sent.document(one, null);
    sent.document(other, null);

    List<BundleEntryResponseComponent> answer = answered(sent);
    assertThat(answer.stream().map(each -> each.getStatus().substring(0, 3)))
        .as("set, patient, document, content, document, content")
        .containsExactly("201", "200", "201", "201", "201", "201");
    assertThat(answer).allMatch(BundleEntryResponseComponent::hasLocation);
    DocumentReference stored = read(answer.get(2).getLocation(), DocumentReference.class);
    assertThat(stored.getSubject().getReference()).isEqualTo(answer.get(1).getLocation());
    assertThat(new String(stored.getContentFirstRep().getAttachment().getData())).isEqualTo(one);
    assertThat(answer.get(3).getLocation()).isEqualTo(answer.get(2).getLocation());
    ListResource set = read(answer.get(0).getLocation(), ListResource.class);
    assertThat(set.getEntry().stream().map(each -> each.getItem().getReference()))
        .containsExactly(answer.get(2).getLocation(), answer.get(4).getLocation());
    assertThat(set.getTitle()).as("texts stay out").isNull();
    assertThat(set.getExtension())
        .extracting(each -> each.getUrl() + " " + ((Identifier) each.getValue()).getValue())
        .containsExactly(
            "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId urn:oid:1.2.3.4");
    assertThat(cases.events(open, "new-record-received")).hasSize(1);

    assertThat(cases.look()).isEqualTo(2);
    assertThat(PacketRecords.of(cases.packets(open, "imro-2")).hashes())
        .containsExactlyInAnyOrder(sha256(one), sha256(other));

    List<BundleEntryResponseComponent> again = answered(sent);
    assertThat(again)
        .extracting(BundleEntryResponseComponent::getLocation)
        .containsExactlyElementsOf(
            answer.stream().map(BundleEntryResponseComponent::getLocation).toList());
    assertThat(again.get(2).getStatus()).startsWith("200");
    assertThat(cases.look()).as("nothing new").isZero();
  }

  @Test
  void theSameIsTakenByTheNameOfTheOperation() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    sent.document("By name. " + open.id(), null);
    String body = Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent.bundle());
    Bundle answer =
        server
            .fhir("POST", "$provide-documents")
            .as(OpenCases.PLAN)
            .json(body)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(answer.getType()).isEqualTo(Bundle.BundleType.TRANSACTIONRESPONSE);
    assertThat(answer.getEntry())
        .extracting(each -> each.getResponse().getStatus().substring(0, 3))
        .containsExactly("201", "200", "201", "201");
    String stored = answer.getEntry().get(2).getResponse().getLocation();
    assertThat(cases.document(open, sha256("By name. " + open.id())).getIdElement().getIdPart())
        .isEqualTo(stored.substring(stored.indexOf('/') + 1));
    // and by the base it is known already
    assertThat(answered(sent).get(2))
        .satisfies(each -> assertThat(each.getStatus()).startsWith("200"))
        .extracting(BundleEntryResponseComponent::getLocation)
        .isEqualTo(stored);
    server.fhir("GET", "$provide-documents").as(OpenCases.PLAN).send().isOk(405);
    server.fhir("POST", "$provide-documents").as(OpenCases.MEMBER).json(body).send().isOk(403);
    assertThat(
            server
                .fhir("POST", "$provide-documents")
                .as(OpenCases.PLAN)
                .json("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}")
                .send()
                .status())
        .isEqualTo(422);
  }

  @Test
  void aDocumentReplacesAnother() {
    Open open = cases.sent(cases.submitted());
    MhdBundles first = new MhdBundles(open.number(), open.number());
    first.document("First. " + open.id(), null);
    String old = answered(first).get(2).getLocation();

    MhdBundles second = new MhdBundles(open.number(), open.number());
    second.document("Second. " + open.id(), old);
    String patch =
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':[{'name':'type',"
            + "'valueCode':'replace'},{'name':'path','valueString':'DocumentReference.status'},"
            + "{'name':'value','valueCode':'superseded'}]}]}";
    second
        .bundle()
        .addEntry()
        .setFullUrl("urn:uuid:" + UUID.randomUUID())
        .setResource(
            (Resource) Submissions.CONTEXT.newJsonParser().parseResource(patch.replace('\'', '"')))
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PATCH)
        .setUrl(old);
    List<BundleEntryResponseComponent> answer = answered(second);

    assertThat(answer.get(4).getLocation()).isEqualTo(old);
    assertThat(read(old, DocumentReference.class).getStatus().toCode()).isEqualTo("superseded");
    assertThat(
            read(answer.get(2).getLocation(), DocumentReference.class)
                .getRelatesToFirstRep()
                .getTarget()
                .getReference())
        .isEqualTo(old);
  }

  @Test
  void documentsOfOneBundleLeadToEachOther() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    // the later one comes first, and both are new
    DocumentReference scan = sent.document("Scan. " + open.id(), null);
    sent.document("Letter. " + open.id(), null);
    scan.addRelatesTo()
        .setCode(DocumentRelationshipType.TRANSFORMS)
        .setTarget(new Reference(sent.bundle().getEntry().get(4).getFullUrl()));
    List<BundleEntryResponseComponent> answer = answered(sent);

    assertThat(target(answer.get(2).getLocation())).isEqualTo(answer.get(4).getLocation());

    // one of both is there already
    MhdBundles more = new MhdBundles(open.number(), open.number());
    more.document("Letter. " + open.id(), null);
    more.document("Another scan. " + open.id(), null)
        .addRelatesTo()
        .setCode(DocumentRelationshipType.APPENDS)
        .setTarget(new Reference(more.bundle().getEntry().get(2).getFullUrl()));
    List<BundleEntryResponseComponent> later = answered(more);
    assertThat(later.get(2).getStatus()).startsWith("200");
    assertThat(target(later.get(4).getLocation())).isEqualTo(answer.get(4).getLocation());
  }

  private String target(String document) {
    Reference target = read(document, DocumentReference.class).getRelatesToFirstRep().getTarget();
    assertThat(target.getExtension()).isEmpty();
    return target.getReference();
  }

  @Test
  void whatIsReplacedIsFoundByItsIdentifier() {
    Open open = cases.sent(cases.submitted());
    MhdBundles first = new MhdBundles(open.number(), open.number());
    Identifier name = first.document("Draft. " + open.id(), null).getMasterIdentifier();
    String old = answered(first).get(2).getLocation();

    MhdBundles second = new MhdBundles(open.number(), open.number());
    Reference target =
        second
            .document("Final. " + open.id(), null)
            .addRelatesTo()
            .setCode(DocumentRelationshipType.REPLACES)
            .getTarget()
            .setIdentifier(name.copy().setValue("urn:uuid:" + UUID.randomUUID()));
    Answer refused = send(OpenCases.PLAN, second.bundle());
    assertThat(refused.status()).as("nothing bears that number").isEqualTo(412);
    assertThat(refused.resource(OperationOutcome.class).getIssueFirstRep().getExpression())
        .extracting(Object::toString)
        .containsExactly("Bundle.entry[2].resource.relatesTo[0].target");

    target.setIdentifier(name.copy());
    assertThat(target(answered(second).get(2).getLocation())).isEqualTo(old);
    assertThat(read(old, DocumentReference.class).getStatus().toCode()).isEqualTo("superseded");
  }

  @Test
  void aPrivilegedOneIsSeenByWhoMaySeeItAndSoIsItsSubmissionSet() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    String secret = "Counsel advises. " + open.id();
    sent.document(secret, null)
        .addSecurityLabel()
        .addCoding(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-privilege", "attorney-client", null));
    List<BundleEntryResponseComponent> answer = answered(sent);

    for (int entry : new int[] {0, 2}) {
      String location = answer.get(entry).getLocation();
      server.fhir("GET", location).as(OpenCases.IMRO).send().isOk(200);
      server.fhir("GET", location).as(OpenCases.MEMBER).send().isOk(404);
    }
    cases.look();
    Bundle packet = cases.packets(open, "imro-2");
    assertThat(PacketRecords.of(packet).hashes()).containsExactly(sha256(secret));
    assertThat(cases.packets(open)).as("no copy for the member").hasSize(2);
  }

  @Test
  void whatMatchesNoCaseIsHeldAndJoinsOneThatComes() {
    String number = UUID.randomUUID().toString();
    MhdBundles sent = new MhdBundles("another", number);
    ((Patient) sent.bundle().getEntry().get(1).getResource()).getIdentifier().remove(0);
    ((Patient) sent.bundle().getEntry().get(1).getResource())
        .getIdentifierFirstRep()
        .setValue(number);
    String text = "For nobody yet. " + number;
    sent.document(text, null);
    List<BundleEntryResponseComponent> answer = answered(sent);
    assertThat(answer).allMatch(each -> each.getStatus().startsWith("202"));
    assertThat(answer).noneMatch(BundleEntryResponseComponent::hasLocation);
    assertThat(server.found(OpenCases.PLAN, "DocumentReference?identifier=" + number)).isEmpty();

    Open open = cases.submitted(number);
    server.bean(SubmitAttachmentOperation.class).again(Instant.now());
    DocumentReference joined = cases.document(open, sha256(text));
    assertThat(new String(joined.getContentFirstRep().getAttachment().getData())).isEqualTo(text);

    // its SubmissionSet has waited with it
    String name = sent.set().getIdentifierFirstRep().getValue();
    String search =
        "List?code=" + MhdBundles.LISTS + "%7Csubmissionset&status=current&identifier=" + name;
    List<Resource> found = server.found(OpenCases.PLAN, search);
    assertThat(found).hasSize(1);
    ListResource set = (ListResource) found.get(0);
    assertThat(set.getEntry())
        .extracting(each -> each.getItem().getReference())
        .containsExactly("DocumentReference/" + joined.getIdElement().getIdPart());
    assertThat(set.getSubject().getReference()).isEqualTo(joined.getSubject().getReference());
    assertThat(set.getMode()).isEqualTo(ListResource.ListMode.WORKING);
    assertThat(set.getDate()).isCloseTo(sent.set().getDate(), 999);
    assertThat(
            set.hasExtension("https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId"))
        .isTrue();
    assertThat(set.getTitle()).isNull();
    assertThat(server.found(OpenCases.IMRO, search)).hasSize(1);
    assertThat(server.found("demo-plan-chw", search)).isEmpty();
    assertThat(server.found(OpenCases.PLAN, search + "&_include=List:item")).hasSize(2);
    // once joined, nothing waits any more
    assertThat(server.bean(SubmitAttachmentOperation.class).again(Instant.now())).isZero();
    assertThat(answered(sent).get(0).getStatus()).startsWith("20");
    assertThat(server.found(OpenCases.PLAN, search)).hasSize(1);
  }

  @Test
  void everythingWrongIsNamedAtOnceAndNothingIsStored() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    DocumentReference document = sent.document("Wrong. " + open.id(), null);
    document.setMasterIdentifier(null);
    document.getContext().setRelated(null);
    DocumentReference other = sent.document("Also wrong. " + open.id(), null);
    other.getContentFirstRep().getAttachment().setUrl("urn:uuid:" + UUID.randomUUID());
    sent.set().setDate(null).setExtension(null);
    sent.set().getEntry().get(1).setItem(new Reference("DocumentReference/elsewhere"));
    Answer refused = send(OpenCases.PLAN, sent.bundle());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .contains(
            "Bundle.entry[2].resource.masterIdentifier",
            "Bundle.entry[2].resource.context.related",
            "Bundle.entry[4].resource.content[0].attachment.url",
            "Bundle.entry[5]",
            "Bundle.entry[0].resource.date",
            "Bundle.entry[0].resource.extension",
            "Bundle.entry[0].resource.entry[1].item",
            "Bundle.entry[4]");
    assertThat(cases.events(open, "new-record-received")).isEmpty();
  }

  @Test
  void whatIsWrongWithTheDocumentsIsNamedWhereTheyStand() {
    Open open = cases.sent(cases.submitted());
    MhdBundles sent = new MhdBundles(open.number(), open.number());
    sent.document("Right. " + open.id(), null);
    DocumentReference document = sent.document("Of another hash. " + open.id(), null);
    document.getContentFirstRep().getAttachment().setHash(new byte[20]);
    document.setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.SUPERSEDED);
    Answer refused = send(OpenCases.PLAN, sent.bundle());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .contains(
            "Bundle.entry[4].resource.content[0].attachment.hash",
            "Bundle.entry[4].resource.status");
    assertThat(cases.events(open, "new-record-received")).isEmpty();

    MhdBundles replacing = new MhdBundles(open.number(), open.number());
    replacing.document("New. " + open.id(), "DocumentReference/not-here");
    send(OpenCases.PLAN, replacing.bundle()).isOk(412);
  }

  @Test
  void whoMayNotSendRecordsMayNotSendTheseAndOtherTransactionsAreNone() {
    MhdBundles sent = new MhdBundles("a", "b");
    sent.document("x", null);
    for (String token : List.of(OpenCases.MEMBER, OpenCases.IMRO, "demo-department")) {
      send(token, sent.bundle()).isOk(403);
    }
    server
        .fhir("POST", "")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent.bundle()))
        .send()
        .isOk(401);
    send(OpenCases.PLAN, new Bundle().setType(Bundle.BundleType.TRANSACTION)).isOk(403);
    for (String body : List.of("{\"x\":\"" + MhdBundles.LISTS + "\"}", "[\"" + MhdBundles.LISTS)) {
      assertThat(server.fhir("POST", "").as(OpenCases.PLAN).json(body).send().status())
          .as(body)
          .isBetween(400, 422);
    }
  }
}
