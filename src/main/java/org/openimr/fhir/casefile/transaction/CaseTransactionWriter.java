package org.openimr.fhir.casefile.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.relation.CaseKeys;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.CaseOrganizations;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.casefile.ReviewerIdentity;
import org.openimr.fhir.casefile.submission.IdentifierCheck;
import org.openimr.fhir.casefile.submission.SubmittedCase;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.relation.CaseKeyReader;
import org.openimr.fhir.sensitivity.CaseSensitivity;
import org.openimr.fhir.sensitivity.ConfidentialAddress;
import org.openimr.fhir.sensitivity.SecurityLabels;
import org.openimr.fhir.sensitivity.SensitivityRules;

/**
 * Writes a submitted case as one transaction: the case with what the server says of it, everything
 * that was submitted, a Task per duty, and the Provenance that holds them together.
 */
public final class CaseTransactionWriter {

  /**
   * Who submits.
   *
   * @param organization the id of the organization
   * @param client the id of the program
   * @param role a code of {@code imr-party}
   */
  public record Submitter(String organization, String client, String role) {}

  /** What is asked for with a new case. */
  @FunctionalInterface
  public interface Requests {

    /**
     * Writes the requests.
     *
     * @param caseTask the case
     * @param caseReference a reference to it
     * @param resources what belongs to it, by the reference that names each
     * @param now the time of writing
     * @return Tasks that are parts of the case
     */
    List<Task> write(
        Task caseTask, Reference caseReference, Map<String, Resource> resources, DateTimeType now);
  }

  /**
   * What the server adds to a new case.
   *
   * @param requests writes what is asked for
   * @param sensitivity by what sensitive information is recognized and labelled
   * @param status the status that the case is in
   */
  public record Additions(
      Requests requests, SensitivityRules sensitivity, StateMachine.Status status) {}

  private final SubmittedCase submitted;
  private final Submitter submitter;
  private final NamedEntries names;
  private final Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);

  private CaseTransactionWriter(SubmittedCase submitted, Submitter submitter) {
    this.submitted = submitted;
    this.submitter = submitter;
    this.names = new NamedEntries(submitted);
  }

  /**
   * Writes a case.
   *
   * @param submitted the submission
   * @param assessment what is concluded about it on arrival
   * @param identifier the identifier of the submitted Bundle
   * @param received when it arrived
   * @param submitter who submits it
   * @param additions what the server adds
   * @return what is to be stored
   */
  public static NewCase write(
      SubmittedCase submitted,
      CaseAssessment assessment,
      Identifier identifier,
      Instant received,
      Submitter submitter,
      Additions additions) {
    return new CaseTransactionWriter(submitted, submitter)
        .write(assessment, identifier, received, additions);
  }

  private NewCase write(
      CaseAssessment assessment, Identifier identifier, Instant received, Additions additions) {
    ZoneId zone = submitted.policy().days().zone();
    DateTimeType now = TimeText.write(submitted.policy().days().at(received), zone);
    Map<String, Resource> resources = new LinkedHashMap<>(submitted.stored());
    List<String> shared = new ArrayList<>();
    for (SubmittedEntry entry : submitted.entries()) {
      names.rewrite(entry);
      String name = names.of(entry);
      resources.put(name, entry.resource());
      if (IdentifierCheck.SHARED.contains(entry.resource().fhirType())) {
        shared.add(name);
      }
    }
    Task task = submitted.task();
    String caseName = names.of(task);
    PartyReferences parties = new PartyReferences(task, resources);
    CaseTaskWriter.bind(task, submitted.reviewCase().policy(), submitted.assumedText());
    CaseTaskWriter.conclude(task, assessment, additions.status(), parties, now);
    CaseOrganizations organizations =
        CaseOrganizations.of(submitter.organization(), resources.values());
    // a reviewer is stored anew, not as somebody whom others know
    shared.removeAll(ReviewerIdentity.withhold(resources));
    CaseSensitivity sensitivity = sensitivity(task, resources, additions, now);
    resources.forEach(
        (name, resource) -> put(name, resource, organizations, sensitivity.label(name)));
    CaseKeys keys = CaseKeyReader.read(task, resources);
    Map<String, Task> children = new LinkedHashMap<>();
    DutyTaskWriter duties = new DutyTaskWriter(task, new Reference(caseName), parties);
    for (Deadline deadline : assessment.deadlines()) {
      String name = caseName + "/" + deadline.milestone().code() + "/" + children.size();
      children.put(NamedEntries.name(name), duties.write(deadline, now));
    }
    for (Task request : additions.requests().write(task, new Reference(caseName), resources, now)) {
      children.put(NamedEntries.name(caseName + "/request/" + children.size()), request);
    }
    children.values().forEach(child -> SecurityLabels.copy(task, child));
    children.forEach((name, child) -> put(name, child, organizations, false));
    resources.putAll(children);
    Provenance provenance = provenance(caseName, resources.keySet(), identifier, received, parties);
    put(NamedEntries.name(caseName + "/provenance"), provenance, organizations, false);
    return new NewCase(task, transaction, shared, organizations.all(), keys);
  }

  /** Keeps on the case where the member wants to be reached, and finds what is sensitive. */
  private static CaseSensitivity sensitivity(
      Task task, Map<String, Resource> resources, Additions additions, DateTimeType now) {
    if (resources.get(String.valueOf(task.getFor().getReference())) instanceof Patient member) {
      ConfidentialAddress.of(member).keepOn(task);
    }
    LocalDate today = LocalDate.parse(now.getValueAsString().substring(0, 10));
    return CaseSensitivity.of(additions.sensitivity(), task, resources, today);
  }

  private void put(
      String name, Resource resource, CaseOrganizations organizations, boolean labelled) {
    boolean stored = !name.startsWith("urn:");
    boolean privileged = !CaseDocuments.privileges(resource).isEmpty();
    Set<String> before = AccessMarks.parties(resource);
    Set<String> parties = privileged ? organizations.trusted() : organizations.all();
    boolean changed = labelled || submitted.superseded().contains(resource);
    if (stored && before.containsAll(parties) && !changed) {
      return;
    }
    AccessMarks.add(resource, parties);
    if (!stored) {
      AccessMarks.submitter(resource, submitter.organization());
      AccessMarks.givenBy(resource, submitter.role());
    }
    Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(resource);
    if (stored) {
      entry.setFullUrl(name).getRequest().setMethod(HTTPVerb.PUT).setUrl(name);
    } else {
      entry.setFullUrl(name).getRequest().setMethod(HTTPVerb.POST).setUrl(resource.fhirType());
    }
  }

  private Provenance provenance(
      String caseName,
      Set<String> targets,
      Identifier identifier,
      Instant received,
      PartyReferences parties) {
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference(caseName));
    targets.stream()
        .filter(target -> !target.equals(caseName))
        .forEach(target -> provenance.addTarget(new Reference(target)));
    provenance.setRecorded(java.util.Date.from(received));
    provenance.setActivity(DataOperation.CREATE.activity());
    ProvenanceAgents.organization(provenance, submitter.organization(), submitter.client());
    provenance
        .addEntity()
        .setRole(Provenance.ProvenanceEntityRole.SOURCE)
        .getWhat()
        .setIdentifier(identifier.copy());
    submitted
        .within()
        .forEach(
            bundle ->
                provenance
                    .addEntity()
                    .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                    .setWhat(new Reference().setType("Bundle").setIdentifier(bundle)));
    return provenance;
  }
}
