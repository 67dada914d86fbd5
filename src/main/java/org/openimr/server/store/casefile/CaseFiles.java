package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.util.FhirTerser;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.server.store.hapi.ServedTypes;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads cases and what belongs to them, as a caller sees them. */
final class CaseFiles {

  private static final String CASE_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";

  private final DaoRegistry resources;
  private final EarlierVersions earlier;
  private final Visibility visibility;

  CaseFiles(DaoRegistry resources, JdbcTemplate jdbc, Visibility visibility) {
    this.resources = resources;
    this.earlier = new EarlierVersions(resources, jdbc);
    this.visibility = visibility;
  }

  /** Whether there is a case of an id that the caller sees. */
  boolean isCase(Caller caller, String id) {
    return task(caller, id) != null;
  }

  private Task task(Caller caller, String id) {
    return visible(caller, "Task/" + id) instanceof Task found
            && found.getCode().hasCoding(CASE_TYPE, "imr-case")
        ? found
        : null;
  }

  /** A case and what belongs to it; see {@link CaseStore#load(Caller, String)}. */
  CaseFile load(Caller caller, String id) {
    Task task = task(caller, id);
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

  /** A case as it was known at a time; see {@link CaseStore#load(Caller, String, Instant)}. */
  Optional<CaseFile> load(Caller caller, String id, Instant knownAt) {
    return earlier.load(
        load(caller, id),
        knownAt,
        new EarlierVersions.Knowledge() {
          @Override
          public Resource visible(String reference) {
            return CaseFiles.this.visible(caller, reference);
          }

          @Override
          public boolean mayKnow(Resource resource) {
            return CaseFiles.this.mayKnow(caller, resource);
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

  /** A resource of a case, if the caller sees it; else null. */
  Resource visible(Caller caller, String reference) {
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

  // The server itself is one object: no client can be it by its name.
  private boolean mayKnow(Caller caller, Resource resource) {
    return caller == Caller.SERVER || visibility.maySee(caller, resource);
  }
}
