package org.openimr.fhir.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reviews is marked, with what they answer, and nobody else is. */
class ReviewerIdentityTest {

  private final Map<String, Resource> resources = new LinkedHashMap<>();

  @BeforeEach
  void fill() {
    resources.put("reviewing", role("imro-reviewer", "reviewer", "none"));
    resources.put("reviewer", new Practitioner());
    resources.put("treating", role("provider", "treater", "clinic"));
    resources.put("treater", new Practitioner());
    resources.put("clinic", organization("facility"));
    resources.put("review-house", organization("imro"));
  }

  private static CodeableConcept party(String code) {
    return new CodeableConcept(
        new Coding("https://openimr.org/fhir/CodeSystem/imr-party", code, null));
  }

  private static PractitionerRole role(String code, String person, String organization) {
    PractitionerRole role = new PractitionerRole();
    role.addCode(party(code));
    role.setPractitioner(new Reference(person).setDisplay("A Name"));
    role.setOrganization(new Reference(organization));
    return role;
  }

  private static Organization organization(String party) {
    Organization organization = new Organization();
    organization.addType(party(party));
    return organization;
  }

  @Test
  void aReviewerIsWithheldWithTheirRoleAndNobodyElse() {
    assertThat(ReviewerIdentity.withhold(resources))
        .containsExactlyInAnyOrder("reviewing", "reviewer");
    resources.forEach(
        (name, resource) ->
            assertThat(resource.getMeta().getTag(AccessMarks.WITHHELD, "reviewer-identity") != null)
                .as(name)
                .isEqualTo(name.startsWith("review") && !name.equals("review-house")));
  }

  @Test
  void everybodyOfAReviewOrganizationIsWithheld() {
    resources.put("clerking", role("imro-clerk", "clerk", "review-house"));
    resources.put("clerk", new Practitioner());
    assertThat(ReviewerIdentity.withhold(resources))
        .containsExactlyInAnyOrder("reviewing", "reviewer", "clerking", "clerk");
  }

  @Test
  void whoAlsoTreatsIsNot() {
    resources.put("reviewing-too", role("imro-reviewer", "treater", "none"));
    assertThat(ReviewerIdentity.withhold(resources))
        .containsExactlyInAnyOrder("reviewing", "reviewer", "reviewing-too");
  }

  @Test
  void whatTheyAnswerIsWithheldAndNoReferenceSaysTheirName() {
    QuestionnaireResponse attestation = new QuestionnaireResponse();
    attestation.setAuthor(new Reference("reviewing").setDisplay("A Name"));
    resources.put("attestation", attestation);
    Task task = new Task();
    task.setOwner(new Reference("reviewing").setDisplay("A Name"));
    task.setRequester(new Reference("treating").setDisplay("Another Name"));
    resources.put("task", task);
    DocumentReference note = new DocumentReference();
    note.addAuthor(new Reference("treater").setDisplay("Another Name"));
    resources.put("note", note);
    assertThat(ReviewerIdentity.withhold(resources))
        .containsExactlyInAnyOrder("reviewing", "reviewer", "attestation");
    assertThat(task.getOwner().hasDisplay()).isFalse();
    assertThat(task.getOwner().getReference()).isEqualTo("reviewing");
    assertThat(attestation.getAuthor().hasDisplay()).isFalse();
    assertThat(task.getRequester().getDisplay()).isEqualTo("Another Name");
    assertThat(note.getAuthorFirstRep().getDisplay()).isEqualTo("Another Name");
  }

  @Test
  void whoIsNamedInThePapersOfAReviewIsWithheld() {
    QuestionnaireResponse attestation = new QuestionnaireResponse();
    attestation.setAuthor(new Reference("reviewer").setDisplay("A Name"));
    resources.put("attestation", attestation);
    Task review = new Task();
    review.setOwner(new Reference("reviewer").setDisplay("A Name"));
    resources.put("review", review);
    DocumentReference determination = new DocumentReference();
    determination.addAuthor(new Reference("reviewer").setDisplay("A Name"));
    resources.put("determination", determination);
    assertThat(ReviewerIdentity.withhold(resources))
        .containsExactlyInAnyOrder("reviewing", "reviewer", "attestation");
    assertThat(review.getOwner().hasDisplay()).isFalse();
    assertThat(determination.getAuthorFirstRep().hasDisplay()).isFalse();
  }

  @Test
  void whomAClaimNamesIsNot() {
    Claim claim = new Claim();
    claim.setProvider(new Reference("reviewer"));
    resources.put("claim", claim);
    assertThat(ReviewerIdentity.withhold(resources)).containsExactly("reviewing");
  }

  private static Practitioner person(String id) {
    Practitioner person = new Practitioner();
    person.setId(id);
    person.addName().setFamily("Okafor").addGiven("Ruth");
    person.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-npi").setValue("1992999990");
    return person;
  }

  private static void assertMasked(Reference reference) {
    assertThat(reference.getReference()).isNull();
    assertThat(reference.getDisplay()).isNull();
    assertThat(reference.hasIdentifier()).isFalse();
    assertThat(
            reference
                .getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .getValue()
                .primitiveValue())
        .isEqualTo("masked");
  }

  @Test
  void aReviewerWithinAnotherResourceIsMasked() {
    DocumentReference letter = new DocumentReference();
    PractitionerRole reviews = role("imro-reviewer", "#p", "none");
    reviews.setId("r");
    PractitionerRole treats = role("provider", "#t", "none");
    treats.setId("tr");
    letter.addContained(person("p")).addContained(reviews);
    letter.addContained(new Practitioner().setId("t")).addContained(treats);
    letter.addAuthor(new Reference("#r").setDisplay("Dr. Okafor"));
    letter.addAuthor(new Reference("#tr").setDisplay("Dr. Who"));
    letter.setAuthenticator(new Reference().setDisplay("Okafor, Ruth MD"));
    resources.put("letter", letter);

    ReviewerIdentity.withhold(resources);

    assertMasked(letter.getAuthor().get(0));
    assertMasked(letter.getAuthenticator());
    assertThat(letter.getAuthor().get(1).getReference()).isEqualTo("#tr");
    assertThat(letter.getContained())
        .extracting(each -> each.getIdElement().getIdPart())
        .containsExactly("t", "tr");
  }

  @Test
  void aReviewerWhoIsNamedWithoutReferenceIsMasked() {
    resources.put("reviewer", person("x"));
    DocumentReference letter = new DocumentReference();
    letter.addAuthor(new Reference().setDisplay("Ruth Okafor, M.D."));
    letter
        .addAuthor()
        .getIdentifier()
        .setSystem("http://hl7.org/fhir/sid/us-npi")
        .setValue("1992999990");
    letter.addAuthor(new Reference().setDisplay("Ruth Okaforson"));
    letter.addAuthor(new Reference().setDisplay("Ruth Adams"));
    resources.put("letter", letter);

    ReviewerIdentity.withhold(resources);

    assertMasked(letter.getAuthor().get(0));
    assertMasked(letter.getAuthor().get(1));
    assertThat(letter.getAuthor().get(2).getDisplay()).isEqualTo("Ruth Okaforson");
    assertThat(letter.getAuthor().get(3).getDisplay()).isEqualTo("Ruth Adams");
  }

  @Test
  void whoDoesAReviewIsMaskedAndTheOrganizationThatDoesItIsNot() {
    resources.clear();
    Task review = new Task();
    review.getCode().addCoding().setCode("imr-review");
    review.setOwner(new Reference().setType("Practitioner").setDisplay("Ruth Okafor"));
    Task another = new Task();
    another.getCode().addCoding().setCode("imr-review");
    another.addContained(person("p"));
    another.setOwner(new Reference("#p"));
    Task house = new Task();
    house.getCode().addCoding().setCode("imr-review");
    house.setOwner(new Reference().setDisplay("Cypress Review"));
    Task other = new Task();
    other.getCode().addCoding().setCode("imr-case");
    other.setRequester(new Reference().setType("Practitioner").setDisplay("Ruth Okafor"));
    resources.putAll(Map.of("a", review, "b", another, "c", house, "d", other));

    ReviewerIdentity.withhold(resources);

    assertMasked(review.getOwner());
    assertMasked(another.getOwner());
    assertThat(another.getContained()).isEmpty();
    assertThat(house.getOwner().getDisplay()).isEqualTo("Cypress Review");
    assertThat(other.getRequester().getDisplay()).isEqualTo("Ruth Okafor");
  }
}
