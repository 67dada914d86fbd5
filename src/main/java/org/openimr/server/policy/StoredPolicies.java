package org.openimr.server.policy;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.UriParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Task;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The policies in the store that did not come with the program, and a revision by which any node
 * notices cheaply that they changed.
 */
public final class StoredPolicies {

  private final DaoRegistry store;
  private final JdbcTemplate jdbc;

  /** Those of this store. */
  public StoredPolicies(DaoRegistry store, JdbcTemplate jdbc) {
    this.store = store;
    this.jdbc = jdbc;
  }

  /** The revision committed last. */
  long revision() {
    return jdbc.queryForObject("select revision from imr_policy_revision", Long.class);
  }

  /**
   * Counts the revision up. Until the transaction ends no other one can change a policy, so that
   * what is checked in between still holds when it is stored.
   */
  long countUp() {
    jdbc.update("update imr_policy_revision set revision = revision + 1");
    return revision();
  }

  /** The revision at which each policy was last changed, by the id of its PlanDefinition. */
  Map<String, Long> listed() {
    Map<String, Long> listed = new HashMap<>();
    jdbc.query(
        "select id, revision from imr_policy",
        row -> {
          listed.put(row.getString(1), row.getLong(2));
        });
    return listed;
  }

  /** Lists a policy as changed at a revision. */
  void list(String id, long revision) {
    if (jdbc.update("update imr_policy set revision = ? where id = ?", revision, id) == 0) {
      jdbc.update("insert into imr_policy (id, revision) values (?, ?)", id, revision);
    }
  }

  /** Takes a policy off the list. */
  void strike(String id) {
    jdbc.update("delete from imr_policy where id = ?", id);
  }

  /** Reads a PlanDefinition. */
  PlanDefinition read(String id) {
    return plans().read(new IdType("PlanDefinition", id), new SystemRequestDetails());
  }

  /** Finds a PlanDefinition; null if there is none of that id. */
  PlanDefinition find(String id) {
    try {
      return id == null ? null : read(id);
    } catch (ResourceNotFoundException | ResourceGoneException none) {
      return null;
    }
  }

  /** Stores a PlanDefinition for a caller, checked like any other. */
  void put(PlanDefinition plan, RequestDetails request) {
    plans().update(plan, request);
  }

  /** Whether a case is bound to a version, given as {@code url|version}. */
  boolean bound(String canonical) {
    SearchParameterMap search = new SearchParameterMap();
    search.add("policy", new UriParam(canonical));
    search.setLoadSynchronousUpTo(1);
    return !store
        .getResourceDao(Task.class)
        .search(search, new SystemRequestDetails())
        .getAllResources()
        .isEmpty();
  }

  private IFhirResourceDao<PlanDefinition> plans() {
    return store.getResourceDao(PlanDefinition.class);
  }
}
