package org.openimr.server.store;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.util.FhirTerser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseLink;
import org.openimr.operation.AlreadySubmittedException;
import org.openimr.operation.Caller;
import org.openimr.operation.CaseStore;
import org.openimr.operation.EarlierSubmission;
import org.openimr.operation.NewSubmission;
import org.openimr.operation.NoSuchCaseException;
import org.openimr.operation.RelatedCase;
import org.openimr.operation.StaleCaseException;
import org.openimr.operation.SubmissionIdentifier;
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
  private static final String CASE_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";

  private final DaoRegistry resources;
  private final IFhirSystemDao<Bundle, Meta> system;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseRelations relations;
  private final SubmissionWriter writer;
  private final CaseNumbers numbers;
  private final ChangeWriter writing;
  private final EarlierVersions earlier;
  private final Visibility visibility;
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
    this.visibility = visibility;
    this.seats = new ReviewerSearch(resources);
    this.earlier = new EarlierVersions(resources, jdbc);
    this.writer = new SubmissionWriter(resources, system, jdbc, relations, listener);
    this.writing = new ChangeWriter(system, transaction);
    this.numbers = new CaseNumbers(jdbc, transaction.getTransactionManager());
  }

  @Override
  public CaseFile load(Caller caller, String id) {
    Task task = visible(caller, "Task/" + id) instanceof Task found && isCase(found) ? found : null;
    if (task == null) {
      throw new NoSuchCaseException();
    }
    SearchParameterMap search = new SearchParameterMap();
    search.add(Provenance.SP_TARGET, new ReferenceParam("Task/" + id));
    search.addInclude(new Include("Provenance:target"));
    search.setLoadSynchronous(true);
    List<IBaseResource> found =
        resources
            .getResourceDao(Provenance.class)
            .search(search, new SystemRequestDetails())
            .getAllResources();
    found.forEach(this::unlink);
    List<Resource> belonging =
        found.stream()
            .map(Resource.class::cast)
            .filter(resource -> !(resource instanceof Provenance))
            .filter(resource -> !CaseFile.reference(resource).equals("Task/" + id))
            .filter(resource -> mayKnow(caller, resource))
            .sorted(Comparator.comparing(CaseFile::reference))
            .toList();
    return new CaseFile(task, belonging);
  }

  @Override
  public Optional<CaseFile> load(Caller caller, String id, Instant knownAt) {
    return earlier.load(
        load(caller, id),
        knownAt,
        new EarlierVersions.Knowledge() {
          @Override
          public Resource visible(String reference) {
            return JpaCaseStore.this.visible(caller, reference);
          }

          @Override
          public boolean mayKnow(Resource resource) {
            return JpaCaseStore.this.mayKnow(caller, resource);
          }
        });
  }

  /** Leaves references what they are; HAPI lets them hold what they point to. */
  private void unlink(IBaseResource resource) {
    FhirTerser terser = resources.getResourceDao("Task").getContext().newTerser();
    terser
        .getAllResourceReferences(resource)
        .forEach(found -> found.getResourceReference().setResource(null));
  }

  private static boolean isCase(Task task) {
    return task.getCode().hasCoding(CASE_TYPE, "imr-case");
  }

  // The server itself is one object: no client can be it by its name.
  private boolean mayKnow(Caller caller, Resource resource) {
    return caller == Caller.SERVER || visibility.maySee(caller, resource);
  }

  private Resource visible(Caller caller, String reference) {
    IdType id = new IdType(reference);
    if (!ServedTypes.CASE_RECORDS.contains(id.getResourceType())) {
      return null;
    }
    try {
      IBaseResource found =
          resources
              .getResourceDao(id.getResourceType())
              .read(id.toUnqualifiedVersionless(), new SystemRequestDetails());
      return mayKnow(caller, (Resource) found) ? (Resource) found : null;
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return null;
    }
  }

  @Override
  public Map<String, Resource> read(Caller caller, Set<String> references) {
    Map<String, Resource> found = new HashMap<>();
    for (String reference : references) {
      Resource resource = visible(caller, reference);
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
      if (visible(caller, link.other("Task/" + id)) instanceof Task other) {
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
        .of(number).stream()
            .filter(id -> visible(caller, "Task/" + id) instanceof Task task && isCase(task))
            .toList();
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
    try {
      return transaction.execute(
          status -> {
            jdbc.queryForList(
                "select case_id from imr_case where case_id = ? for update", String.class, id);
            return work.get();
          });
    } catch (TransientDataAccessException e) {
      throw new StaleCaseException();
    }
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
            system.transactionNested(new SystemRequestDetails(), changes);
            resources.getResourceDao(Bundle.class).update(packet, new SystemRequestDetails());
            // as every later reader will get it
            return resources
                .getResourceDao(Bundle.class)
                .read(packet.getIdElement().toUnqualifiedVersionless(), new SystemRequestDetails());
          });
    } catch (ResourceVersionConflictException | PreconditionFailedException e) {
      throw new StaleCaseException();
    }
  }
}
