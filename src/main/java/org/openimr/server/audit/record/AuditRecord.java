package org.openimr.server.audit.record;

import java.time.Instant;
import java.util.List;

/**
 * One access, or one that was refused. Names at most one patient: an access that tells of several
 * is recorded once for each, so that what is shown of one patient's record names no other.
 *
 * @param id sorts by time
 * @param recorded when, to the millisecond
 * @param interaction a code of FHIR's {@code restful-interaction}, {@link #TOKEN} or {@link #LOGIN}
 * @param operation name with its dollar sign; empty if none
 * @param failure why it was refused, as status and code; empty if it was not
 * @param agent who
 * @param requestId the {@code X-Request-ID}
 * @param server address of the FHIR interface that was called
 * @param query what was searched for, or asked of the token endpoint; else empty
 * @param entities what it was about
 */
public record AuditRecord(
    String id,
    Instant recorded,
    String interaction,
    String operation,
    String failure,
    AuditAgent agent,
    String requestId,
    String server,
    String query,
    List<AuditEntity> entities) {

  /** A token was asked for. */
  public static final String TOKEN = "token";

  /** A person signed in, or tried to. */
  public static final String LOGIN = "login";

  /** Keeps a copy of the entities. */
  public AuditRecord {
    entities = List.copyOf(entities);
  }

  /** Whether the access was granted and ended well. */
  public boolean succeeded() {
    return failure.isEmpty();
  }

  /**
   * FHIR's code for how it ended.
   *
   * @see <a href="https://hl7.org/fhir/R4/valueset-audit-event-outcome.html">AuditEventOutcome</a>
   */
  public String outcome() {
    return succeeded() ? "0" : failure.startsWith("5") ? "8" : "4";
  }

  /** FHIR's code for what kind of action it was. */
  public String action() {
    return switch (interaction) {
      case "create" -> "C";
      case "read", "vread", "history-instance", "history-type", "history-system" -> "R";
      case "update", "patch" -> "U";
      case "delete" -> "D";
      default -> "E";
    };
  }

  /** What the access was about in one way. */
  public List<AuditEntity> entities(AuditEntity.Kind kind) {
    return entities.stream().filter(entity -> entity.kind() == kind).toList();
  }
}
