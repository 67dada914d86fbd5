package org.openimr.core.reviewer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openimr.core.reviewer.Objection.Subject;

/**
 * Finds conflicts: those that somebody attests, and those that the case itself shows. Every class
 * is named, not the first alone.
 *
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.32">Health
 *     and Safety Code 1374.32</a>
 */
final class ConflictCheck {

  private final AssignmentTerms terms;
  private final CaseAtHand theCase;
  private final Instant now;
  private final List<Objection> found = new ArrayList<>();

  ConflictCheck(AssignmentTerms terms, CaseAtHand theCase, Instant now) {
    this.terms = terms;
    this.theCase = theCase;
    this.now = now;
  }

  List<Objection> found() {
    return found;
  }

  /** What the case shows of somebody who is known by names, and works for others. */
  void shown(Subject subject, int place, Set<String> names, Set<String> organizations) {
    for (ConflictClass each : terms.conflicts()) {
      for (Involved involved : theCase.involved()) {
        boolean itself = involved.known(names);
        if (each.parts().contains(involved.part()) && (itself || involved.known(organizations))) {
          found.add(
              new Objection(
                  subject,
                  place,
                  each.code(),
                  "conflict "
                      + each.code()
                      + ": the case shows that "
                      + (subject == Subject.REVIEWER ? "the reviewer " : "the organization ")
                      + (itself ? "is, or belongs to, " : "works for ")
                      + each.title()
                      + ". See "
                      + each.citation()
                      + "."));
          break;
        }
      }
    }
  }

  /** What is wrong with an attestation, and what it tells. */
  void attested(Attestation attestation) {
    int place = attestation.place();
    if (!attestation.form()) {
      object(place, "it is not the form " + terms.form());
      return;
    }
    if (!attestation.finished()) {
      object(place, "it is not completed");
    }
    if (attestation.about().isEmpty() || !theCase.names().containsAll(attestation.about())) {
      object(place, "it is about another case, or names none");
    }
    if (attestation.at() == null) {
      object(place, "it does not say when it was answered");
    } else if (attestation.at().isAfter(now)) {
      object(place, "it was answered in the future");
    } else if (attestation.at().isBefore(now.minus(terms.attestedWithin()))) {
      object(
          place,
          "it is older than " + terms.attestedWithin().toDays() + " days; a new one was expected");
    }
    terms.conflicts().forEach(each -> answered(attestation, each));
  }

  private void answered(Attestation attestation, ConflictClass each) {
    Boolean conflict = attestation.answers().get(each.code());
    if (conflict == null) {
      object(
          attestation.place(),
          "it does not answer '" + each.code() + "', which is about " + each.title());
    } else if (conflict) {
      found.add(
          new Objection(
              Subject.ATTESTATION,
              attestation.place(),
              each.code(),
              "conflict "
                  + each.code()
                  + ": it is attested that there is an affiliation with "
                  + each.title()
                  + ". See "
                  + each.citation()
                  + "."));
    }
  }

  /** Objects to an attestation, or to there being none. */
  void object(int place, String what) {
    found.add(
        new Objection(
            Subject.ATTESTATION,
            place,
            "attestation",
            "attestation: " + what + ". See " + terms.attestationCitation() + "."));
  }
}
