package org.openimr.server.store.relation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseLink;

/** The links between cases as they are stored, whoever may know of them. */
public final class StoredLinks {

  private final DaoRegistry store;

  /** Reads links from this store. */
  public StoredLinks(DaoRegistry store) {
    this.store = store;
  }

  /** The links of a case. */
  public List<Linkage> of(Task task) {
    SearchParameterMap search = new SearchParameterMap();
    search.add(Linkage.SP_ITEM, new ReferenceParam(CaseFile.reference(task)));
    search.setLoadSynchronous(true);
    return store
        .getResourceDao(Linkage.class)
        .search(search, new SystemRequestDetails())
        .getAllResources()
        .stream()
        .map(Linkage.class::cast)
        .toList();
  }

  /** Whether an organization is party to the case at the other end of a link. */
  public boolean otherIsOf(String organization, Task task, Linkage link) {
    IdType other = new IdType(CaseLink.read(link).other(CaseFile.reference(task)));
    return AccessMarks.parties(
            store.getResourceDao(Task.class).read(other, new SystemRequestDetails()))
        .contains(organization);
  }
}
