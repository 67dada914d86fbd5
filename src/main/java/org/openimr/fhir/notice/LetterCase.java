package org.openimr.fhir.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.situation.Occurrence;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.request.Correspondent;

/** A case as those see it who write its letters. */
final class LetterCase {

  private static final String ORGANIZATION = "https://openimr.org/fhir/sid/organization";
  private static final String FORMAT = "letter-format";

  private final CaseFile file;
  private final CaseAssessment assessment;
  private final Map<String, Resource> resources;
  private final PartyReferences parties;
  private final Correspondent correspondent;

  LetterCase(CaseFile file, CaseAssessment assessment) {
    this.file = file;
    this.assessment = assessment;
    this.resources = file.byReference();
    this.parties = new PartyReferences(file.task(), resources);
    this.correspondent = new Correspondent(file.task(), resources);
  }

  CaseFile file() {
    return file;
  }

  CaseAssessment assessment() {
    return assessment;
  }

  Map<String, Resource> resources() {
    return resources;
  }

  Correspondent correspondent() {
    return correspondent;
  }

  ZoneId zone() {
    return assessment.situation().policy().days().zone();
  }

  LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, zone());
  }

  /** Who stands for a party; for a provider whom nobody names it is who made the request (U08). */
  Reference party(String code) {
    Reference found = parties.of(code);
    Reference asked = file.task().getRequester();
    boolean instead =
        code.equals("provider")
            && !found.hasReference()
            && asked.hasReference()
            && !asked.getReference().startsWith("Patient/");
    return instead ? asked.copy() : found;
  }

  /** The ids under which a party calls this server; none if it does not. */
  Set<String> callers(String code) {
    Set<String> ids = new TreeSet<>();
    for (Resource resource : file.resources()) {
      if (resource instanceof Organization organization
          && (CaseFile.reference(organization).equals(parties.of(code).getReference())
              || organization.getType().stream()
                  .flatMap(type -> type.getCoding().stream())
                  .anyMatch(coding -> code.equals(coding.getCode())))) {
        for (Identifier identifier : organization.getIdentifier()) {
          if (ORGANIZATION.equals(identifier.getSystem()) && identifier.getValue() != null) {
            ids.add(identifier.getValue());
          }
        }
      }
    }
    return ids;
  }

  /** All times of an event. */
  List<Occurrence> all(String code) {
    EventDefinition kind = assessment.situation().policy().vocabulary().event(code);
    return kind == null ? List.of() : assessment.situation().timeline().all(kind);
  }

  /** The latest time of an event; null if it has not happened. */
  Occurrence last(String code) {
    List<Occurrence> all = all(code);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  Object fact(String name) {
    return assessment.situation().facts().value(name);
  }

  /** The languages to write to a party in: that of a member if it is known, else all. */
  List<String> languages(String party, Iterable<String> held) {
    List<String> all = new java.util.ArrayList<>();
    held.forEach(all::add);
    if (!party.equals("member")) {
      return all.subList(0, 1);
    }
    if (resources.get(party(party).getReference()) instanceof Patient member) {
      for (boolean preferred : new boolean[] {true, false}) {
        for (Patient.PatientCommunicationComponent each : member.getCommunication()) {
          String code = each.getLanguage().getCodingFirstRep().getCode();
          if (each.getPreferred() == preferred && code != null) {
            for (String language : all) {
              if (code.equals(language) || code.startsWith(language + "-")) {
                return List.of(language);
              }
            }
          }
        }
      }
    }
    return all;
  }

  /** The format in which the member wants letters, a code of imr-letter-format; or null. */
  String format(String party) {
    if (!party.equals("member")) {
      return null;
    }
    for (Resource resource : file.resources()) {
      if (resource instanceof QuestionnaireResponse answers) {
        String found = format(answers.getItem());
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static String format(List<QuestionnaireResponse.QuestionnaireResponseItemComponent> all) {
    for (QuestionnaireResponse.QuestionnaireResponseItemComponent item : all) {
      if (FORMAT.equals(item.getLinkId())
          && item.getAnswerFirstRep().getValue() instanceof org.hl7.fhir.r4.model.Coding code) {
        return code.getCode();
      }
      String within = format(item.getItem());
      if (within != null) {
        return within;
      }
    }
    return null;
  }
}
