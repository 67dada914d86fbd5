package org.openimr.server.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Vocabulary;

/**
 * Says whether a changed case Task can make other resources tell other facts: whether anything
 * changed in it but its events, its stated facts and what the server concludes.
 */
final class ToldByTask {

  private static final String BASE = "https://openimr.org/fhir/CodeSystem/";

  private final Vocabulary vocabulary;
  private final Set<String> looked = new HashSet<>();

  /** Knows from the vocabulary by which stated facts others are read. */
  ToldByTask(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (FactDefinition reading : vocabulary.facts()) {
      for (String expression : reading.expressions()) {
        if (expression.contains("ofType(Task).input")) {
          vocabulary.facts().stream()
              .map(FactDefinition::name)
              .filter(name -> expression.contains("'" + name + "'"))
              .forEach(looked::add);
        }
      }
    }
  }

  /** Whether what others tell must be read again. */
  boolean changed(Task before, Task after) {
    return lost(before, after) || !Base.compareDeep(frame(before), frame(after), false);
  }

  /** Whether a fact is not stated any more, so that what others tell of it counts. */
  private boolean lost(Task before, Task after) {
    Set<String> gone = names(before);
    gone.removeAll(names(after));
    return !gone.isEmpty();
  }

  private Set<String> names(Task task) {
    Set<String> names = new HashSet<>();
    task.getInput().forEach(input -> names.addAll(facts(input)));
    return names;
  }

  private List<String> facts(ParameterComponent input) {
    return input.getType().getCoding().stream()
        .filter(coding -> (BASE + "imr-fact").equals(coding.getSystem()))
        .map(coding -> coding.getCode())
        .filter(code -> vocabulary.fact(code) != null)
        .toList();
  }

  private Task frame(Task task) {
    Task frame = task.copy();
    frame.setId((String) null);
    frame.setMeta(null);
    frame.setText(null);
    frame.setStatus(null);
    frame.setStatusReason(null);
    frame.setBusinessStatus(null);
    frame.setOwner(null);
    frame.setPriority(null);
    frame.setRestriction(null);
    frame.setExecutionPeriod(null);
    frame.setLastModified(null);
    frame.getNote().clear();
    frame.getOutput().clear();
    frame.getExtension().clear();
    frame.getInput().removeIf(this::apart);
    return frame;
  }

  /** Events, and stated facts by which no other fact is read. */
  private boolean apart(ParameterComponent input) {
    List<String> facts = facts(input);
    boolean event =
        input.getType().getCoding().stream()
            .anyMatch(coding -> (BASE + "imr-event").equals(coding.getSystem()));
    return event || !facts.isEmpty() && facts.stream().noneMatch(looked::contains);
  }
}
