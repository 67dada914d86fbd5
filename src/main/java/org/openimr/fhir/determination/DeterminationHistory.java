package org.openimr.fhir.determination;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The determinations of a case in the order in which they were made, and which of them stands. One
 * that was struck stands no more, from then on, though none has replaced it yet.
 *
 * @param all every one
 */
public record DeterminationHistory(List<Made> all) {

  /** Keeps its own copy. */
  public DeterminationHistory {
    all = List.copyOf(all);
  }

  /**
   * A determination that was made.
   *
   * @param determination it
   * @param struck when it was struck, null if that is not known
   * @param stands whether it was not
   */
  public record Made(Composition determination, EventTime struck, boolean stands) {}

  /**
   * Reads it.
   *
   * @param stored the determinations that are stored
   * @param events the events of the case, those that were struck as well
   * @return the history
   */
  public static DeterminationHistory of(StoredDeterminations stored, List<CaseEvent> events) {
    Map<String, EventTime> strikes = new HashMap<>();
    for (CaseEvent each : events) {
      if (each.code().equals(Vocabulary.ENTERED_IN_ERROR) && each.refersTo() != null) {
        strikes.put(each.refersTo(), each.time());
      }
    }
    Map<String, EventTime> struck = new HashMap<>();
    for (CaseEvent each : events) {
      if (each.evidence() != null && each.id() != null && strikes.containsKey(each.id())) {
        struck.put(each.evidence(), strikes.get(each.id()));
      }
    }
    return new DeterminationHistory(
        stored.all().stream()
            .sorted(Comparator.comparing(Composition::getDate))
            .map(
                each -> {
                  EventTime time = struck.get(CaseFile.reference(each));
                  return new Made(
                      each,
                      time,
                      time == null && each.getStatus() != CompositionStatus.ENTEREDINERROR);
                })
            .toList());
  }

  /** The one that stands; empty if none does. */
  public Optional<Composition> inForce() {
    return all.stream().filter(Made::stands).map(Made::determination).reduce((one, next) -> next);
  }

  /** The one of this number; empty if there is none. */
  public Optional<Composition> numbered(String number) {
    return all.stream()
        .map(Made::determination)
        .filter(each -> number.equals(each.getIdentifier().getValue()))
        .findFirst();
  }

  /**
   * Says whether a letter that was sent tells of a determination: the one that it names, or, if it
   * names none, the last that was made before it was sent.
   */
  boolean tells(Communication letter, Composition determination) {
    List<String> named =
        letter.getAbout().stream()
            .map(Reference::getReference)
            .filter(each -> each != null && each.startsWith("Composition/"))
            .toList();
    if (!named.isEmpty()) {
      return named.contains(CaseFile.reference(determination));
    }
    Composition told =
        all.stream()
            .map(Made::determination)
            .filter(each -> !letter.hasSent() || !each.getDate().after(letter.getSent()))
            .reduce((one, next) -> next)
            .orElse(all.get(0).determination());
    return told.getIdentifier().equalsDeep(determination.getIdentifier());
  }

  /** Which determinations do not stand, the one that is told of perhaps among them. */
  Xhtml struck(Composition told) {
    Xhtml text = new Xhtml();
    List<Made> struck = all.stream().filter(each -> !each.stands()).toList();
    for (Made each : struck) {
      text.paragraph(
          each.determination().getIdentifier().getValue()
              + ", made "
              + each.determination().getDateElement().getValueAsString()
              + (each.struck() == null ? ", was struck" : ", was struck " + each.struck())
              + (each.determination() == told
                  ? ": it is this one, and does not stand."
                  : "; its letters are not here."));
    }
    return struck.isEmpty() ? text.paragraph("None.") : text;
  }
}
