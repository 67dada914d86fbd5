package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseKeys;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.operation.casefile.NewSubmission;
import org.openimr.server.store.relation.CaseRelations;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes one submission inside a transaction that is under way. */
final class SubmissionWriter {

  private static final Set<String> NOT_OF_THE_CASE = Set.of("Provenance", "Linkage");

  private final DaoRegistry resources;
  private final IFhirSystemDao<Bundle, Meta> system;
  private final JdbcTemplate jdbc;
  private final KnownIdentities identities;
  private final CaseRelations relations;
  private final StoredCaseListener listener;

  SubmissionWriter(
      DaoRegistry resources,
      IFhirSystemDao<Bundle, Meta> system,
      JdbcTemplate jdbc,
      CaseRelations relations,
      StoredCaseListener listener) {
    this.resources = resources;
    this.system = system;
    this.jdbc = jdbc;
    this.identities = new KnownIdentities(jdbc);
    this.relations = relations;
    this.listener = listener;
  }

  /** The date by which a submission is numbered: that on which the case was written. */
  LocalDate date(NewSubmission submission) {
    return LocalDate.parse(
        submission.newCase().task().getLastModifiedElement().getValueAsString().substring(0, 10));
  }

  /** Stores a submission under a case number. */
  CaseFile store(NewSubmission submission, String number) {
    claim(submission);
    // A failed attempt leaves its traces in what it wrote, so that each works on a copy.
    Bundle transaction = submission.newCase().transaction().copy();
    KnownResources known =
        new KnownResources(resources, identities, submission.organization(), transaction);
    known.reuse(submission.newCase().shared());
    CaseNumber.put(transaction, number);
    CaseKeys keys = relations.hold(submission.newCase().keys());
    relations.link(keys, transaction);
    Bundle outcome = system.transactionNested(new SystemRequestDetails(), transaction);
    List<Resource> stored = new ArrayList<>(known.unchanged());
    for (int i = 0; i < transaction.getEntry().size(); i++) {
      Resource resource = transaction.getEntry().get(i).getResource();
      IdType id = new IdType(outcome.getEntry().get(i).getResponse().getLocation());
      resource.setId(id.toUnqualified());
      resource.getMeta().setVersionId(id.getVersionIdPart());
      stored.add(resource);
    }
    known.remember();
    Task task = caseOf(stored);
    relations.remember(task.getIdElement().getIdPart(), keys, submission.received());
    jdbc.update(
        "update imr_submission set case_id = ?"
            + " where organization = ? and id_system = ? and id_value = ?",
        task.getIdElement().getIdPart(),
        submission.organization(),
        submission.identifier().system(),
        submission.identifier().value());
    CaseFile file =
        new CaseFile(
            task,
            stored.stream()
                .filter(resource -> resource != task)
                .filter(resource -> !NOT_OF_THE_CASE.contains(resource.fhirType()))
                .sorted(Comparator.comparing(CaseFile::reference))
                .toList());
    listener.stored(file);
    return file;
  }

  /** Takes the name of the submission; of several at once all but one wait here and then fail. */
  private void claim(NewSubmission submission) {
    jdbc.update(
        "insert into imr_submission"
            + " (organization, id_system, id_value, content_sha256, case_id, created_at)"
            + " values (?, ?, ?, ?, '', ?)",
        submission.organization(),
        submission.identifier().system(),
        submission.identifier().value(),
        submission.contentSha256(),
        Timestamp.from(submission.received()));
  }

  private static Task caseOf(List<Resource> stored) {
    return stored.stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> !task.hasPartOf())
        .findFirst()
        .orElseThrow();
  }
}
