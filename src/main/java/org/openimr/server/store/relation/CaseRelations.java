package org.openimr.server.store.relation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseKeys;
import org.openimr.core.relation.CommonGround;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseLink;
import org.openimr.fhir.relation.CaseKeyReader;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds cases about the same dispute and links them; nothing is merged, and no case is changed.
 *
 * <p>It sees all cases. What a caller may know of it is decided where it is told.
 */
public final class CaseRelations {

  private final DaoRegistry resources;
  private final CaseIndex index;
  private final MatchingKey key;

  /**
   * Makes it.
   *
   * @param resources HAPI's store, by type
   * @param jdbc our own tables
   * @param key hashes what goes into them
   */
  CaseRelations(DaoRegistry resources, JdbcTemplate jdbc, MatchingKey key) {
    this.resources = resources;
    this.index = new CaseIndex(jdbc);
    this.key = key;
  }

  /** Hashes the keys of a new case, and waits for others about the same member. */
  public CaseKeys hold(CaseKeys plain) {
    CaseKeys hashed = plain.hashed(key::hash);
    index.hold(hashed);
    return hashed;
  }

  /** Adds to the transaction of a new case its links to those that came before. */
  public void link(CaseKeys hashed, Bundle transaction) {
    Map<String, Set<CommonGround>> related = index.related(hashed);
    if (related.isEmpty()) {
      return;
    }
    BundleEntryComponent later =
        transaction.getEntry().stream()
            .filter(entry -> entry.getResource() instanceof Task task && !task.hasPartOf())
            .findFirst()
            .orElseThrow();
    related.forEach(
        (id, common) ->
            transaction
                .addEntry()
                .setResource(
                    CaseLink.write(
                        task(id), (Task) later.getResource(), later.getFullUrl(), common))
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Linkage"));
  }

  /** Makes a case known to those that come after it. */
  public void remember(String caseId, CaseKeys hashed, Instant stored) {
    index.add(caseId, hashed, stored);
  }

  /** The links of a case, whoever may know of them. */
  public List<CaseLink> of(String reference) {
    return new StoredLinks(resources)
        .of((Task) new Task().setId(reference)).stream().map(CaseLink::read).toList();
  }

  /** Forgets what cases are known by; their links stay. */
  void forget() {
    index.clear();
  }

  /**
   * Reads a stored case into the index again, and links it where a link to an earlier one lacks.
   *
   * @param file the whole case
   * @param stored when it was stored
   */
  void reread(CaseFile file, Instant stored) {
    CaseKeys hashed = CaseKeyReader.read(file.task(), file.byReference()).hashed(key::hash);
    String reference = CaseFile.reference(file.task());
    List<String> linked = of(reference).stream().map(link -> link.other(reference)).toList();
    index
        .related(hashed)
        .forEach(
            (id, common) -> {
              if (!linked.contains("Task/" + id)) {
                resources
                    .getResourceDao(Linkage.class)
                    .create(
                        CaseLink.write(task(id), file.task(), reference, common),
                        new SystemRequestDetails());
              }
            });
    index.add(file.task().getIdElement().getIdPart(), hashed, stored);
  }

  private Task task(String id) {
    return (Task)
        resources
            .getResourceDao(Task.class)
            .read(new IdType("Task", id), new SystemRequestDetails());
  }
}
