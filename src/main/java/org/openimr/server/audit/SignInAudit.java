package org.openimr.server.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.openimr.server.audit.record.AgentReader;
import org.openimr.server.audit.record.AuditAgent;
import org.openimr.server.audit.record.AuditIds;
import org.openimr.server.audit.record.AuditRecord;
import org.openimr.server.audit.record.Recorder;
import org.openimr.server.door.RateLimits;
import org.openimr.server.http.RequestIds;
import org.openimr.server.security.client.People.Person;
import org.openimr.server.security.issuer.SignInWatch;

/**
 * Records every sign-in of a person, and every one that was refused.
 *
 * <p>A name that nobody has is not kept: it may be a password that was typed into the wrong field.
 * Refusals beyond the rate of an address are answered 429 and not recorded, like those of programs.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/chtml/part15/sect_A.5.3.html">
 *     DICOM PS3.15, A.5.3, User Authentication</a>
 */
final class SignInAudit implements SignInWatch {

  private final AgentReader agents;
  private final Recorder recorder;
  private final RateLimits rates;
  private final Clock clock;

  SignInAudit(AgentReader agents, Recorder recorder, RateLimits rates, Clock clock) {
    this.agents = agents;
    this.recorder = recorder;
    this.rates = rates;
    this.clock = clock;
  }

  @Override
  public void attempted(HttpServletRequest request) {
    rates.countUnknown(request);
  }

  @Override
  public void signedIn(HttpServletRequest request, String program, Person person) {
    record(
        request,
        "",
        new AuditAgent(
            known(program),
            person.role(),
            person.organization(),
            person.name(),
            "",
            "",
            agents.address(request)));
  }

  @Override
  public void refused(
      HttpServletRequest request, String program, Optional<Person> named, Refusal refusal) {
    record(
        request,
        refusal.code(),
        new AuditAgent(
            known(program),
            "",
            "",
            named.map(Person::name).orElse(""),
            "",
            "",
            agents.address(request)));
  }

  private static String known(String program) {
    return program.isEmpty() ? AuditAgent.ANONYMOUS : program;
  }

  private void record(HttpServletRequest request, String failure, AuditAgent agent) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    recorder.record(
        List.of(
            new AuditRecord(
                AuditIds.at(now),
                now,
                AuditRecord.LOGIN,
                "",
                failure,
                agent,
                RequestIds.sent(request).orElse(""),
                request.getRequestURL().toString(),
                "",
                List.of())));
  }
}
