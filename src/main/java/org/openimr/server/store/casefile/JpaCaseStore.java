package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseLink;
import org.openimr.operation.AlreadySubmittedException;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EarlierSubmission;
import org.openimr.operation.casefile.NewSubmission;
import org.openimr.operation.casefile.RelatedCase;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.SubmissionIdentifier;
import org.openimr.server.store.relation.CaseRelations;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cases in HAPI's store, with what FHIR has no place for in tables of our own.
 *
 * <p>What belongs to a case is what the Provenances of its Task name as targets. The store acts on
 * its own account: who may see what is asked of a {@link Visibility} here.
 */
public final class JpaCaseStore implements CaseStore {

  private static final int ATTEMPTS = 8;

  private final DaoRegistry resources;
  private final IFhirSystemDao<Bundle, Meta> system;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseRelations relations;
  private final SubmissionWriter writer;
  private final CaseNumbers numbers;
  private final HeldCases held;
  private final CaseTurns turns = new CaseTurns();
  private final ChangeWriter writing;
  private final CaseFiles files;
  private final ReviewerSearch seats;

  /**
   * Makes the store.
   *
   * @param resources HAPI's store, by type
   * @param system HAPI's store, as a whole
   * @param jdbc our own tables
   * @param transaction runs work on both together
   * @param relations finds related cases
   * @param visibility who sees what
   * @param listener is told of submitted cases
   */
  public JpaCaseStore(
      DaoRegistry resources,
      IFhirSystemDao<Bundle, Meta> system,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRelations relations,
      Visibility visibility,
      StoredCaseListener listener) {
    this.resources = resources;
    this.system = system;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.relations = relations;
    this.seats = new ReviewerSearch(resources);
    this.files = new CaseFiles(resources, jdbc, visibility);
    this.writer = new SubmissionWriter(resources, system, jdbc, relations, listener);
    this.held = new HeldCases(jdbc);
    this.writing = new ChangeWriter(system, transaction, held);
    this.numbers = new CaseNumbers(jdbc, transaction.getTransactionManager());
  }

  @Override
  public CaseFile load(Caller caller, String id) {
    return files.load(caller, id);
  }

  @Override
  public Optional<CaseFile> load(Caller caller, String id, Instant knownAt) {
    return files.load(caller, id, knownAt);
  }

  @Override
  public Map<String, Resource> read(Caller caller, Set<String> references) {
    Map<String, Resource> found = new HashMap<>();
    for (String reference : references) {
      Resource resource = files.visible(caller, reference);
      if (resource != null) {
        found.put(reference, resource);
      }
    }
    return found;
  }

  @Override
  public List<RelatedCase> related(Caller caller, String id) {
    List<RelatedCase> related = new ArrayList<>();
    for (CaseLink link : relations.of("Task/" + id)) {
      // who is party to this case need not be party to the other
      if (files.visible(caller, link.other("Task/" + id)) instanceof Task other) {
        related.add(new RelatedCase(other, link.relation(), link.common()));
      }
    }
    return related;
  }

  @Override
  public List<PractitionerRole> roles(Set<String> people, Set<String> identifiers) {
    return seats.roles(people, identifiers);
  }

  @Override
  public List<Task> seats(Set<String> roles) {
    return seats.of(roles);
  }

  @Override
  public List<Task> marked(String code, String tagSystem, String tag) {
    return seats.marked(code, tagSystem, tag);
  }

  @Override
  public List<String> tracked(Caller caller, Identifier number) {
    return new TrackedCases(resources)
        .of(number).stream().filter(id -> files.isCase(caller, id)).toList();
  }

  @Override
  public Optional<EarlierSubmission> submission(
      String organization, SubmissionIdentifier identifier) {
    return jdbc
        .query(
            "select case_id, content_sha256 from imr_submission"
                + " where organization = ? and id_system = ? and id_value = ?",
            (row, number) -> new EarlierSubmission(row.getString(1), row.getString(2)),
            organization,
            identifier.system(),
            identifier.value())
        .stream()
        .findFirst();
  }

  @Override
  public CaseFile submit(NewSubmission submission) {
    String number = numbers.next(writer.date(submission));
    RuntimeException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return transaction.execute(status -> writer.store(submission, number));
      } catch (DuplicateKeyException
          | TransientDataAccessException
          | ResourceVersionConflictException e) {
        // Another submission was first with the same identifier, or with the same member.
        last = e;
        if (submission(submission.organization(), submission.identifier()).isPresent()) {
          throw new AlreadySubmittedException();
        }
      }
    }
    throw last;
  }

  @Override
  public void save(Caller caller, Bundle changes) {
    writing.save(new SystemRequestDetails(), changes);
  }

  @Override
  public <T> T holding(String id, Supplier<T> work) {
    return turns.take(
        id,
        () ->
            transaction.execute(
                status -> {
                  held.hold(id);
                  return work.get();
                }));
  }

  @Override
  public void saveWithTags(Caller caller, Bundle changes) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.addHeader(JpaConstants.HEADER_META_SNAPSHOT_MODE, TagTypeEnum.TAG.name());
    writing.save(request, changes);
  }

  @Override
  public Bundle issue(Bundle packet, Bundle changes) {
    try {
      return transaction.execute(
          status -> {
            held.hold(changes);
            system.transactionNested(new SystemRequestDetails(), changes);
            resources.getResourceDao(Bundle.class).update(packet, new SystemRequestDetails());
            // as every later reader will get it
            return resources
                .getResourceDao(Bundle.class)
                .read(packet.getIdElement().toUnqualifiedVersionless(), new SystemRequestDetails());
          });
    } catch (ResourceVersionConflictException
        | PreconditionFailedException
        | TransientDataAccessException e) {
      // who waits too long for another's change would find the case changed
      throw new StaleCaseException();
    }
  }
}
