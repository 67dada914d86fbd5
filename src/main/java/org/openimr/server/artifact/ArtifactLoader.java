package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.server.store.database.SharedStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the definitions that travel inside the program into the store, before the first request.
 *
 * <p>What is stored already with the same bytes is not touched, so that a second start writes
 * nothing; what has changed is stored as a new version. Nothing is fetched from a network, and
 * nothing is deleted: cases may still be bound to an older version of a policy.
 */
public final class ArtifactLoader implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactLoader.class);

  private final FhirContext context;
  private final DaoRegistry store;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final SharedStart start;
  private final ISearchParamRegistry searches;

  /**
   * Loads into this store and keeps its own record of what was loaded beside it.
   *
   * @param start the turns of nodes that start together
   * @param searches what is told of search parameters that another node has loaded
   */
  public ArtifactLoader(
      FhirContext context,
      DaoRegistry store,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      SharedStart start,
      ISearchParamRegistry searches) {
    this.context = context;
    this.store = store;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.start = start;
    this.searches = searches;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (!changed().isEmpty()) {
      start.alone(() -> load(changed()));
    }
  }

  private List<ArtifactFile> changed() {
    Map<String, String> loaded = loaded();
    List<String> put = putOver();
    return ArtifactFile.all().stream()
        .filter(file -> !file.sha256().equals(loaded.get(file.path())))
        .filter(file -> put.stream().noneMatch(file.path()::endsWith))
        .toList();
  }

  private void load(List<ArtifactFile> changed) {
    if (changed.isEmpty()) {
      searches.forceRefresh();
      return;
    }
    // Search parameters become active when they are committed: before what they are to index.
    transaction.executeWithoutResult(
        status -> changed.stream().filter(ArtifactLoader::searchParameter).forEach(this::load));
    // One transaction each, because Hibernate looks at all it holds before each query.
    changed.stream()
        .filter(file -> !searchParameter(file))
        .forEach(file -> transaction.executeWithoutResult(status -> load(file)));
    LOG.info("Loaded {} definitions", changed.size());
  }

  private static boolean searchParameter(ArtifactFile file) {
    return file.path().contains("SearchParameter-");
  }

  // A policy of the program that the administrator has replaced stays as it was put.
  private List<String> putOver() {
    return jdbc.queryForList(
        "select '/PlanDefinition-' || id || '.json' from imr_policy", String.class);
  }

  private Map<String, String> loaded() {
    Map<String, String> hashes = new HashMap<>();
    jdbc.query(
        "select path, sha256 from imr_artifact",
        row -> {
          hashes.put(row.getString(1), row.getString(2));
        });
    return hashes;
  }

  @SuppressWarnings("unchecked")
  private void load(ArtifactFile file) {
    IParser parser = context.newJsonParser();
    IBaseResource resource = parser.parseResource(file.json());
    IFhirResourceDao<IBaseResource> dao =
        (IFhirResourceDao<IBaseResource>) store.getResourceDao(resource.getClass());
    if (dao == null) {
      throw new IllegalStateException(
          "profiles/" + file.path() + " is of type " + resource.fhirType() + ", not served here");
    }
    dao.update(resource, new SystemRequestDetails());
    int updated =
        jdbc.update(
            "update imr_artifact set sha256 = ? where path = ?", file.sha256(), file.path());
    if (updated == 0) {
      jdbc.update(
          "insert into imr_artifact (path, sha256) values (?, ?)", file.path(), file.sha256());
    }
  }
}
