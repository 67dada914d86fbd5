package org.openimr.server.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deletes a case with all that refers to it or to its duties, in one transaction. */
public final class DeletedCase {

  private static final String REFERRING =
      "select distinct r.res_type || '/' || r.fhir_id from hfj_res_link l"
          + " join hfj_resource r on r.res_id = l.src_resource_id"
          + " join hfj_resource t on t.res_id = l.target_resource_id where t.fhir_id = ?";

  private DeletedCase() {}

  /** Deletes it on the server's own account: some of it may be of other parties. */
  public static void delete(RunningServer server, String id) {
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    Set<String> names = new HashSet<>(Set.of("Task/" + id));
    List<String> referring = jdbc.queryForList(REFERRING, String.class, id);
    names.addAll(referring);
    for (String each : referring) {
      names.addAll(
          jdbc.queryForList(REFERRING, String.class, each.substring(each.indexOf('/') + 1)));
    }
    Bundle all = new Bundle();
    all.setType(Bundle.BundleType.TRANSACTION);
    names.forEach(
        name -> all.addEntry().getRequest().setMethod(Bundle.HTTPVerb.DELETE).setUrl(name));
    server.bean(DaoRegistry.class).getSystemDao().transaction(new SystemRequestDetails(), all);
  }
}
