package org.openimr.fhir.reviewer;

import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Practitioner.PractitionerQualificationComponent;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/** Reviewers who exist nowhere, and what they attest. */
public final class MadeUpReviewers {

  private static final String NPI = "http://hl7.org/fhir/sid/us-npi";
  private static final String NUCC = "http://nucc.org/provider-taxonomy";
  private static final String QUALIFICATION =
      "https://openimr.org/fhir/CodeSystem/imr-qualification";
  private static final String PLAN_NET =
      "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification";

  /** The classes that the form asks about. */
  public static final Set<String> CLASSES =
      new TreeSet<>(
          Set.of(
              "plan",
              "plan-personnel",
              "disputed-provider",
              "facility",
              "developer-manufacturer",
              "enrollee-family",
              "prior-involvement"));

  private MadeUpReviewers() {}

  /** A reviewer, licensed in California and certified until the end of 2027. */
  public static Practitioner person(String number, String specialty) {
    return person(number, specialty, "2027-12-31", "2027-12-31");
  }

  /** A reviewer whose license and certification end some day. */
  public static Practitioner person(
      String number, String specialty, String licensed, String certified) {
    Practitioner person = new Practitioner();
    person.addIdentifier(new Identifier().setSystem(NPI).setValue(number));
    person.addName().setFamily("Quist" + number).addGiven("Rowan");
    PractitionerQualificationComponent license =
        qualification(person, new Coding(QUALIFICATION, "license", null), licensed);
    license.addIdentifier().setValue("G" + number);
    Extension told = license.addExtension().setUrl(PLAN_NET);
    told.addExtension("status", new CodeType("active"));
    told.addExtension(
        "whereValid", new CodeableConcept(new Coding("https://www.usps.com/", "CA", "California")));
    qualification(person, new Coding(QUALIFICATION, "board-certification", null), certified)
        .getCode()
        .addCoding(new Coding(NUCC, specialty, null));
    return person;
  }

  private static PractitionerQualificationComponent qualification(
      Practitioner person, Coding kind, String until) {
    PractitionerQualificationComponent qualification = person.addQualification();
    qualification.setCode(new CodeableConcept(kind));
    qualification.getPeriod().setStartElement(new DateTimeType("2015-07-01"));
    qualification.getPeriod().setEndElement(new DateTimeType(until));
    return qualification;
  }

  /** The role of a person as reviewer. */
  public static PractitionerRole role(String person, String specialty) {
    PractitionerRole role = new PractitionerRole();
    role.setPractitioner(new Reference(person));
    role.addCode(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-party", "imro-reviewer", null)));
    role.addSpecialty(new CodeableConcept(new Coding(NUCC, specialty, null)));
    return role;
  }

  /** An attestation that there is no conflict but in some classes. */
  public static QuestionnaireResponse attestation(
      Task caseTask, Reference author, Date authored, String... conflicts) {
    Set<String> told = Set.of(conflicts);
    QuestionnaireResponse response = new QuestionnaireResponse();
    response.setQuestionnaire("https://openimr.org/fhir/Questionnaire/imr-conflict-attestation");
    response.setStatus(QuestionnaireResponse.QuestionnaireResponseStatus.COMPLETED);
    response.setSubject(new Reference("Task/" + caseTask.getIdElement().getIdPart()));
    response.setAuthor(author);
    response.setAuthored(authored);
    response
        .addItem()
        .setLinkId("review")
        .addItem()
        .setLinkId("case-number")
        .addAnswer()
        .setValue(new StringType(caseTask.getIdentifierFirstRep().getValue()));
    QuestionnaireResponseItemComponent affiliations = response.addItem().setLinkId("affiliations");
    CLASSES.forEach(
        each ->
            affiliations
                .addItem()
                .setLinkId(each)
                .addAnswer()
                .setValue(new BooleanType(told.contains(each))));
    return response;
  }
}
