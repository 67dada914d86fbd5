package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StateMachinePicture;
import org.openimr.core.lifecycle.Transition;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.vocabulary.StateMachineBook;

/**
 * The state machines: they leave nothing out, every status can be reached, their pictures are
 * current.
 */
class LifecycleTest {

  private static final boolean WRITE = Boolean.getBoolean("lifecycle.write");
  private static final Path PAGES = Path.of("docs/lifecycle");

  @TestFactory
  List<DynamicTest> everyStatusIsReachedByEvents() {
    return HeldPolicies.MACHINES.all().stream()
        .map(
            machine ->
                DynamicTest.dynamicTest(
                    machine.code(),
                    () ->
                        assertThat(reached(machine))
                            .containsExactlyInAnyOrderElementsOf(
                                machine.statuses().stream()
                                    .map(StateMachine.Status::code)
                                    .toList())))
        .toList();
  }

  private static Set<String> reached(StateMachine machine) {
    Set<String> reached = new TreeSet<>(Set.of(machine.start()));
    Deque<String> todo = new ArrayDeque<>(reached);
    while (!todo.isEmpty()) {
      String from = todo.pop();
      for (Transition each : machine.transitions()) {
        if (each.to() != null && each.from().contains(from) && reached.add(each.to())) {
          todo.push(each.to());
        }
      }
    }
    return reached;
  }

  @Test
  void everyStatusHasItsMachine() {
    Set<String> used = new TreeSet<>();
    HeldPolicies.MACHINES.all().forEach(m -> m.statuses().forEach(s -> used.add(s.code())));

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(HeldPolicies.VOCABULARY.codes("imr-business-status"));
  }

  @Test
  void everyPolicyHasItsOwnMachine() {
    for (ReviewPolicy policy : HeldPolicies.BOOK.all()) {
      assertThat(HeldPolicies.MACHINES.governing(policy).policies())
          .contains(policy.header().code());
    }
  }

  @Test
  void whoSpeaksForOthersNeverSpeaksForThoseWhoDecideAgainstThem() {
    StateMachine department = machine("department-review");

    assertThat(department.voices("plan")).doesNotContain("imro", "imro-reviewer", "department");
    assertThat(department.voices("imro")).doesNotContain("plan", "department");
    assertThat(department.voices("department")).doesNotContain("plan", "cmo");
    for (StateMachine machine : HeldPolicies.MACHINES.all()) {
      assertThat(machine.voices("plan-staff")).doesNotContain("cmo", "plan-physician");
      assertThat(machine.voices("member")).containsExactly("member");
    }
  }

  @TestFactory
  List<DynamicTest> everyRuleThatIsCitedIsHeld() throws IOException {
    Set<String> rules = HeldPolicies.VOCABULARY.codes("imr-rule");
    String readings = Files.readString(Path.of("docs/readings.md"));
    return HeldPolicies.MACHINES.all().stream()
        .flatMap(machine -> machine.transitions().stream())
        .map(Transition::citation)
        .distinct()
        .map(
            citation ->
                DynamicTest.dynamicTest(
                    citation,
                    () ->
                        assertThat(
                                rules.contains(citation)
                                    || readings.contains("## " + citation + " ")
                                    || citation.matches("D[0-8]( .*)?|A4\\.4|B\\d\\d"))
                            .isTrue()))
        .toList();
  }

  @TestFactory
  List<DynamicTest> picturesAreCurrent() {
    return HeldPolicies.MACHINES.all().stream()
        .map(
            machine ->
                DynamicTest.dynamicTest(
                    machine.code(),
                    () -> {
                      Path page = PAGES.resolve(machine.code() + ".md");
                      String picture = StateMachinePicture.of(machine);
                      if (WRITE) {
                        Files.writeString(page, picture);
                      }
                      assertThat(page).hasContent(picture);
                    }))
        .toList();
  }

  @Test
  void theOverviewNamesEveryMachine() throws IOException {
    Set<String> linked = new TreeSet<>();
    Matcher links =
        Pattern.compile("\\(([a-z-]+)\\.md\\)")
            .matcher(Files.readString(PAGES.resolve("README.md")));
    while (links.find()) {
      linked.add(links.group(1));
    }

    assertThat(linked)
        .containsExactlyInAnyOrderElementsOf(
            HeldPolicies.MACHINES.all().stream().map(StateMachine::code).toList());
  }

  @Test
  void aMachineThatLeavesSomethingOutIsRefused() throws IOException {
    String text = Files.readString(Path.of("profiles/lifecycle/second-opinion.yaml"));

    assertThatThrownBy(() -> read(text.replace("admitted, ", "")))
        .hasMessage("second-opinion: event admitted is not spoken of");
    assertThatThrownBy(() -> read(text.replace("owner: plan,", "owner: nobody,")))
        .hasMessage("second-opinion: there is no role nobody");
    assertThatThrownBy(() -> read(text.replace("[admitted, ", "[admitted, withdrawn, ")))
        .hasMessage("second-opinion: withdrawn is used and unused, or unused twice");
    assertThatThrownBy(() -> read(text.replace("from: notified..closed", "from: closed..notified")))
        .hasMessageContaining(
            "reopened: 'from': 'closed..notified' names no statuses in their order");
    assertThatThrownBy(() -> read(text.replace("%urgency = 'expedited'", "%urgency = 'soon'")))
        .hasMessageContaining("converted-to-expedited: 'unless': ");
  }

  private static void read(String text) {
    StateMachineBook.read(HeldPolicies.VOCABULARY, List.of(text));
  }

  private static StateMachine machine(String code) {
    return HeldPolicies.MACHINES.all().stream()
        .filter(each -> each.code().equals(code))
        .findFirst()
        .orElseThrow();
  }
}
