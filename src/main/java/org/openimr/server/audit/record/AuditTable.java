package org.openimr.server.audit.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The records in the database: added and read, never changed and never taken away.
 *
 * <p>What is added inside a transaction is committed with it; else it is committed when the method
 * returns.
 */
public final class AuditTable {

  private static final String EVENT =
      "insert into imr_audit_event (id, recorded, interaction, operation, failure, client,"
          + " role_code, organization, person, token_id, purpose, address, request_id, server,"
          + " query_text) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String ENTITY =
      "insert into imr_audit_entity (event_id, place, kind, reference, version)"
          + " values (?, ?, ?, ?, ?)";

  private static final int LONGEST_QUERY = 20_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  /** The table in this database; what is added by itself is added in such a transaction. */
  public AuditTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Adds records, all or none. */
  void add(List<AuditRecord> records) {
    List<Object[]> events = records.stream().map(AuditTable::event).toList();
    List<Object[]> entities = new ArrayList<>();
    for (AuditRecord record : records) {
      for (int i = 0; i < record.entities().size(); i++) {
        AuditEntity entity = record.entities().get(i);
        entities.add(
            new Object[] {
              record.id(), i, entity.kind().code(), entity.reference(), entity.version()
            });
      }
    }
    transaction.executeWithoutResult(
        status -> {
          jdbc.batchUpdate(EVENT, events);
          if (!entities.isEmpty()) {
            jdbc.batchUpdate(ENTITY, entities);
          }
        });
  }

  private static Object[] event(AuditRecord record) {
    AuditAgent agent = record.agent();
    return new Object[] {
      record.id(),
      Timestamp.from(record.recorded()),
      record.interaction(),
      record.operation(),
      text(record.failure(), 100),
      text(agent.client(), 200),
      text(agent.role(), 40),
      text(agent.organization(), 64),
      text(agent.person(), 200),
      text(agent.tokenId(), 200),
      text(agent.purpose(), 200),
      text(agent.address(), 100),
      text(record.requestId(), 200),
      text(record.server(), 500),
      text(record.query(), LONGEST_QUERY)
    };
  }

  /** Tokens and headers may hold anything; what no column takes must not keep others from it. */
  private static String text(String value, int most) {
    String plain = CONTROL.matcher(value).replaceAll("");
    return plain.length() > most ? plain.substring(0, most) : plain;
  }

  /** The record with an id, if there is one. */
  public Optional<AuditRecord> read(String id) {
    return find(new AuditCondition().and("e.id = ?", id), "e.id", 1).stream().findFirst();
  }

  /** How many records meet a condition. */
  public int count(AuditCondition condition) {
    return jdbc.queryForObject(
        "select count(*) from imr_audit_event e where " + condition.sql(),
        Integer.class,
        condition.values());
  }

  /**
   * Finds records.
   *
   * @param order SQL, by which they are sorted
   * @param most no more than these
   */
  public List<AuditRecord> find(AuditCondition condition, String order, int most) {
    Map<String, AuditRecord> found = new LinkedHashMap<>();
    jdbc.query(
        "select e.* from imr_audit_event e where "
            + condition.sql()
            + " order by "
            + order
            + " fetch first "
            + most
            + " rows only",
        row -> {
          found.put(row.getString("id"), record(row, List.of()));
        },
        condition.values());
    if (found.isEmpty()) {
      return List.of();
    }
    Map<String, List<AuditEntity>> entities = entities(found.keySet().toArray());
    return found.values().stream()
        .map(record -> with(record, entities.getOrDefault(record.id(), List.of())))
        .toList();
  }

  private Map<String, List<AuditEntity>> entities(Object[] ids) {
    Map<String, List<AuditEntity>> entities = new LinkedHashMap<>();
    jdbc.query(
        "select event_id, kind, reference, version from imr_audit_entity where event_id in ("
            + String.join(", ", Collections.nCopies(ids.length, "?"))
            + ") order by event_id, place",
        row -> {
          entities
              .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
              .add(
                  new AuditEntity(
                      AuditEntity.Kind.of(row.getString(2)), row.getString(3), row.getString(4)));
        },
        ids);
    return entities;
  }

  private static AuditRecord record(ResultSet row, List<AuditEntity> entities) throws SQLException {
    return new AuditRecord(
        row.getString("id"),
        row.getTimestamp("recorded").toInstant(),
        row.getString("interaction"),
        row.getString("operation"),
        row.getString("failure"),
        new AuditAgent(
            row.getString("client"),
            row.getString("role_code"),
            row.getString("organization"),
            row.getString("person"),
            row.getString("token_id"),
            row.getString("purpose"),
            row.getString("address")),
        row.getString("request_id"),
        row.getString("server"),
        row.getString("query_text"),
        entities);
  }

  private static AuditRecord with(AuditRecord record, List<AuditEntity> entities) {
    return new AuditRecord(
        record.id(),
        record.recorded(),
        record.interaction(),
        record.operation(),
        record.failure(),
        record.agent(),
        record.requestId(),
        record.server(),
        record.query(),
        entities);
  }
}
