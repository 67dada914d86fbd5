package org.openimr.core.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What decisions have in common that are looked for. Where several names stand, one of them is
 * enough; where none stands, any will do.
 *
 * @param diagnoses categories of diagnoses
 * @param diagnosisParts their sub-categories
 * @param treatments categories of treatments
 * @param treatmentParts their sub-categories
 * @param type the type of review, a code; empty for any
 * @param from the first year
 * @param to the last year
 */
public record Likeness(
    Set<String> diagnoses,
    Set<String> diagnosisParts,
    Set<String> treatments,
    Set<String> treatmentParts,
    String type,
    int from,
    int to) {

  /** Keeps its own copies, in order. */
  public Likeness {
    diagnoses = new TreeSet<>(diagnoses);
    diagnosisParts = new TreeSet<>(diagnosisParts);
    treatments = new TreeSet<>(treatments);
    treatmentParts = new TreeSet<>(treatmentParts);
  }

  /** The same with less in common: without the type, the treatment alone, the diagnosis alone. */
  public List<Likeness> broader() {
    boolean diagnosis = !diagnoses.isEmpty() || !diagnosisParts.isEmpty();
    boolean treatment = !treatments.isEmpty() || !treatmentParts.isEmpty();
    List<Likeness> broader = new ArrayList<>();
    if (!type.isEmpty() && (diagnosis || treatment)) {
      broader.add(
          new Likeness(diagnoses, diagnosisParts, treatments, treatmentParts, "", from, to));
    }
    if (diagnosis && treatment) {
      broader.add(new Likeness(Set.of(), Set.of(), treatments, treatmentParts, "", from, to));
      broader.add(new Likeness(diagnoses, diagnosisParts, Set.of(), Set.of(), "", from, to));
    }
    return broader;
  }
}
