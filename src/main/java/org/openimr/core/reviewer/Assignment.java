package org.openimr.core.reviewer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.core.reviewer.Objection.Subject;

/**
 * An assignment of reviewers that is asked for: finds everything that speaks against it.
 *
 * @see <a href="../../../../../../../docs/operations/assign-reviewer.md">assign-reviewer</a>
 */
public final class Assignment {

  private final AssignmentTerms terms;
  private final CaseAtHand theCase;
  private final LocalDate day;
  private final ConflictCheck conflicts;
  private final FitSpecialties fit;
  private final List<Objection> found = new ArrayList<>();

  /**
   * Prepares the question.
   *
   * @param terms who may review
   * @param theCase the case
   * @param now when they are assigned
   * @param day the local date of that
   */
  public Assignment(AssignmentTerms terms, CaseAtHand theCase, Instant now, LocalDate day) {
    this.terms = terms;
    this.theCase = theCase;
    this.day = day;
    this.conflicts = new ConflictCheck(terms, theCase, now);
    this.fit = FitSpecialties.of(theCase.dispute(), terms.matches());
  }

  /**
   * Finds what speaks against reviewers.
   *
   * @param candidates who is named
   * @param attestations what they attest
   * @return every reason; none if they may review
   */
  public List<Objection> objections(List<Candidate> candidates, List<Attestation> attestations) {
    size(candidates.size());
    for (Candidate each : candidates) {
      fit(each);
      conflicts.shown(Subject.REVIEWER, each.place(), each.names(), each.organizations());
    }
    twice(candidates);
    attestations.forEach(conflicts::attested);
    authors(candidates, attestations);
    found.addAll(conflicts.found());
    return found;
  }

  private void size(int reviewers) {
    if (reviewers > terms.most()) {
      object(-1, "panel", reviewers + " reviewers are named; " + terms.most() + " are accepted.");
    }
    terms.panels().stream()
        .filter(each -> each.about(theCase.facts(), theCase.effect()))
        .findFirst()
        .map(each -> each.objection(reviewers))
        .ifPresent(text -> found.add(new Objection(Subject.REVIEWER, -1, "panel", text)));
  }

  private void twice(List<Candidate> candidates) {
    Set<String> seen = new HashSet<>();
    for (Candidate each : candidates) {
      if (each.names().stream().anyMatch(seen::contains)) {
        object(each.place(), "panel", "the reviewer is named twice.");
      }
      seen.addAll(each.names());
    }
  }

  private void fit(Candidate each) {
    if (!each.active()) {
      object(each.place(), "role", "the role of the reviewer is not in force on " + day + ".");
    }
    Set<String> own = fit.among(each.specialties());
    if (own.isEmpty()) {
      object(
          each.place(),
          "specialty",
          "none of the reviewer's specialties judges this dispute, because "
              + fit.because()
              + "; one of "
              + listed(fit.specialties())
              + " of the NUCC taxonomy was expected. See "
              + terms.specialtyCitation()
              + ".");
    }
    credential(
        each,
        "license",
        terms.licenseCitation(),
        credential ->
            credential.jurisdiction() != null
                && terms.jurisdictions().matcher(credential.jurisdiction()).matches());
    credential(
        each,
        "board-certification",
        terms.certificationCitation(),
        credential ->
            own.isEmpty()
                || credential.specialty() == null
                || own.contains(credential.specialty()));
  }

  private void credential(
      Candidate each,
      String kind,
      String citation,
      java.util.function.Predicate<Credential> counts) {
    List<Credential> held =
        each.credentials().stream()
            .filter(credential -> credential.kind().equals(kind))
            .filter(counts)
            .toList();
    if (held.stream().noneMatch(credential -> credential.inForceOn(day))) {
      object(
          each.place(),
          kind,
          (held.isEmpty()
                  ? "the reviewer shows none that counts here"
                  : "none that the reviewer shows is in force on " + day)
              + ". See "
              + citation
              + ".");
    }
  }

  /** Each reviewer answers once, and nobody else does. */
  private void authors(List<Candidate> candidates, List<Attestation> attestations) {
    for (Candidate each : candidates) {
      long own = attestations.stream().filter(attests -> by(attests, each)).count();
      if (own != 1) {
        String text =
            "attestation: "
                + (own == 0 ? "the reviewer attests nothing" : "the reviewer attests twice")
                + ". See "
                + terms.attestationCitation()
                + ".";
        found.add(new Objection(Subject.REVIEWER, each.place(), "attestation", text));
      }
    }
    attestations.stream()
        .filter(attests -> candidates.stream().noneMatch(each -> by(attests, each)))
        .forEach(
            attests ->
                conflicts.object(
                    attests.place(), "it is answered by none of the reviewers who are named"));
  }

  private static boolean by(Attestation attestation, Candidate candidate) {
    return attestation.by().stream().anyMatch(candidate.names()::contains);
  }

  private void object(int place, String part, String text) {
    found.add(new Objection(Subject.REVIEWER, place, part, part + ": " + text));
  }

  private static String listed(Set<String> codes) {
    return codes.isEmpty()
        ? "any specialty"
        : codes.stream().sorted().collect(Collectors.joining(", "));
  }
}
