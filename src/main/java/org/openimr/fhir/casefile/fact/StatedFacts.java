package org.openimr.fhir.casefile.fact;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.ProblemList;

/** Reads the facts that a case itself states, in the inputs of its Task. */
public final class StatedFacts {

  /** The system of the codes of facts. */
  public static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-fact";

  private final Vocabulary vocabulary;

  /** Reads the facts of a vocabulary. */
  public StatedFacts(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads them as far as they can be read.
   *
   * @param task the case
   * @return whole values by fact
   */
  public Map<FactDefinition, Object> whole(Task task) {
    Map<FactDefinition, Object> stated = new LinkedHashMap<>();
    read(task, "Task", new ProblemList())
        .forEach(
            (fact, source) -> {
              Object whole = source.whole(fact);
              if (whole != null
                  && source.values().keySet().stream()
                      .allMatch(value -> fact.objectionTo(value) == null)) {
                stated.put(fact, whole);
              }
            });
    return stated;
  }

  /**
   * Reads them with the places where they are stated.
   *
   * @param task the case
   * @param path FHIRPath of the Task
   * @param problems where it is named what cannot be read
   */
  public Map<FactDefinition, FactSource> read(Task task, String path, ProblemList problems) {
    Map<FactDefinition, FactSource> stated = new LinkedHashMap<>();
    for (int i = 0; i < task.getInput().size(); i++) {
      ParameterComponent input = task.getInput().get(i);
      for (Coding coding : input.getType().getCoding()) {
        // an unknown code is reported with the profile
        FactDefinition fact =
            SYSTEM.equals(coding.getSystem()) ? vocabulary.fact(coding.getCode()) : null;
        if (fact != null) {
          state(stated, fact, input, path + ".input[" + i + "]", problems);
        }
      }
    }
    return stated;
  }

  private static void state(
      Map<FactDefinition, FactSource> stated,
      FactDefinition fact,
      ParameterComponent input,
      String path,
      ProblemList problems) {
    if (stated.containsKey(fact) && !fact.many()) {
      problems.add(
          "duplicate", path, "The fact " + fact.name() + " is stated twice; it has one value.");
      return;
    }
    FactSource source = stated.computeIfAbsent(fact, any -> new FactSource());
    Object value = FactSource.value(fact, input.getValue());
    if (value == null) {
      problems.add(
          "value",
          path + ".value",
          "The fact "
              + fact.name()
              + " has values of type "
              + fact.type().name().toLowerCase(Locale.ROOT)
              + ".");
    } else {
      source.values().putIfAbsent(value, path + ".value");
    }
  }
}
