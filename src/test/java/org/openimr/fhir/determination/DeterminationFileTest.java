package org.openimr.fhir.determination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.fhir.casefile.CaseFile;

/** What belongs to a determination: letters that were sent and tell of it, and no others. */
class DeterminationFileTest {

  private static Communication letter(String id, String kind, CommunicationStatus status) {
    Communication letter = new Communication();
    letter.setId(id);
    letter.setStatus(status);
    letter.addCategory(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-notice", kind, null)));
    letter.addPayload().setContent(new Reference("DocumentReference/of-" + id));
    return letter;
  }

  private static DocumentReference document(String id) {
    DocumentReference document = new DocumentReference();
    document.setId(id);
    document.addContent().getAttachment().setUrl("Binary/" + id);
    return document;
  }

  private static Binary content(String id) {
    Binary content = new Binary();
    content.setId(id);
    return content;
  }

  private static Bundle written(CaseFile file, Composition determination, CaseEvent... events) {
    List<Composition> all =
        file.resources().stream()
            .filter(Composition.class::isInstance)
            .map(Composition.class::cast)
            .toList();
    return DeterminationFile.write(
        file, history(all, events), determination, "https://imr.example.org/fhir");
  }

  private static DeterminationHistory history(List<Composition> all, CaseEvent... events) {
    return DeterminationHistory.of(new StoredDeterminations(all, List.of()), List.of(events));
  }

  private static CaseEvent event(String id, String code, String refersTo, String evidence) {
    return new CaseEvent(
        id,
        code,
        EventTime.at(Instant.parse("2026-07-21T16:00:00Z")),
        "imro",
        null,
        null,
        refersTo,
        evidence);
  }

  private static Composition made(int number, String time) {
    Composition determination = new Composition();
    determination.setId("made-" + number);
    determination.setStatus(Composition.CompositionStatus.FINAL);
    determination.setIdentifier(new Identifier().setValue("2026-000001-determination-" + number));
    determination.setDateElement(new DateTimeType(time));
    return determination;
  }

  private static Communication sent(String id, String time, String about) {
    Communication letter = letter(id, "decision-copy", CommunicationStatus.COMPLETED);
    letter.setSentElement(new DateTimeType(time));
    letter.addAbout().setReference("Task/case");
    if (about != null) {
      letter.addAbout().setReference(about);
    }
    return letter;
  }

  @Test
  void aDeterminationThatWasStruckStandsNoMoreThoughNoneHasReplacedIt() {
    Composition first = made(1, "2026-07-20T09:00:00-07:00");
    CaseEvent making = event("entry-9", "determination-made", null, "Composition/made-1");
    assertThat(history(List.of(first), making).inForce()).contains(first);

    CaseEvent strike = event("entry-10", "entered-in-error", "entry-9", null);
    assertThat(history(List.of(first), making, strike).inForce()).isEmpty();
    assertThat(history(List.of(first), making, strike).numbered("2026-000001-determination-1"))
        .contains(first);
    CaseEvent other = event("entry-10", "entered-in-error", "entry-8", null);
    assertThat(history(List.of(first), making, other).inForce()).contains(first);
    CaseEvent undated =
        new CaseEvent(
            "entry-10",
            "entered-in-error",
            EventTime.on(LocalDate.of(2026, 7, 21)),
            null,
            null,
            null,
            "entry-9",
            null);
    assertThat(history(List.of(first), making, undated).inForce()).isEmpty();
  }

  @Test
  void theLettersOfOneThatWasStruckAreNotThoseOfTheOneInForce() {
    Composition first = made(1, "2026-07-20T09:00:00-07:00");
    first.setStatus(Composition.CompositionStatus.ENTEREDINERROR);
    Composition second = made(2, "2026-07-22T09:00:00-07:00");
    CaseFile file =
        new CaseFile(
            new Task(),
            List.<Resource>of(
                second,
                first,
                sent("named-first", "2026-07-23T09:00:00-07:00", "Composition/made-1"),
                sent("named-second", "2026-07-23T09:00:00-07:00", "Composition/made-2"),
                // from before letters named what they tell of
                sent("by-time-first", "2026-07-20T15:00:00-07:00", null),
                sent("by-time-second", "2026-07-22T09:00:00-07:00", null)));
    CaseEvent[] events = {
      event("entry-9", "determination-made", null, "Composition/made-1"),
      event("entry-10", "entered-in-error", "entry-9", null),
      event("entry-11", "determination-made", null, "Composition/made-2")
    };

    Bundle now = written(file, second, events);
    assertThat(held(now))
        .containsExactlyInAnyOrder(
            "Composition/made-2", "Communication/by-time-second", "Communication/named-second");
    assertThat(struck(now))
        .contains(
            "2026-000001-determination-1, made 2026-07-20T09:00:00-07:00, was struck"
                + " 2026-07-21T16:00:00Z; its letters are not here.")
        .doesNotContain("determination-2");
    Bundle before = written(file, first, events);
    assertThat(held(before))
        .containsExactlyInAnyOrder(
            "Composition/made-1", "Communication/by-time-first", "Communication/named-first");
    assertThat(struck(before)).contains("it is this one, and does not stand.");
    assertThat(struck(written(new CaseFile(new Task(), List.of(second)), second)))
        .contains("None.");
  }

  private static List<String> held(Bundle file) {
    return file.getEntry().stream()
        .skip(1)
        .map(each -> CaseFile.reference(each.getResource()))
        .toList();
  }

  private static String struck(Bundle file) {
    return ((Composition) file.getEntryFirstRep().getResource())
        .getSection().stream()
            .filter(each -> each.getTitle().equals("What was struck"))
            .findFirst()
            .orElseThrow()
            .getText()
            .getDivAsString();
  }

  @Test
  void lettersThatWereSentAndTellOfItAreInItWithTheirContents() {
    Composition determination = new Composition();
    determination.setId("made");
    determination.setIdentifier(new Identifier().setValue("2026-000001-determination-1"));
    determination.setDate(new Date());
    determination.addAuthor().setReference("Organization/not-here");
    DocumentReference analysis = document("analysis");
    analysis.getContext().addRelated().setReference("Composition/made");
    CaseFile file =
        new CaseFile(
            new Task(),
            List.<Resource>of(
                determination,
                letter("sent", "decision-copy", CommunicationStatus.COMPLETED),
                document("of-sent"),
                content("of-sent"),
                letter("draft", "decision-copy", CommunicationStatus.PREPARATION),
                document("of-draft"),
                content("of-draft"),
                letter("other", "extension", CommunicationStatus.COMPLETED),
                document("of-other"),
                analysis,
                content("analysis"),
                document("record")));

    Bundle written = written(file, determination);

    assertThat(written.getEntry().stream().map(Bundle.BundleEntryComponent::getFullUrl).skip(1))
        .containsExactly(
            "https://imr.example.org/fhir/Composition/made",
            "https://imr.example.org/fhir/Communication/sent",
            "https://imr.example.org/fhir/DocumentReference/analysis",
            "https://imr.example.org/fhir/DocumentReference/of-sent",
            "https://imr.example.org/fhir/Binary/analysis",
            "https://imr.example.org/fhir/Binary/of-sent");
    Composition whole = (Composition) written.getEntryFirstRep().getResource();
    assertThat(whole.getAuthorFirstRep().getReference()).as("not in it").isNull();
  }

  @Test
  void aLongChainAndARingOfReferencesAreFollowed() {
    Composition determination = new Composition();
    determination.setId("made");
    determination.setIdentifier(new Identifier().setValue("2026-000001-determination-1"));
    determination.setDate(new Date());
    determination.addAuthor().setReference("Organization/o0");
    List<Resource> resources = new ArrayList<>(List.of(determination));
    for (int i = 0; i < 20_000; i++) {
      Organization organization = new Organization();
      organization.setId("o" + i);
      organization.getPartOf().setReference("Organization/o" + (i + 1) % 20_000);
      resources.add(organization);
    }

    Bundle written = written(new CaseFile(new Task(), resources), determination);
    assertThat(written.getEntry()).hasSize(20_002);
  }
}
