package org.openimr.server.store.relation;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.server.store.database.SharedStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the index of related cases in step with its key: makes it again from the resources, before
 * the first request, where it was made by another key or not at all.
 */
public final class CaseIndexKeeper implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(CaseIndexKeeper.class);
  private static final int BYTES = 32;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseRelations relations;
  private final CaseStore cases;
  private final MatchingKey key;
  private final SharedStart start;

  CaseIndexKeeper(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRelations relations,
      CaseStore cases,
      MatchingKey key,
      SharedStart start) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.relations = relations;
    this.cases = cases;
    this.key = key;
    this.start = start;
  }

  /**
   * Returns the key of the index.
   *
   * @param setting the key that the settings give; empty: one that the database keeps
   * @param jdbc where it is kept
   * @return the key
   */
  static MatchingKey key(String setting, JdbcTemplate jdbc) {
    if (!setting.isEmpty()) {
      return new MatchingKey(setting);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    // of several nodes that start at once one is first, and all read its key
    jdbc.update(
        "update imr_matching set secret = ? where secret = ''", HexFormat.of().formatHex(random));
    return new MatchingKey(jdbc.queryForObject("select secret from imr_matching", String.class));
  }

  @Override
  public void afterSingletonsInstantiated() {
    keep();
  }

  /** Makes the index again if that is needed. */
  public void keep() {
    if (!kept()) {
      start.alone(this::makeAgain);
    }
  }

  private boolean kept() {
    return key.fingerprint()
        .equals(jdbc.queryForObject("select indexed_by from imr_matching", String.class));
  }

  private void makeAgain() {
    if (kept()) {
      return;
    }
    Map<String, Instant> stored = new LinkedHashMap<>();
    jdbc.query(
        "select case_id, created_at from imr_submission where case_id <> '' order by created_at",
        row -> {
          stored.put(row.getString(1), row.getTimestamp(2).toInstant());
        });
    transaction.executeWithoutResult(status -> relations.forget());
    stored.forEach((id, at) -> transaction.executeWithoutResult(status -> reread(id, at)));
    jdbc.update("update imr_matching set indexed_by = ?", key.fingerprint());
    LOG.info("Made the index of related cases from {} cases", stored.size());
  }

  private void reread(String id, Instant stored) {
    try {
      relations.reread(cases.load(Caller.SERVER, id), stored);
    } catch (NoSuchCaseException e) {
      LOG.info("A case that was submitted is no longer there");
    }
  }
}
