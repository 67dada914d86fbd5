package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Whom resources tell of, where they say so themselves. */
class SubjectsTest {

  // Nothing here is looked for in the store.
  private final Subjects subjects = new Subjects(null);

  private static Task task(String id) {
    Task task = new Task();
    task.setId(id);
    task.setFor(new Reference("Patient/p"));
    return task;
  }

  private static Task aCase(String id) {
    Task task = task(id);
    task.getCode()
        .addCoding()
        .setSystem("https://openimr.org/fhir/CodeSystem/imr-task-type")
        .setCode("imr-case");
    return task;
  }

  @Test
  void aCaseTellsOfItselfAndItsMember() {
    assertThat(subjects.of(List.of(aCase("1"))))
        .containsExactly(java.util.Map.entry("Patient/p", Set.of("Task/1")));
  }

  @Test
  void aDutyTellsOfItsCase() {
    Task duty = task("2");
    duty.addPartOf(new Reference("Task/1"));
    assertThat(subjects.of(List.of(duty)))
        .containsExactly(java.util.Map.entry("Patient/p", Set.of("Task/1")));
  }

  @Test
  void resourcesOfSeveralPatientsAreKeptApart() {
    Patient patient = new Patient();
    patient.setId("q");
    Coverage coverage = new Coverage();
    coverage.setId("c");
    coverage.setBeneficiary(new Reference("http://elsewhere.example.org/fhir/Patient/r"));
    assertThat(subjects.of(List.of(aCase("1"), patient, coverage)))
        .isEqualTo(
            java.util.Map.of(
                "Patient/p", Set.of("Task/1"), "Patient/q", Set.of(), "Patient/r", Set.of()));
  }

  @Test
  void whatIsWithinAnAnswerIsFoundAndDefinitionsAreNot() {
    Task found = aCase("1");
    CodeSystem definition = new CodeSystem();
    Bundle bundle = new Bundle();
    bundle.addEntry().setResource(found);
    bundle.addEntry().setResource(definition);
    Parameters answer = new Parameters();
    answer.addParameter().setName("packet").addPart().setName("x").setResource(bundle);
    List<Resource> within = Subjects.within(answer);
    assertThat(within).contains(found).doesNotContain(definition);
    assertThat(Subjects.within(null)).isEmpty();
  }
}
