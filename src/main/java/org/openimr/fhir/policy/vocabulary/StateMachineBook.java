package org.openimr.fhir.policy.vocabulary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.lifecycle.Statement;
import org.openimr.fhir.policy.condition.ConditionReader;
import org.openimr.fhir.policy.text.catalogue.StateMachineReader;

/** Reads the state machines, and refuses what is not in the vocabulary or leaves something out. */
public final class StateMachineBook {

  private final Vocabulary vocabulary;
  private final List<String> problems = new ArrayList<>();

  private StateMachineBook(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads machines.
   *
   * @param vocabulary the facts, events and codes that they may name
   * @param texts the machines as YAML
   * @return the machines
   * @throws RuntimeException naming everything that is wrong
   */
  public static StateMachines read(Vocabulary vocabulary, List<String> texts) {
    StateMachineBook book = new StateMachineBook(vocabulary);
    List<StateMachine> machines = texts.stream().map(book::machine).toList();
    if (!book.problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", book.problems));
    }
    return new StateMachines(machines);
  }

  private StateMachine machine(String text) {
    StateMachine machine =
        StateMachineReader.read(
            "profiles/lifecycle",
            text,
            (condition, found) -> new ConditionReader(vocabulary, found).read(condition));
    check(machine);
    return machine;
  }

  private void check(StateMachine machine) {
    Set<String> roles = new TreeSet<>(machine.speaksFor().keySet());
    machine.speaksFor().values().forEach(roles::addAll);
    machine.statements().forEach(each -> roles.addAll(each.by()));
    machine.transitions().forEach(each -> roles.addAll(each.by()));
    machine.recounts().forEach(each -> roles.addAll(each.who()));
    machine.recounts().forEach(each -> roles.addAll(each.whom()));
    roles.addAll(machine.impartial().who());
    machine.statuses().forEach(each -> roles.add(each.owner()));
    known(machine, "role", roles, vocabulary.codes("imr-party"));
    Set<String> facts =
        new TreeSet<>(vocabulary.facts().stream().map(FactDefinition::name).toList());
    Set<String> stated = new TreeSet<>();
    machine.statements().forEach(each -> stated.addAll(each.facts()));
    machine.recounts().forEach(each -> stated.addAll(each.facts()));
    stated.addAll(machine.impartial().facts());
    known(machine, "fact", stated, facts);
    Set<String> events = new TreeSet<>();
    machine.transitions().forEach(each -> events.add(each.event()));
    Set<String> after = new TreeSet<>();
    machine.transitions().stream()
        .flatMap(each -> Stream.of(each.guard().after(), each.guard().notBefore()))
        .filter(Objects::nonNull)
        .forEach(after::add);
    machine.statements().stream()
        .map(Statement::event)
        .filter(Objects::nonNull)
        .forEach(after::add);
    machine.recounts().forEach(each -> after.addAll(each.events()));
    after.addAll(machine.impartial().events());
    Set<String> used = Set.copyOf(events);
    machine.unused().forEach(each -> each.events().forEach(event -> twice(machine, event, events)));
    Set<String> all =
        new TreeSet<>(vocabulary.events().stream().map(EventDefinition::code).toList());
    known(machine, "event", events, all);
    known(machine, "event", after, used);
    complete(machine, "event", all, events);
    Set<String> statuses = new TreeSet<>();
    machine.statuses().forEach(each -> statuses.add(each.code()));
    machine
        .unused()
        .forEach(each -> each.statuses().forEach(status -> twice(machine, status, statuses)));
    known(machine, "status", statuses, vocabulary.codes("imr-business-status"));
    complete(machine, "status", vocabulary.codes("imr-business-status"), statuses);
  }

  private void twice(StateMachine machine, String name, Set<String> names) {
    if (!names.add(name)) {
      problems.add(machine.code() + ": " + name + " is used and unused, or unused twice");
    }
  }

  private void known(StateMachine machine, String what, Set<String> names, Set<String> known) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(known);
    unknown.forEach(each -> problems.add(machine.code() + ": there is no " + what + " " + each));
  }

  private void complete(StateMachine machine, String what, Set<String> all, Set<String> named) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(named);
    left.forEach(
        each -> problems.add(machine.code() + ": " + what + " " + each + " is not spoken of"));
  }
}
