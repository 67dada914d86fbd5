package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.client.People.Person;

/** Remembers, one line each, what it was told; or cannot, if that is wanted. */
final class SignInsSeen implements SignInWatch {

  final List<String> lines = new ArrayList<>();
  boolean full;
  int attempts;

  @Override
  public void attempted(HttpServletRequest request) {
    attempts++;
  }

  @Override
  public void signedIn(HttpServletRequest request, String program, Person person) {
    keep("in " + program + " " + person.name());
  }

  @Override
  public void refused(
      HttpServletRequest request, String program, Optional<Person> named, Refusal refusal) {
    keep("out " + program + " " + named.map(Person::name).orElse("-") + " " + refusal.code());
  }

  private void keep(String line) {
    if (full) {
      var refusal = Outcomes.refusal(503, IssueType.TRANSIENT, "full", null);
      refusal.addResponseHeader("Retry-After", "30");
      throw refusal;
    }
    lines.add(line);
  }
}
