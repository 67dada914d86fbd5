package org.openimr.server.attachment;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.operation.access.Caller;
import org.openimr.operation.attachment.HeldAttachments;
import org.openimr.server.scan.ContentScan;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Attachments that wait for their case, in a table beside the resources. */
final class HeldTable implements HeldAttachments {

  // an organization that fills the table keeps no other from using it
  private static final int MOST_OF_ONE = 200;

  private final JdbcTemplate jdbc;
  private final FhirContext context;
  private final ContentScan scan;
  private final Clock clock;

  HeldTable(JdbcTemplate jdbc, FhirContext context, ContentScan scan, Clock clock) {
    this.jdbc = jdbc;
    this.context = context;
    this.scan = scan;
    this.clock = clock;
  }

  @Override
  public boolean hold(Held held) {
    scan.require(held.parameters());
    Caller sender = held.sender();
    String content = context.newJsonParser().encodeResourceToString(held.parameters());
    Integer before =
        jdbc.queryForObject(
            "select count(*) from imr_held_attachment where organization = ?",
            Integer.class,
            sender.organization());
    if (before != null && before >= MOST_OF_ONE) {
      return false;
    }
    Timestamp received = Timestamp.from(held.received());
    try {
      jdbc.update(
          "insert into imr_held_attachment (id, organization, client, role, content_sha256,"
              + " received_at, tried_at, content) values (?, ?, ?, ?, ?, ?, ?, ?)",
          held.id(),
          sender.organization(),
          sender.client(),
          sender.role(),
          CanonicalJson.sha256(content.getBytes(StandardCharsets.UTF_8)),
          received,
          received,
          content);
    } catch (DuplicateKeyException e) {
      // the same is held already
      return true;
    }
    return true;
  }

  @Override
  public List<Held> waiting(Instant since, int most) {
    List<Held> waiting =
        jdbc.query(
            "select id, client, role, organization, received_at, content from imr_held_attachment"
                + " where received_at >= ? order by tried_at fetch first "
                + most
                + " rows only",
            this::row,
            Timestamp.from(since));
    Timestamp now = Timestamp.from(clock.instant());
    waiting.forEach(
        each ->
            jdbc.update(
                "update imr_held_attachment set tried_at = ? where id = ?", now, each.id()));
    return waiting;
  }

  private Held row(ResultSet row, int number) throws SQLException {
    return new Held(
        row.getString(1),
        new Caller(row.getString(2), row.getString(3), row.getString(4)),
        row.getTimestamp(5).toInstant(),
        context.newJsonParser().parseResource(Parameters.class, row.getString(6)));
  }

  @Override
  public List<Kept> kept() {
    return jdbc.query(
        "select id, organization, role, received_at, length(content) from imr_held_attachment"
            + " order by received_at, id",
        (row, number) ->
            new Kept(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                row.getLong(5)));
  }

  @Override
  public void release(String id) {
    jdbc.update("delete from imr_held_attachment where id = ?", id);
  }
}
