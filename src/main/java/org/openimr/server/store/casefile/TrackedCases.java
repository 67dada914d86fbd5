package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;

/** Finds cases by numbers of what belongs to them, on the server's own account. */
final class TrackedCases {

  private static final String TASK_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final int MOST = 100;

  private final DaoRegistry store;

  TrackedCases(DaoRegistry store) {
    this.store = store;
  }

  /** The ids of the case Tasks that a number leads to. */
  Set<String> of(Identifier number) {
    TokenParam token = new TokenParam(number.getSystem(), number.getValue());
    Set<String> cases = new TreeSet<>();
    Set<String> disputed = new TreeSet<>();
    for (Resource each : found("Task", "identifier", token)) {
      Task task = (Task) each;
      if (CaseFile.isCase(task)) {
        cases.add(task.getIdElement().getIdPart());
      } else {
        task.getPartOf().forEach(whole -> add(cases, whole));
      }
    }
    for (String type : List.of("Claim", "ServiceRequest")) {
      found(type, "identifier", token).forEach(each -> disputed.add(CaseFile.reference(each)));
    }
    for (Resource each : found("ClaimResponse", "identifier", token)) {
      Reference answered = ((ClaimResponse) each).getRequest();
      if (answered.hasReference()) {
        disputed.add(answered.getReferenceElement().toUnqualifiedVersionless().getValue());
      }
    }
    if (!disputed.isEmpty()) {
      cases.addAll(about(disputed));
    }
    return cases;
  }

  private Set<String> about(Set<String> disputed) {
    ReferenceOrListParam focus = new ReferenceOrListParam();
    disputed.forEach(each -> focus.add(new ReferenceParam(each)));
    SearchParameterMap search = new SearchParameterMap();
    search.add(Task.SP_FOCUS, focus);
    search.add(Task.SP_CODE, new TokenParam(TASK_TYPE, "imr-case"));
    Set<String> cases = new TreeSet<>();
    found("Task", search).forEach(each -> cases.add(each.getIdElement().getIdPart()));
    return cases;
  }

  private static void add(Set<String> cases, Reference whole) {
    if (whole.getReferenceElement().hasIdPart()) {
      cases.add(whole.getReferenceElement().getIdPart());
    }
  }

  private List<Resource> found(String type, String parameter, TokenParam token) {
    return found(type, new SearchParameterMap().add(parameter, token));
  }

  private List<Resource> found(String type, SearchParameterMap search) {
    search.setLoadSynchronousUpTo(MOST);
    return store
        .getResourceDao(type)
        .search(search, new SystemRequestDetails())
        .getAllResources()
        .stream()
        .map(Resource.class::cast)
        .toList();
  }
}
