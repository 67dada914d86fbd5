package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.server.RunningServer;

/** Makes requests and asks the department's way what was recorded of them. */
public final class AuditTrail {

  /** The client of the plan whose access is recorded. */
  public static final String PLAN = "demo-plan-vchcp";

  static final String IMRO = "demo-imro";
  static final String DEPARTMENT = "demo-department";
  static final String ADMIN = "demo-admin";

  private final RunningServer server;
  private String lastRequest = "";

  /** The trail of a server. */
  public AuditTrail(RunningServer server) {
    this.server = server;
  }

  /** A request that can be told from all others. */
  public RunningServer.Call call(String method, String path) {
    lastRequest = UUID.randomUUID().toString();
    return server.fhir(method, path).header("X-Request-ID", lastRequest);
  }

  /** What was recorded of the last request, one line each. */
  public List<String> told() {
    return told(lastRequest);
  }

  /** The same of the request that went by this id. */
  public List<String> told(String request) {
    return events("entity:identifier=" + request).stream().map(AuditTrail::line).sorted().toList();
  }

  /** Events that a search finds. */
  public List<AuditEvent> events(String query) {
    Bundle found =
        server
            .fhir("GET", "AuditEvent?_count=200&" + query)
            .as(DEPARTMENT)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(found.getLink("next")).isNull();
    List<AuditEvent> events = new ArrayList<>();
    found.getEntry().forEach(entry -> events.add((AuditEvent) entry.getResource()));
    return events;
  }

  /** Action, outcome, interaction and operation, client, what it was about, and why it failed. */
  public static String line(AuditEvent event) {
    List<String> words = new ArrayList<>();
    words.add(event.getAction().toCode());
    words.add(event.getOutcome().toCode());
    event
        .getSubtype()
        .forEach(kind -> words.add(kind.getCode().replaceFirst(".*/OperationDefinition/", "\\$")));
    words.add(client(event));
    for (AuditEventEntityComponent entity : event.getEntity()) {
      if (entity.getRole().hasCode() && !entity.hasQuery()) {
        words.add(
            switch (entity.getRole().getCode()) {
              case "1" -> "patient=" + entity.getWhat().getReference();
              case "4" -> "data=" + entity.getWhat().getReference();
              case "20" -> "case=" + entity.getWhat().getReference();
              default -> "client=" + entity.getWhat().getIdentifier().getValue();
            });
      }
    }
    if (event.hasOutcomeDesc()) {
      words.add("(" + event.getOutcomeDesc() + ")");
    }
    return String.join(" ", words);
  }

  static String client(AuditEvent event) {
    return event.getAgent().stream()
        .filter(AuditEventAgentComponent::hasAltId)
        .map(AuditEventAgentComponent::getAltId)
        .findFirst()
        .orElse("nobody");
  }

  /** What was searched for. */
  static String query(AuditEvent event) {
    return event.getEntity().stream()
        .filter(AuditEventEntityComponent::hasQuery)
        .map(entity -> new String(entity.getQuery(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }
}
