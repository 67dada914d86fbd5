package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StatedStatus;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EarlierSubmission;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.NewSubmission;
import org.openimr.operation.casefile.RelatedCase;
import org.openimr.operation.casefile.SubmissionIdentifier;

/**
 * Every event by every role in every status of every machine, through {@code $record-event}: what
 * no line of the machine's table holds is refused, and nothing of it is stored.
 */
class EveryRefusalTest {

  private static final Instant STATED = Instant.parse("2026-05-01T17:00:00Z");
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-08-01T17:00:00Z"), ZoneOffset.UTC);
  private static final Path PAGE = Path.of("docs/lifecycle/README.md");

  /** A store that holds one case and takes nothing. */
  private record OneCase(Task task) implements CaseStore {

    @Override
    public CaseFile load(Caller caller, String id) {
      return new CaseFile(task, List.of());
    }

    @Override
    public Optional<CaseFile> load(Caller caller, String id, Instant knownAt) {
      return fail("it is recorded as of now");
    }

    @Override
    public Map<String, Resource> read(Caller caller, Set<String> references) {
      return Map.of("Task/1", task);
    }

    @Override
    public List<PractitionerRole> roles(Set<String> people, Set<String> identifiers) {
      return List.of();
    }

    @Override
    public List<Task> marked(String code, String system, String tag) {
      return List.of();
    }

    @Override
    public List<Task> seats(Set<String> roles) {
      return List.of();
    }

    @Override
    public List<RelatedCase> related(Caller caller, String id) {
      return List.of();
    }

    @Override
    public List<String> tracked(Caller caller, Identifier number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<EarlierSubmission> submission(String organization, SubmissionIdentifier name) {
      return Optional.empty();
    }

    @Override
    public CaseFile submit(NewSubmission submission) {
      return fail("nothing is submitted");
    }

    @Override
    public Bundle issue(Bundle packet, Bundle changes) {
      return fail("nothing is issued");
    }

    @Override
    public void save(Caller caller, Bundle transaction) {
      fail("what is refused is not stored");
    }

    @Override
    public <T> T holding(String id, java.util.function.Supplier<T> work) {
      return work.get();
    }

    @Override
    public void saveWithTags(Caller caller, Bundle transaction) {
      fail("what is refused is not stored");
    }
  }

  @TestFactory
  List<DynamicTest> whatNoTableHoldsIsRefused() {
    return HeldPolicies.MACHINES.all().stream()
        .map(machine -> DynamicTest.dynamicTest(machine.code(), () -> tryAll(machine)))
        .toList();
  }

  private static void tryAll(StateMachine machine) throws IOException {
    Set<String> roles = HeldPolicies.VOCABULARY.codes("imr-party");
    List<EventDefinition> events = HeldPolicies.VOCABULARY.events();
    int refused = 0;
    for (StateMachine.Status status : machine.statuses()) {
      RecordEventOperation operation = HeldCases.recording(new OneCase(in(machine, status)), NOW);
      for (EventDefinition event : events) {
        for (String role : roles) {
          if (!held(machine, status.code(), event.code(), role)) {
            assertThatThrownBy(
                    () -> operation.record(new IdType("Task/1"), request(role, event.code())))
                .as("%s in %s by %s", event, status.code(), role)
                .isInstanceOf(RefusedEventException.class);
            refused++;
          }
        }
      }
    }
    int tried = machine.statuses().size() * events.size() * roles.size();
    String line = "| " + machine.code() + " | " + tried + " | " + refused + " |";
    System.out.println("refused, of status, event and role: " + line);
    assertThat(Files.readString(PAGE)).as("the counts in " + PAGE).contains(line);
  }

  /** Whether a line of the table allows it, read from the table itself. */
  private static boolean held(StateMachine machine, String status, String event, String role) {
    Set<String> others = machine.speaksFor().getOrDefault(role, Set.of());
    return machine.transitions().stream()
        .filter(each -> each.event().equals(event) && each.from().contains(status))
        .anyMatch(
            each ->
                each.by().contains(role)
                    || !each.inPerson() && each.by().stream().anyMatch(others::contains));
  }

  private static Task in(StateMachine machine, StateMachine.Status status) {
    ReviewPolicy policy = HeldPolicies.policy(machine.policies().get(0));
    Task task = new Task();
    task.setId("Task/1");
    task.getMeta().setVersionId("1");
    task.setInstantiatesUri(policy.header().canonical());
    task.setCode(
        new CodeableConcept(
            new Coding("https://openimr.org/fhir/CodeSystem/imr-task-type", "imr-case", null)));
    CaseStatus.keep(task, new StatedStatus(status.code(), STATED), policy.days().zone());
    return task;
  }

  private static SystemRequestDetails request(String role, String event) {
    return Posted.by(
        new Caller("test", role, "anybody"),
        "1",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
            + "{\"name\":\"code\",\"valueCode\":\""
            + event
            + "\"},{\"name\":\"time\",\"valueDateTime\":\"2026-07-01T10:00:00-07:00\"}]}]}");
  }
}
