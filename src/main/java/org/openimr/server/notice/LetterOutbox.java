package org.openimr.server.notice;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.server.content.ContentReading;
import org.openimr.server.store.database.SettledDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hands letters that were sent to their carrier: at least once, in the order in which they were
 * sent, and again until the carrier has them.
 */
public final class LetterOutbox {

  private static final Logger LOG = LoggerFactory.getLogger(LetterOutbox.class);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final JdbcTemplate jdbc;
  private final CaseStore store;
  private final ContentReading contents;
  private final LetterGateway gateway;
  private final SettledDatabase database;

  private record Waiting(String id, String way, String address, int attempts) {}

  LetterOutbox(
      JdbcTemplate jdbc,
      CaseStore store,
      ContentReading contents,
      LetterGateway gateway,
      SettledDatabase database) {
    this.jdbc = jdbc;
    this.store = store;
    this.contents = contents;
    this.gateway = gateway;
    this.database = database;
  }

  /**
   * Hands over what waits.
   *
   * @param now the time
   * @return how many letters the carrier got
   */
  public int look(Instant now) {
    int handed = 0;
    List<Waiting> all =
        jdbc.query(
            "select communication_id, way, address, attempts from imr_letter_outbox"
                + " where next_at <= ? order by created_at, communication_id"
                + " fetch first 100 rows only",
            (row, number) ->
                new Waiting(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)),
            Timestamp.from(now));
    // a letter that is out must not be one that nobody knows of
    if (!all.isEmpty()) {
      database.settle();
    }
    for (Waiting each : all) {
      try {
        gateway.hand(letter(each));
        jdbc.update("delete from imr_letter_outbox where communication_id = ?", each.id());
        handed++;
      } catch (IOException | RuntimeException failed) {
        Duration wait = Duration.ofSeconds(5L << Math.min(each.attempts(), 10));
        wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        LOG.warn(
            "Communication/{} waits for its carrier: {}",
            each.id(),
            failed.getClass().getSimpleName());
        jdbc.update(
            "update imr_letter_outbox set attempts = attempts + 1, next_at = ?"
                + " where communication_id = ?",
            Timestamp.from(now.plus(wait)),
            each.id());
      }
    }
    return handed;
  }

  private OutgoingLetter letter(Waiting waiting) throws IOException {
    Communication notice = (Communication) read("Communication/" + waiting.id());
    String address = notice.getPayloadFirstRep().getContentReference().getReference();
    DocumentReference document = (DocumentReference) read(address);
    List<OutgoingLetter.Content> contents = new ArrayList<>();
    for (DocumentReferenceContentComponent each : document.getContent()) {
      Attachment attachment = each.getAttachment();
      contents.add(
          new OutgoingLetter.Content(
              attachment.getLanguage(),
              attachment.getContentType(),
              attachment.getExtensionFirstRep().getValue().primitiveValue(),
              content(attachment.getUrl())));
    }
    return new OutgoingLetter(
        waiting.id(), waiting.way(), List.of(waiting.address().split("\n")), contents);
  }

  private byte[] content(String reference) throws IOException {
    Binary content = (Binary) read(reference);
    contents.fill(content);
    return content.getData();
  }

  private Resource read(String reference) throws IOException {
    Map<String, Resource> found = store.read(Caller.SERVER, Set.of(reference));
    if (!found.containsKey(reference)) {
      throw new IOException("a part of the letter is not there");
    }
    return found.get(reference);
  }

  /** How many letters wait for a carrier that did not take them. */
  public int failing() {
    Integer failing =
        jdbc.queryForObject(
            "select count(*) from imr_letter_outbox where attempts > 0", Integer.class);
    return failing == null ? 0 : failing;
  }
}
