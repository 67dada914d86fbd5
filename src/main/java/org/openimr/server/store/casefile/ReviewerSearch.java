package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;

/** Finds what is stored of reviewers, on the server's own account. */
final class ReviewerSearch {

  private static final String TASK_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";

  private final DaoRegistry store;

  ReviewerSearch(DaoRegistry store) {
    this.store = store;
  }

  /** The roles of people who are referred to so, or have one of the identifiers. */
  List<PractitionerRole> roles(Set<String> people, Set<String> identifiers) {
    Set<String> all = new TreeSet<>(people);
    if (!identifiers.isEmpty()) {
      TokenOrListParam tokens = new TokenOrListParam();
      for (String each : identifiers) {
        int bar = each.indexOf('|');
        tokens.add(new TokenParam(each.substring(0, bar), each.substring(bar + 1)));
      }
      SearchParameterMap search = new SearchParameterMap();
      search.add(Practitioner.SP_IDENTIFIER, tokens);
      found(search, Practitioner.class).forEach(each -> all.add(CaseFile.reference(each)));
    }
    return all.isEmpty()
        ? List.of()
        : found(
            new SearchParameterMap().add(PractitionerRole.SP_PRACTITIONER, references(all)),
            PractitionerRole.class);
  }

  /** The seats of some roles. */
  List<Task> of(Set<String> roles) {
    if (roles.isEmpty()) {
      return List.of();
    }
    SearchParameterMap search = new SearchParameterMap();
    search.add(Task.SP_CODE, new TokenParam(TASK_TYPE, "imr-seat"));
    search.add(Task.SP_OWNER, references(roles));
    return found(search, Task.class);
  }

  /** Tasks of a kind that bear a tag. */
  List<Task> marked(String code, String system, String tag) {
    SearchParameterMap search = new SearchParameterMap();
    search.add(Task.SP_CODE, new TokenParam(TASK_TYPE, code));
    search.add("_tag", new TokenParam(system, tag));
    return found(search, Task.class);
  }

  private static ReferenceOrListParam references(Set<String> names) {
    ReferenceOrListParam references = new ReferenceOrListParam();
    names.forEach(each -> references.add(new ReferenceParam(each)));
    return references;
  }

  private <T extends Resource> List<T> found(SearchParameterMap search, Class<T> type) {
    search.setLoadSynchronous(true);
    return store
        .getResourceDao(type)
        .search(search, new SystemRequestDetails())
        .getAllResources()
        .stream()
        .map(type::cast)
        .toList();
  }
}
