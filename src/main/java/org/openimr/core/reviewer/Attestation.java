package org.openimr.core.reviewer;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a reviewer, or a review organization, says about its conflicts.
 *
 * @param place the place in the request, from 0
 * @param about names of the case that it is about
 * @param by names of who answers
 * @param at when it was answered; null if it does not say
 * @param form whether it is the form that is asked for
 * @param finished whether it is completed
 * @param answers by class whether there is a conflict; null where it was not answered
 */
public record Attestation(
    int place,
    Set<String> about,
    Set<String> by,
    Instant at,
    boolean form,
    boolean finished,
    Map<String, Boolean> answers) {

  /** Keeps its own copies. */
  public Attestation {
    about = Set.copyOf(about);
    by = Set.copyOf(by);
    answers = Map.copyOf(answers);
  }
}
