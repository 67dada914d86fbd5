package org.openimr.server.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openimr.server.audit.record.AuditAgent;

/** What is known of a request while it runs, and whether it has been recorded. */
final class RequestAudit {

  private static final String KEY = RequestAudit.class.getName();
  private static final ThreadLocal<RequestAudit> CURRENT = new ThreadLocal<>();

  private final Asked asked;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Map<String, String> cases = new ConcurrentHashMap<>();
  private volatile AuditAgent agent;
  private volatile boolean identified;
  private volatile boolean recorded;
  private volatile String requestId;
  private volatile String server;
  private volatile Map<String, Set<String>> lookedAt = Map.of();

  private RequestAudit(Asked asked, AuditAgent agent, String requestId, String server) {
    this.asked = asked;
    this.agent = agent;
    this.requestId = requestId;
    this.server = server;
  }

  /** Begins to watch a request on this thread. */
  static RequestAudit begin(
      HttpServletRequest request, Asked asked, AuditAgent agent, String requestId, String server) {
    RequestAudit audit = new RequestAudit(asked, agent, requestId, server);
    request.setAttribute(KEY, audit);
    CURRENT.set(audit);
    return audit;
  }

  static void end() {
    CURRENT.remove();
  }

  static Optional<RequestAudit> of(HttpServletRequest request) {
    return Optional.ofNullable((RequestAudit) request.getAttribute(KEY));
  }

  /** The request for which this thread works; what the server does by itself has none. */
  static Optional<RequestAudit> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  void identify(AuditAgent known) {
    agent = known;
    identified = true;
  }

  /** Says under which id and address the FHIR interface knows the request. */
  void name(String id, String address) {
    requestId = id;
    server = address;
  }

  Asked asked() {
    return asked;
  }

  AuditAgent agent() {
    return agent;
  }

  boolean identified() {
    return identified;
  }

  String requestId() {
    return requestId;
  }

  String server() {
    return server;
  }

  /** Whether nothing more is to be recorded of it. */
  boolean recorded() {
    return recorded;
  }

  void setRecorded() {
    recorded = true;
  }

  /** Notes a write that was recorded with its transaction. */
  void wrote(String interaction, String reference) {
    written.add(interaction + " " + reference);
  }

  boolean hasWritten() {
    return !written.isEmpty();
  }

  boolean hasWritten(String reference) {
    return Set.of("create", "update", "patch", "delete").stream()
        .anyMatch(interaction -> written.contains(interaction + " " + reference));
  }

  /** Notes a case that the server came upon, with its patient; empty if it has none. */
  void cameUpon(String caseReference, String patient) {
    cases.put(caseReference, patient);
  }

  Map<String, String> cases() {
    return cases;
  }

  /** Notes what the resource asked for tells of, even if the caller is not shown it. */
  void lookedAt(Map<String, Set<String>> subjects) {
    lookedAt = subjects;
  }

  Map<String, Set<String>> lookedAt() {
    return lookedAt;
  }
}
