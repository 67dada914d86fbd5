package org.openimr.fhir.determination;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
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

    Bundle written = DeterminationFile.write(file, determination, "https://imr.example.org/fhir");

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
    determination.addAuthor().setReference("Organization/o0");
    List<Resource> resources = new ArrayList<>(List.of(determination));
    for (int i = 0; i < 20_000; i++) {
      Organization organization = new Organization();
      organization.setId("o" + i);
      organization.getPartOf().setReference("Organization/o" + (i + 1) % 20_000);
      resources.add(organization);
    }

    Bundle written =
        DeterminationFile.write(
            new CaseFile(new Task(), resources), determination, "https://imr.example.org/fhir");
    assertThat(written.getEntry()).hasSize(20_002);
  }
}
