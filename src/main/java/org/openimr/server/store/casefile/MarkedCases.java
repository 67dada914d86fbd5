package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.server.store.relation.StoredLinks;

/**
 * Changes the marks on all that belongs to a case: what the Provenances of its Task name, these
 * Provenances, its packets and its links. Marks are no content: no new version is made.
 */
public final class MarkedCases {

  private static final String ORGANIZATION = "https://openimr.org/fhir/sid/organization";

  private static final String TASK_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final String MARKS = MarkedCases.class.getName();

  /** What several cases have in common. */
  private static final Set<String> SHARED =
      Set.of("Patient", "Organization", "Practitioner", "PractitionerRole", "Location", "Coverage");

  private final DaoRegistry store;
  private final StoredLinks links;
  private final EntityManager entities;

  /**
   * Makes it.
   *
   * @param store HAPI's store, by type
   * @param entities what of it is not written yet
   */
  public MarkedCases(DaoRegistry store, EntityManager entities) {
    this.store = store;
    this.links = new StoredLinks(store);
    this.entities = entities;
  }

  /** The review organizations among those that belong to a case, by the ids by which they call. */
  Set<String> reviewers(Task task) {
    Set<String> reviewers = new TreeSet<>();
    belonging(task)
        .values()
        .forEach(
            resource -> {
              if (resource instanceof Organization organization
                  && organization.getType().stream()
                      .flatMap(type -> type.getCoding().stream())
                      .anyMatch(coding -> "imro".equals(coding.getCode()))) {
                reviewers.addAll(ids(organization));
              }
              if (resource instanceof Task part
                  && part.getCode().getCoding().stream()
                      .anyMatch(coding -> "imr-review".equals(coding.getCode()))) {
                reviewers.addAll(organizations(part.getOwner()));
              }
            });
    return reviewers;
  }

  /** The ids by which the organization behind a reference calls. */
  Set<String> organizations(Reference reference) {
    if (reference == null || !reference.getReferenceElement().hasIdPart()) {
      return Set.of();
    }
    return read(reference.getReference()) instanceof Organization organization
        ? ids(organization)
        : Set.of();
  }

  private static Set<String> ids(Organization organization) {
    Set<String> ids = new TreeSet<>();
    for (Identifier identifier : organization.getIdentifier()) {
      if (ORGANIZATION.equals(identifier.getSystem()) && identifier.getValue() != null) {
        ids.add(identifier.getValue());
      }
    }
    return ids;
  }

  /** The case of an assignment; null if it names none. */
  Task caseOf(Task review) {
    for (Reference whole : review.getPartOf()) {
      if (whole.getReferenceElement().hasIdPart()
          && read(whole.getReference()) instanceof Task task
          && CaseFile.isCase(task)) {
        return task;
      }
    }
    return null;
  }

  /** Ends that an organization is party to a case; its own work on it goes with the case. */
  void leave(Task task, String organization) {
    Map<String, Resource> belonging = belonging(task);
    for (Resource work : work(belonging, AccessMarks.PARTY, organization)) {
      change(work, AccessMarks.PARTY, organization, false);
      change(work, AccessMarks.FORMER, organization, true);
    }
    for (Resource resource : belonging.values()) {
      if (AccessMarks.parties(resource).contains(organization)
          && !(SHARED.contains(resource.fhirType()) && elsewhere(task, resource, organization))) {
        change(resource, AccessMarks.PARTY, organization, false);
        change(resource, AccessMarks.FORMER, organization, true);
      }
    }
    for (Linkage link : links.of(task)) {
      change(link, AccessMarks.PARTY, organization, false);
    }
  }

  /** Makes an organization party to a case, and gives it back the work that it had on it. */
  void join(Task task, String organization) {
    Map<String, Resource> belonging = belonging(task);
    for (Resource work : work(belonging, AccessMarks.FORMER, organization)) {
      change(work, AccessMarks.FORMER, organization, false);
      change(work, AccessMarks.PARTY, organization, true);
    }
    for (Resource resource : belonging.values()) {
      if (!AccessMarks.parties(resource).contains(organization)) {
        change(resource, AccessMarks.PARTY, organization, true);
      }
    }
    for (Linkage link : links.of(task)) {
      if (links.otherIsOf(organization, task, link)) {
        change(link, AccessMarks.PARTY, organization, true);
      }
    }
  }

  /** Marks a case as closed, or as open again. */
  void close(Task task, boolean closed) {
    for (Resource resource : belonging(task).values()) {
      if (!SHARED.contains(resource.fhirType())) {
        change(resource, AccessMarks.STATE, AccessMarks.CLOSED, closed);
      }
    }
  }

  /** Whether an organization is party to something shared by another case as well. */
  private boolean elsewhere(Task task, Resource shared, String organization) {
    SearchParameterMap search = provenances(CaseFile.reference(shared));
    search.add("_tag", new TokenParam(AccessMarks.PARTY, organization));
    String own = CaseFile.reference(task);
    return found("Provenance", search).stream()
        .map(Provenance.class::cast)
        .anyMatch(
            other -> other.getTarget().stream().noneMatch(each -> own.equals(each.getReference())));
  }

  private static SearchParameterMap provenances(String target) {
    SearchParameterMap search = new SearchParameterMap();
    search.add(Provenance.SP_TARGET, new ReferenceParam(target));
    search.setLoadSynchronous(true);
    return search;
  }

  private Map<String, Resource> belonging(Task task) {
    entities.flush();
    SearchParameterMap search = provenances(CaseFile.reference(task));
    search.addInclude(new Include("Provenance:target"));
    Map<String, Resource> belonging = new LinkedHashMap<>();
    for (IBaseResource each : found("Provenance", search)) {
      belonging.put(CaseFile.reference((Resource) each), (Resource) each);
    }
    belonging.putIfAbsent(CaseFile.reference(task), (Resource) read(CaseFile.reference(task)));
    for (String packet : PacketIssue.of(task)) {
      belonging.put(packet, (Resource) read(packet));
    }
    return belonging;
  }

  /** Work of an organization on a case and its parts, and seats, by the mark that they bear. */
  private List<Resource> work(Map<String, Resource> belonging, String mark, String organization) {
    ReferenceOrListParam subjects = new ReferenceOrListParam();
    belonging.forEach(
        (reference, resource) -> {
          if (resource instanceof Task) {
            subjects.add(new ReferenceParam(reference));
          }
        });
    SearchParameterMap search = new SearchParameterMap();
    search.add(Task.SP_FOCUS, subjects);
    search.add(
        Task.SP_CODE,
        new TokenOrListParam()
            .add(new TokenParam(TASK_TYPE, "imr-work"))
            .add(new TokenParam(TASK_TYPE, "imr-seat")));
    search.add("_tag", new TokenParam(mark, organization));
    search.setLoadSynchronous(true);
    return found("Task", search).stream().map(Resource.class::cast).toList();
  }

  private List<IBaseResource> found(String type, SearchParameterMap search) {
    return new ArrayList<>(
        store.getResourceDao(type).search(search, new SystemRequestDetails()).getAllResources());
  }

  private IBaseResource read(String reference) {
    IdType id = new IdType(reference).toUnqualifiedVersionless();
    return store.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
  }

  /** Whether a request of the server's own changes marks and nothing else. */
  public static boolean marks(RequestDetails request) {
    return request != null && request.getUserData().containsKey(MARKS);
  }

  private static RequestDetails request() {
    RequestDetails request = new SystemRequestDetails();
    request.getUserData().put(MARKS, true);
    return request;
  }

  private void change(Resource resource, String system, String code, boolean add) {
    IdType id = new IdType(resource.fhirType(), resource.getIdElement().getIdPart());
    Meta mark = new Meta();
    mark.addTag(new Coding(system, code, null));
    if (add) {
      store.getResourceDao(resource.fhirType()).metaAddOperation(id, mark, request());
    } else {
      store.getResourceDao(resource.fhirType()).metaDeleteOperation(id, mark, request());
    }
  }
}
