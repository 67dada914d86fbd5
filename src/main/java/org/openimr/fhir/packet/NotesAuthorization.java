package org.openimr.fhir.packet;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * The authorizations by which the provider's packet holds psychotherapy notes: Consents of
 * the member for these notes alone, to this provider, in force, signed, and not stored by who would
 * get the notes.
 *
 * @see <a href="https://www.ecfr.gov/current/title-45/section-164.508">45 CFR 164.508(a)(2),
 *     (b)(3)(ii), (c)(1)</a>
 */
final class NotesAuthorization {

  static final String NOTES = "psychotherapy-notes";

  private static final Set<String> LABELS = Set.of(NOTES, "PSYTHPN", "HIPAAPsyNotes");
  private static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-sensitivity";
  private static final Set<String> SYSTEMS =
      Set.of(SYSTEM, "http://terminology.hl7.org/CodeSystem/v3-ActCode");
  private static final Set<String> GIVEN_BY =
      Set.of(
          "member",
          "representative",
          "plan",
          "plan-staff",
          "plan-physician",
          "cmo",
          "behavioral-health-director",
          "department");
  private static final int DAY = 10;

  /** The Consent that covers each document and its contents, by reference. */
  private final Map<String, String> covered = new LinkedHashMap<>();

  private NotesAuthorization() {}

  /**
   * Finds the authorizations of a case.
   *
   * @param file the case, labelled
   * @param recipient a code of {@code imr-packet-recipient}; only the provider needs one
   * @param on the day, in the zone of the policy
   */
  static NotesAuthorization of(CaseFile file, String recipient, LocalDate on) {
    NotesAuthorization notes = new NotesAuthorization();
    if (!recipient.equals("provider")) {
      return notes;
    }
    Map<String, Resource> resources = file.byReference();
    Set<String> provider = provider(file, resources);
    for (Resource resource : file.resources()) {
      if (resource instanceof Consent consent
          && consent.getPatient().getReference() != null
          && consent.getPatient().getReference().equals(file.task().getFor().getReference())
          && signed(consent, on)
          && permits(consent.getProvision(), provider, on)) {
        notes.cover(file, consent);
      }
    }
    return notes;
  }

  /** Who the provider of the case is: the role, and whose it is. */
  private static Set<String> provider(CaseFile file, Map<String, Resource> resources) {
    Set<String> names = new HashSet<>();
    String named = new PartyReferences(file.task(), resources).of("provider").getReference();
    if (named != null) {
      names.add(named);
    }
    if (resources.get(named) instanceof PractitionerRole role) {
      List.of(role.getPractitioner(), role.getOrganization()).stream()
          .map(Reference::getReference)
          .filter(each -> each != null)
          .forEach(names::add);
    }
    return names;
  }

  private static boolean signed(Consent consent, LocalDate on) {
    List<Coding> by =
        consent.getMeta().getTag().stream()
            .filter(tag -> AccessMarks.GIVEN_BY.equals(tag.getSystem()))
            .toList();
    LocalDate signed = day(consent.getDateTimeElement());
    return consent.getStatus() == Consent.ConsentState.ACTIVE
        && consent.getScope().getCoding().stream()
            .anyMatch(scope -> "patient-privacy".equals(scope.getCode()))
        && consent.hasPerformer()
        && (consent.hasSource()
            || consent.getVerification().stream().anyMatch(each -> each.getVerified()))
        && signed != null
        && !signed.isAfter(on)
        && !by.isEmpty()
        && by.stream().allMatch(tag -> GIVEN_BY.contains(tag.getCode()));
  }

  private static boolean permits(ProvisionComponent provision, Set<String> provider, LocalDate on) {
    LocalDate start = day(provision.getPeriod().getStartElement());
    LocalDate end = day(provision.getPeriod().getEndElement());
    return provision.getType() == Consent.ConsentProvisionType.PERMIT
        && plain(provision)
        // an authorization for these notes goes together with none for anything else
        && provision.hasSecurityLabel()
        && provision.getSecurityLabel().stream()
            .allMatch(each -> SYSTEMS.contains(each.getSystem()) && LABELS.contains(each.getCode()))
        && provision.hasPurpose()
        && (start == null ? !provision.getPeriod().hasStart() : !start.isAfter(on))
        && end != null
        && !end.isBefore(on)
        && provision.getActor().stream()
            .anyMatch(
                actor ->
                    actor.getRole().getCoding().stream()
                            .anyMatch(role -> "IRCP".equals(role.getCode()))
                        && provider.contains(actor.getReference().getReference()));
  }

  /** Whether there is no restriction in it that is not understood here. */
  private static boolean plain(ProvisionComponent provision) {
    return !provision.hasProvision()
        && !provision.hasAction()
        && !provision.hasClass_()
        && !provision.hasCode()
        && !provision.hasDataPeriod()
        && !provision.hasModifierExtension()
        && provision.getData().stream()
            .allMatch(
                data ->
                    data.getMeaning() == ConsentDataMeaning.INSTANCE
                        && data.getReference().hasReference());
  }

  /** The day that a date names; null if it is none, or not that exact. */
  private static LocalDate day(BaseDateTimeType date) {
    String text = date.getValueAsString();
    return text == null || text.length() < DAY ? null : LocalDate.parse(text.substring(0, DAY));
  }

  private void cover(CaseFile file, Consent consent) {
    Set<String> named = new HashSet<>();
    consent.getProvision().getData().forEach(each -> named.add(each.getReference().getReference()));
    for (Resource resource : file.resources()) {
      if (resource instanceof DocumentReference document
          && isNotes(document)
          && (named.isEmpty() || named.contains(CaseFile.reference(document)))) {
        String authorization = CaseFile.reference(consent);
        covered.putIfAbsent(CaseFile.reference(document), authorization);
        document
            .getContent()
            .forEach(
                content -> covered.putIfAbsent(content.getAttachment().getUrl(), authorization));
      }
    }
  }

  /** Whether a resource holds psychotherapy notes. */
  static boolean isNotes(Resource resource) {
    return SecurityLabels.of(resource).stream().anyMatch(NotesAuthorization::named);
  }

  /** Whether a label is that of the class. */
  static boolean named(Coding label) {
    return SYSTEM.equals(label.getSystem()) && NOTES.equals(label.getCode());
  }

  /** Whether a resource is not withheld for a class, because the member has authorized that. */
  boolean lifts(String why, Resource resource) {
    return why.equals(NOTES) && covered.containsKey(CaseFile.reference(resource));
  }

  /** The Consent that covers a document; null if none does. */
  String covering(String document) {
    return covered.get(document);
  }
}
