package org.openimr.fhir.secondlook;

/**
 * Whose cases of which year are to be rated a second time.
 *
 * @param reviewer a name of the organization's own, as in {@code $assign-work}, or the relative
 *     reference of a PractitionerRole
 * @param year the year
 * @param kind a code of {@code imr-audited-kind}
 */
public record SecondLookQuestion(String reviewer, int year, String kind) {

  /** Whether the reviewer is known by a role, and not by a name. */
  public boolean byRole() {
    return reviewer.startsWith("PractitionerRole/");
  }
}
