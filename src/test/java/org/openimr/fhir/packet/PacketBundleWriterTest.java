package org.openimr.fhir.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.server.artifact.PackagedSensitivity;

/** What a packet holds, in which order, under which names, and what it leaves out. */
class PacketBundleWriterTest {

  private static final String KIND = "https://openimr.org/fhir/CodeSystem/imr-document-type";
  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";
  private static final Instant ISSUED = Instant.parse("2026-07-03T17:00:00Z");
  private static final ReviewPolicy POLICY = policy();

  private final Task task = marked(new Task(), "case");
  private final Patient member = marked(new Patient(), "member");
  private final Organization plan = marked(new Organization(), "plan");
  private final DocumentReference letter = document("letter", "b-letter");
  private final Binary text = marked(new Binary(), "b-letter");
  private final List<Resource> resources = new ArrayList<>(List.of(plan, letter, member, text));
  private final List<ServiceLine> lines = new ArrayList<>();
  private final Map<String, String> withheld = new HashMap<>();
  private Instant since;

  PacketBundleWriterTest() {
    task.setFor(new Reference("Patient/member"));
    plan.setName("Sierra Vista Health Plan");
    plan.addType(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-party", "plan", null)));
  }

  private static ReviewPolicy policy() {
    return new ReviewPolicy(
        MadeUp.policy().header(),
        MadeUp.VOCABULARY,
        MadeUp.DAYS,
        List.of(),
        new CriterionNode.Group(true, List.of()),
        List.of(duty("determination", "determination-made", bound("D", "plan-notified", "3 d"))),
        List.of(element("letter"), element("record")));
  }

  private static PacketElement element(String kind) {
    RuleId rule = new RuleId("E-" + kind);
    return new PacketElement(
        kind,
        rule,
        "The " + kind,
        new Citation(rule, "1", "made-up policy, 2026, section 1", Citation.Source.PLAN),
        MadeUp.ALWAYS,
        null,
        List.of(new PacketElement.Accepted("DocumentReference", List.of(KIND + "|" + kind))));
  }

  private static <T extends Resource> T marked(T resource, String id) {
    resource.setId(resource.fhirType() + "/" + id);
    resource.getMeta().setVersionId("1");
    AccessMarks.add(resource, Set.of("plan-1"));
    AccessMarks.submitter(resource, "plan-1");
    return resource;
  }

  private static DocumentReference document(String id, String content) {
    DocumentReference document = marked(new DocumentReference(), id);
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(new CodeableConcept(new Coding(KIND, "letter", "Letter")));
    document.addContent().getAttachment().setUrl("Binary/" + content);
    document
        .getContentFirstRep()
        .getAttachment()
        .addExtension(AnnotatedList.SHA256, new StringType("hash of " + content));
    return document;
  }

  @Test
  void saysWhichLinesAreInDisputeAndWhatWasDecided() {
    lines.add(new ServiceLine(1, "http://example.org/codes|G0299", false, "approved", Set.of()));
    lines.add(new ServiceLine(2, null, true, "denied", Set.of("medical-necessity")));
    lines.add(new ServiceLine(3, "|LOCAL", true, null, Set.of("administrative", "x")));

    String text =
        composition(false).getSection().stream()
            .filter(section -> section.getTitle().equals("Lines of the claim"))
            .findFirst()
            .orElseThrow()
            .getText()
            .getDivAsString();

    assertThat(text)
        .contains("<td>1</td><td>G0299</td><td>no</td><td>approved</td><td/>")
        .contains("<td>2</td><td/><td>yes</td><td>denied</td><td>medical-necessity</td>")
        .contains(
            "<td>3</td><td>LOCAL</td><td>yes</td><td>not known</td><td>administrative, x</td>");
  }

  @Test
  void saysNothingOfLinesWhereThereAreNone() {
    assertThat(composition(false).getSection())
        .extracting(SectionComponent::getTitle)
        .doesNotContain("Lines of the claim");
  }

  private Bundle written(boolean draft) {
    CaseFile file = new CaseFile(task, resources);
    CaseAssessment assessment =
        CaseAssessment.of(
            POLICY,
            new ReviewCase(
                POLICY.toString(), facts(), events("plan-notified@2026-07-01T10:00:00-07:00")),
            CaseDocuments.read(file.byReference()),
            ISSUED);
    return PacketBundleWriter.write(
        file,
        assessment,
        lines,
        new PacketOrder(
            "imro",
            "2026-000001-imro-1",
            ISSUED,
            draft,
            "https://imr.example.org/fhir",
            since,
            EarlierPackets.NONE,
            Set.of(),
            "0123456789abcdef"),
        (recipient, resource) ->
            Stream.ofNullable(withheld.get(resource.getIdElement().getIdPart())).toList(),
        PackagedSensitivity.read(FhirContext.forR4Cached()));
  }

  private Composition composition(boolean draft) {
    return (Composition) written(draft).getEntryFirstRep().getResource();
  }

  private static List<String> names(Bundle packet) {
    return packet.getEntry().stream().map(BundleEntryComponent::getFullUrl).toList();
  }

  private static <T extends Resource> T held(Bundle packet, Class<T> type) {
    return packet.getEntry().stream()
        .map(BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theListComesFirstThenTheCaseThenTheRestByTypeAndId() {
    String base = "https://imr.example.org/fhir/";
    assertThat(names(written(false)))
        .containsExactly(
            base + "Composition/" + PacketBundleWriter.uuid("2026-000001-imro-1"),
            base + "Task/case",
            base + "Binary/b-letter",
            base + "DocumentReference/letter",
            base + "Organization/plan",
            base + "Patient/member");
  }

  @Test
  void isADocumentNamedByItsNumber() {
    Bundle packet = written(false);
    assertThat(packet.getType()).isEqualTo(Bundle.BundleType.DOCUMENT);
    assertThat(packet.getMeta().getProfile())
        .extracting(each -> each.getValue())
        .containsExactly("https://openimr.org/fhir/StructureDefinition/imr-packet");
    assertThat(packet.getIdentifier().getSystem()).isEqualTo(PacketBundleWriter.NUMBER);
    assertThat(packet.getIdentifier().getValue()).isEqualTo("2026-000001-imro-1");
    assertThat(packet.getMeta().getTag(PacketBundleWriter.RECIPIENT, "imro")).isNotNull();
    assertThat(packet.getMeta().getTag(PacketBundleWriter.CONTENT, "0123456789abcdef")).isNotNull();
    assertThat(packet.getTimestampElement().getValueAsString())
        .as("in the zone of the policy")
        .isEqualTo("2026-07-03T10:00:00-07:00");
  }

  @Test
  void theListSaysForWhomItIsFromWhomAndWhetherItIsADraft() {
    Composition issued = composition(false);
    assertThat(issued.getStatus()).isEqualTo(Composition.CompositionStatus.FINAL);
    assertThat(issued.getTitle()).isEqualTo("Packet for imro, 2026-000001-imro-1");
    assertThat(issued.getIdentifier().getValue()).isEqualTo("2026-000001-imro-1");
    assertThat(issued.getDateElement().getValueAsString()).isEqualTo("2026-07-03T10:00:00-07:00");
    assertThat(issued.getSubject().getReference()).isEqualTo("Patient/member");
    assertThat(issued.getAuthorFirstRep().getReference()).isEqualTo("Organization/plan");
    assertThat(issued.getType().getCodingFirstRep().getCode()).isEqualTo("11503-0");
    Composition draft = composition(true);
    assertThat(draft.getStatus()).isEqualTo(Composition.CompositionStatus.PRELIMINARY);
    assertThat(draft.getTitle()).isEqualTo("Draft of a packet for imro, 2026-000001-imro-1");
  }

  @Test
  void extensionsInPlaceOfWhatDescribesADocumentTellNothing() {
    Extension absent =
        new Extension("http://hl7.org/fhir/StructureDefinition/data-absent-reason")
            .setValue(new CodeType("unknown"));
    letter.getDescriptionElement().addExtension(absent);
    letter.getDateElement().addExtension(absent);
    letter.getType().getTextElement().addExtension(absent);
    letter.getContentFirstRep().getAttachment().getTitleElement().addExtension(absent);
    letter.getContentFirstRep().getAttachment().getCreationElement().addExtension(absent);

    String list =
        composition(true).getSection().stream()
            .filter(section -> section.getTitle().equals("Annotated list"))
            .findFirst()
            .orElseThrow()
            .getText()
            .getDivAsString();

    assertThat(list).contains("<td>1</td><td/><td>Letter</td><td/><td>Letter</td>");
  }

  @Test
  void eachElementIsASectionWithItsDocumentsAndTheirHashOrIsSaidToBeMissing() {
    List<SectionComponent> sections = composition(true).getSection();
    assertThat(sections)
        .extracting(SectionComponent::getTitle)
        .containsExactly(
            "The letter",
            "The record",
            "Date needed and questions",
            "Chronology",
            "Annotated list",
            "The case and its deadlines",
            "Parties, the disputed service and records");
    SectionComponent letterSection = sections.get(0);
    assertThat(letterSection.getEntryFirstRep().getReference())
        .isEqualTo("DocumentReference/letter");
    assertThat(letterSection.getEntryFirstRep().getExtensionString(AnnotatedList.SHA256))
        .isEqualTo("hash of b-letter");
    assertThat(letterSection.hasEmptyReason()).isFalse();
    SectionComponent record = sections.get(1);
    assertThat(record.getEntry()).isEmpty();
    assertThat(record.getEmptyReason().getCodingFirstRep().getCode()).isEqualTo("unavailable");
    assertThat(record.getCode().getCodingFirstRep().getCode()).isEqualTo("record");
  }

  @Test
  void whatWasReplacedOrEnteredInErrorIsLeftOutWithItsContent() {
    DocumentReference old = document("old", "b-old");
    old.setStatus(DocumentReferenceStatus.SUPERSEDED);
    DocumentReference wrong = document("wrong", "b-wrong");
    wrong.setStatus(DocumentReferenceStatus.ENTEREDINERROR);
    resources.addAll(
        List.of(old, wrong, marked(new Binary(), "b-old"), marked(new Binary(), "b-wrong")));
    assertThat(names(written(false)))
        .noneMatch(name -> name.contains("old") || name.contains("wrong"))
        .hasSize(6);
  }

  @Test
  void whatIsWithheldIsNotThereAndTheLogSaysSo() {
    DocumentReference memo = document("memo", "b-memo");
    memo.setDescription("What counsel said");
    DocumentReference copy = document("copy", "b-memo");
    resources.addAll(List.of(memo, copy, marked(new Binary(), "b-memo")));
    letter.addRelatesTo().setTarget(new Reference("DocumentReference/memo").setDisplay("counsel"));
    withheld.put("memo", "privileged");

    Bundle packet = written(false);

    assertThat(names(packet)).noneMatch(name -> name.matches(".*/(memo|copy|b-memo)")).hasSize(6);
    assertThat(held(packet, DocumentReference.class).getRelatesToFirstRep().getTarget())
        .satisfies(
            masked -> {
              assertThat(masked.getReference()).isNull();
              assertThat(masked.getDisplay()).isEqualTo("withheld: see the privilege log");
            });
    Composition list = held(packet, Composition.class);
    assertThat(section(list, "Privilege log"))
        .contains("<td>1</td><td>DocumentReference</td><td>privileged</td>")
        .contains("<td>2</td><td>DocumentReference</td><td>privileged</td>");
    assertThat(FhirContext.forR4Cached().newJsonParser().encodeToString(packet))
        .doesNotContain("counsel", "memo");
  }

  @Test
  void anElementThatIsWithheldIsNotMissing() {
    withheld.put("letter", "privileged");

    assertThat(section(composition(false), "The letter")).contains("Withheld");
    assertThat(section(composition(false), "The record")).contains("Missing");
  }

  @Test
  void aPacketOfWhatCameLateHoldsNothingThatWasThereBefore() {
    since = ISSUED;
    letter.getMeta().setLastUpdated(java.util.Date.from(ISSUED));
    DocumentReference late = document("late", "b-late");
    late.getMeta().setLastUpdated(java.util.Date.from(ISSUED.plusSeconds(1)));
    resources.addAll(List.of(late, marked(new Binary(), "b-late")));

    Bundle packet = written(false);

    assertThat(names(packet))
        .anyMatch(name -> name.endsWith("/late"))
        .anyMatch(name -> name.endsWith("/b-late"))
        .noneMatch(name -> name.endsWith("letter"));
    assertThat(packet.getMeta().getTag(PacketBundleWriter.SINCE, ISSUED.toString())).isNotNull();
    assertThat(held(packet, Composition.class).getText().getDivAsString())
        .contains("Holds only documents that came to the case after");
  }

  @Test
  void theFaceSaysByWhenAnAnswerIsNeeded() {
    assertThat(composition(false).getText().getDivAsString())
        .contains("The determination is needed by: 2026-07-04T")
        .contains("No questions were stated.");
  }

  @Test
  void theChronologyTellsEventsAndDocumentsInTheOrderOfTime() {
    letter
        .getContentFirstRep()
        .getAttachment()
        .setCreationElement(new org.hl7.fhir.r4.model.DateTimeType("2026-06-30"));
    assertThat(section(composition(false), "Chronology"))
        .contains(
            "<td>2026-06-30</td><td>Letter</td><td>document</td></tr>"
                + "<tr><td>2026-07-01T10:00:00-07:00</td><td>plan-notified</td>");
  }

  private static String section(Composition composition, String title) {
    return composition.getSection().stream()
        .filter(section -> section.getTitle().equals(title))
        .findFirst()
        .orElseThrow()
        .getText()
        .getDivAsString();
  }

  @Test
  void aContentThatACurrentDocumentSharesStays() {
    DocumentReference old = document("old", "b-letter");
    old.setStatus(DocumentReferenceStatus.SUPERSEDED);
    resources.add(0, old);
    assertThat(names(written(false)))
        .contains("https://imr.example.org/fhir/Binary/b-letter")
        .noneMatch(name -> name.endsWith("DocumentReference/old"));
    resources.remove(0);
    resources.add(old);
    assertThat(names(written(false))).contains("https://imr.example.org/fhir/Binary/b-letter");
  }

  @Test
  void nothingInItRefersToWhatItDoesNotHold() {
    letter.addAuthor(new Reference("Practitioner/elsewhere"));
    letter.addAuthor(new Reference("Practitioner/elsewhere").setDisplay("Dr. Example"));
    letter.addAuthor(new Reference("Organization/plan/_history/3"));
    DocumentReference found = held(written(false), DocumentReference.class);
    assertThat(found.getAuthor())
        .extracting(Reference::getReference, Reference::getDisplay)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(null, "not part of this packet"),
            org.assertj.core.groups.Tuple.tuple(null, "Dr. Example"),
            org.assertj.core.groups.Tuple.tuple("Organization/plan", null));
    assertThat(found.getContentFirstRep().getAttachment().getUrl()).isEqualTo("Binary/b-letter");
  }

  @Test
  void theMarksOfTheServerStayBehindAndOtherTagsDoNot() {
    letter.getMeta().addTag(new Coding("https://example.org/tags", "scanned", null));
    Bundle packet = written(false);
    for (BundleEntryComponent entry : packet.getEntry()) {
      assertThat(entry.getResource().getMeta().getTag()).noneMatch(AccessMarks::ours);
    }
    assertThat(held(packet, DocumentReference.class).getMeta().getTag())
        .extracting(Coding::getCode)
        .containsExactly("scanned");
    assertThat(AccessMarks.parties(letter))
        .as("what is stored keeps them")
        .containsExactly("plan-1");
  }

  @Test
  void everyLabelOfWhatItHoldsStandsOnItOnce() {
    letter.getMeta().addSecurity(new Coding(PRIVILEGE, "attorney-client", null));
    text.getMeta().addSecurity(new Coding(PRIVILEGE, "attorney-client", null));
    member.getMeta().addSecurity(new Coding(PRIVILEGE, "peer-review", null));
    assertThat(written(false).getMeta().getSecurity())
        .extracting(Coding::getCode)
        .containsExactlyInAnyOrder("attorney-client", "peer-review");
  }

  @Test
  void theSameCaseGivesTheSameBytesInWhateverOrderItIsRead() {
    String packet = FhirContext.forR4Cached().newJsonParser().encodeToString(written(false));
    Collections.reverse(resources);
    assertThat(FhirContext.forR4Cached().newJsonParser().encodeToString(written(false)))
        .isEqualTo(packet);
  }

  @Test
  void eachNumberHasANameOfItsOwn() {
    assertThat(PacketBundleWriter.uuid("2026-000001-imro-1"))
        .isEqualTo(PacketBundleWriter.uuid("2026-000001-imro-1"))
        .isNotEqualTo(PacketBundleWriter.uuid("2026-000001-imro-2"));
  }
}
