package org.openimr.fhir.mhd;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Bundles of ITI-65 against the profiles that they claim: the rows are those of IHE MHD's profiles
 * of DocumentReference and List.
 */
class ClaimedMetadataTest {

  private static final String MHD = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/";
  private static final String MINIMAL = "IHE.MHD.Minimal.ProvideBundle";
  private static final String UNCONTAINED = "IHE.MHD.UnContained.Comprehensive.ProvideBundle";
  private static final String COMPREHENSIVE = "IHE.MHD.Comprehensive.ProvideBundle";
  private static final String BASE = "https://imr.example/fhir";

  private final Bundle bundle = example();

  /** The example, of which no resource claims anything by itself. */
  private static Bundle example() {
    try {
      Bundle read =
          (Bundle)
              FhirContext.forR4Cached()
                  .newJsonParser()
                  .parseResource(Files.readString(Path.of("examples/mhd/provide-documents.json")));
      read.getEntry().forEach(each -> each.getResource().getMeta().setProfile(null));
      return read;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ListResource set() {
    return (ListResource) bundle.getEntry().get(0).getResource();
  }

  private DocumentReference document() {
    return (DocumentReference) bundle.getEntry().get(2).getResource();
  }

  private List<String> wrong(String claim) {
    Bundle sent = bundle.copy();
    // the parser names what references lead to, as it does for what is sent
    String text = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(sent);
    sent = (Bundle) FhirContext.forR4Cached().newJsonParser().parseResource(text);
    sent.getMeta().setProfile(null);
    if (claim != null) {
      sent.getMeta().addProfile(MHD + claim);
    }
    try {
      ProvidedDocumentsReader.read(sent, BASE, 100);
      return List.of();
    } catch (UnreadableResourceException e) {
      return e.problems().stream().map(Problem::expression).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MINIMAL, UNCONTAINED, COMPREHENSIVE, MINIMAL + "|4.2.4", "Other"})
  void theExampleIsWhatItClaims(String claim) {
    assertThat(wrong(claim)).isEmpty();
  }

  @Test
  void whatIsComprehensiveHasAllThatIsAskedFor() {
    List<Consumer<DocumentReference>> taken =
        List.of(
            each -> each.setCategory(null),
            each -> each.setSecurityLabel(null),
            each -> each.getContentFirstRep().getAttachment().setLanguage(null),
            each -> each.getContentFirstRep().getAttachment().setCreationElement(null),
            each -> each.getContentFirstRep().setFormat(null),
            each -> each.getContext().setFacilityType(null),
            each -> each.getContext().setPracticeSetting(null),
            each -> each.getContext().setSourcePatientInfo(null));
    taken.forEach(each -> each.accept(document()));
    document().getContained().removeIf(each -> each.fhirType().equals("Patient"));
    set().setSubject(null);
    set().getExtension().removeIf(each -> each.getUrl().endsWith("ihe-designationType"));

    for (String claim : List.of(UNCONTAINED, COMPREHENSIVE)) {
      assertThat(wrong(claim))
          .containsExactlyInAnyOrder(
              "Bundle.entry[0].resource.subject",
              "Bundle.entry[0].resource.extension",
              "Bundle.entry[2].resource.category",
              "Bundle.entry[2].resource.securityLabel",
              "Bundle.entry[2].resource.content.attachment.language",
              "Bundle.entry[2].resource.content.attachment.creation",
              "Bundle.entry[2].resource.content.format",
              "Bundle.entry[2].resource.context.facilityType",
              "Bundle.entry[2].resource.context.practiceSetting",
              "Bundle.entry[2].resource.context.sourcePatientInfo");
    }
    assertThat(wrong(MINIMAL)).isEmpty();
  }

  @Test
  void whatNoneOfThemKnowsIsNamedWhereOneIsClaimed() {
    document().setDocStatus(ReferredDocumentStatus.FINAL);
    document().addCategory(new CodeableConcept().setText("Another"));
    document().getMasterIdentifier().setSystem(null);
    set().setOrderedBy(new CodeableConcept().setText("By time"));
    set().setEncounter(new Reference().setDisplay("A stay"));
    set().getEntryFirstRep().setFlag(new CodeableConcept().setText("New"));
    set().getEntryFirstRep().setDateElement(new DateTimeType("2026-07-01"));
    set().addExtension(new Extension(MHD + "ihe-designationType", new CodeableConcept()));

    assertThat(wrong(MINIMAL))
        .containsExactlyInAnyOrder(
            "Bundle.entry[2].resource.docStatus",
            "Bundle.entry[2].resource.category",
            "Bundle.entry[2].resource.masterIdentifier.system",
            "Bundle.entry[0].resource.orderedBy",
            "Bundle.entry[0].resource.encounter",
            "Bundle.entry[0].resource.entry.flag",
            "Bundle.entry[0].resource.entry.date");
    assertThat(wrong(null)).isEmpty();
  }

  @Test
  void aSecondKindIsNamed() {
    set()
        .addExtension(
            new Extension(MHD + "ihe-designationType", new CodeableConcept().setText("Another")));

    assertThat(wrong(MINIMAL)).containsExactly("Bundle.entry[0].resource.extension");
    assertThat(wrong(null)).isEmpty();
  }

  @Test
  void peopleAreContainedWhereThatIsClaimed() {
    document().addAuthor(new Reference("Practitioner/elsewhere"));
    document().setAuthenticator(new Reference("https://ehr.example/fhir/Practitioner/7"));
    set().setSource(new Reference("Practitioner/elsewhere"));

    assertThat(wrong(COMPREHENSIVE))
        .containsExactlyInAnyOrder(
            "Bundle.entry[0].resource.source",
            "Bundle.entry[2].resource.author",
            "Bundle.entry[2].resource.authenticator");
    assertThat(wrong(UNCONTAINED)).isEmpty();
  }

  @Test
  void aResourceThatClaimsMoreThanItsBundleIsHeldToThat() {
    document().getContext().setFacilityType(null);
    document().getMeta().addProfile(MHD + "IHE.MHD.UnContained.Comprehensive.DocumentReference");
    set().setSubject(null);
    set().getMeta().addProfile(MHD + "IHE.MHD.Comprehensive.SubmissionSet|4.2.4");

    for (String claim : new String[] {null, MINIMAL}) {
      assertThat(wrong(claim))
          .containsExactlyInAnyOrder(
              "Bundle.entry[0].resource.subject", "Bundle.entry[2].resource.context.facilityType");
    }
  }

  @Test
  void documentsRelateToOthersOfTheBundleAndReplaceNone() {
    DocumentReference other = (DocumentReference) bundle.getEntry().get(3).getResource();
    String own = bundle.getEntry().get(2).getFullUrl();
    other.addRelatesTo().setCode(DocumentRelationshipType.TRANSFORMS).setTarget(new Reference(own));
    assertThat(wrong(COMPREHENSIVE)).isEmpty();

    other.getRelatesToFirstRep().setCode(DocumentRelationshipType.REPLACES);
    assertThat(wrong(null)).containsExactly("Bundle.entry[3].resource.relatesTo[0].target");
    other.getRelatesToFirstRep().setCode(DocumentRelationshipType.SIGNS);
    for (int entry : new int[] {0, 1, 3}) {
      other
          .getRelatesToFirstRep()
          .getTarget()
          .setReference(bundle.getEntry().get(entry).getFullUrl());
      assertThat(wrong(null)).containsExactly("Bundle.entry[3].resource.relatesTo[0].target");
    }
  }

  @Test
  void anUpdateDoesNothingButSupersede() {
    document()
        .addRelatesTo()
        .setCode(DocumentRelationshipType.REPLACES)
        .setTarget(new Reference(BASE + "/DocumentReference/old"));
    Parameters update = new Parameters();
    var operation = update.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new StringType("replace"));
    operation.addPart().setName("path").setValue(new StringType("DocumentReference.status"));
    var value = operation.addPart().setName("value").setValue(new StringType("superseded"));
    bundle
        .addEntry()
        .setResource(update)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PATCH)
        .setUrl("DocumentReference/old");
    assertThat(wrong(COMPREHENSIVE)).isEmpty();

    value.setValue(new StringType("entered-in-error"));
    assertThat(wrong(COMPREHENSIVE)).containsExactly("Bundle.entry[6].resource");
    value.setValue(new StringType("superseded"));
    update.addParameter(operation.copy());
    assertThat(wrong(COMPREHENSIVE)).containsExactly("Bundle.entry[6].resource");
  }
}
