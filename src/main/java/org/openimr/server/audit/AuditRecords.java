package org.openimr.server.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;
import org.openimr.server.audit.record.AuditIds;
import org.openimr.server.audit.record.AuditRecord;

/** Makes the records of an access: one for each patient that it tells of, or one in all. */
final class AuditRecords {

  private final Clock clock;

  AuditRecords(Clock clock) {
    this.clock = clock;
  }

  /**
   * What became of a request or of an entry of one.
   *
   * @param asked what was asked for
   * @param failure why it was refused, as status and code; empty if it was not
   * @param query what was searched for; empty if nothing was
   * @param data the resources or clients that it was about, at most one as a rule
   * @param subjects the cases that it told of, by their patients
   */
  record Outcome(
      Asked asked,
      String failure,
      String query,
      List<AuditEntity> data,
      Map<String, Set<String>> subjects) {}

  List<AuditRecord> of(RequestAudit request, Outcome outcome) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<AuditRecord> records = new ArrayList<>();
    Map<String, Set<String>> subjects = new TreeMap<>(outcome.subjects());
    if (subjects.isEmpty()) {
      subjects.put(Subjects.NOBODY, Set.of());
    }
    subjects.forEach(
        (patient, cases) ->
            records.add(
                new AuditRecord(
                    AuditIds.at(now),
                    now,
                    outcome.asked().interaction(),
                    outcome.asked().operation(),
                    outcome.failure(),
                    request.agent(),
                    request.requestId(),
                    request.server(),
                    outcome.query(),
                    entities(outcome.data(), patient, cases))));
    return records;
  }

  private static List<AuditEntity> entities(
      List<AuditEntity> data, String patient, Set<String> cases) {
    List<AuditEntity> entities = new ArrayList<>(data);
    cases.stream()
        .filter(one -> data.stream().noneMatch(entity -> entity.reference().equals(one)))
        .forEach(one -> entities.add(AuditEntity.of(Kind.CASE, one)));
    if (!patient.isEmpty()) {
      entities.add(AuditEntity.of(Kind.PATIENT, patient));
    }
    return entities;
  }
}
