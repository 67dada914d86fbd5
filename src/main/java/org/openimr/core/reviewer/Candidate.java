package org.openimr.core.reviewer;

import java.util.List;
import java.util.Set;

/**
 * Somebody who is named as reviewer.
 *
 * @param place the place in the request, from 0
 * @param names everything by which the person is known: references, identifiers, a key of name and
 *     birth date
 * @param organizations everything by which the organizations are known that the person works for,
 *     other than the review organization
 * @param specialties codes of the NUCC provider taxonomy
 * @param credentials licenses and certifications
 * @param active whether the role of the person is in force on the day of the assignment
 */
public record Candidate(
    int place,
    Set<String> names,
    Set<String> organizations,
    Set<String> specialties,
    List<Credential> credentials,
    boolean active) {

  /** Keeps its own copies. */
  public Candidate {
    names = Set.copyOf(names);
    organizations = Set.copyOf(organizations);
    specialties = Set.copyOf(specialties);
    credentials = List.copyOf(credentials);
  }
}
