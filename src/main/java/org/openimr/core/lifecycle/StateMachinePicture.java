package org.openimr.core.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws a state machine for people: a Mermaid diagram, and below it all that may be recorded. */
public final class StateMachinePicture {

  private final StateMachine machine;
  private final StringBuilder page = new StringBuilder();

  private StateMachinePicture(StateMachine machine) {
    this.machine = machine;
  }

  /**
   * Draws.
   *
   * @param machine what is drawn
   * @return a page of Markdown
   */
  public static String of(StateMachine machine) {
    return new StateMachinePicture(machine).draw();
  }

  private String draw() {
    page.append("# ").append(machine.title()).append("\n\n");
    page.append("Made from `profiles/lifecycle/").append(machine.code()).append(".yaml`; ");
    page.append("do not edit. Policies: ").append(words(machine.policies()));
    if (machine.effect() != null) {
      page.append("; and others with the effect ").append(machine.effect());
    }
    page.append(".\n\n");
    diagram();
    page.append("\n## Statuses\n\n");
    table("status", "who must act where no clock runs", "the end");
    machine.statuses().forEach(each -> row(each.code(), each.owner(), each.ends() ? "yes" : ""));
    page.append("\n## Events\n\nThe first line that fits counts.\n\n");
    table("event", "by", "in", "if", "then", "rule");
    machine.transitions().forEach(this::row);
    page.append("\n## Who speaks for whom\n\n");
    table("who records", "may record what these did");
    machine.speaksFor().keySet().stream()
        .sorted()
        .forEach(each -> row(each, words(machine.speaksFor().get(each))));
    page.append("\n## What who submits a case may tell of others\n\n");
    table("who submits", "may tell what these did", "events", "facts that they may state");
    machine.recounts().forEach(this::row);
    page.append("\n## Facts that only some may state\n\n");
    table("fact", "changed by", "stated first by", "in", "where", "rule");
    machine.statements().forEach(this::row);
    if (!machine.impartial().events().isEmpty()) {
      page.append("\n## What nobody records who was personally involved in the care\n\n");
      table("event, and its strike", "fact", "by", "rule");
      StateMachine.Impartial impartial = machine.impartial();
      row(
          words(new TreeSet<>(impartial.events())),
          words(new TreeSet<>(impartial.facts())),
          words(new TreeSet<>(impartial.who())),
          impartial.citation());
    }
    page.append("\n## Left out\n\n");
    table("events and statuses", "why");
    machine.unused().forEach(this::row);
    return page.toString();
  }

  private void diagram() {
    page.append("```mermaid\nstateDiagram-v2\n  [*] --> ").append(machine.start()).append('\n');
    Map<String, List<String>> arrows = new LinkedHashMap<>();
    for (Transition each : machine.transitions()) {
      for (String from : each.from()) {
        if (each.to() != null && !each.to().equals(from)) {
          List<String> labels =
              arrows.computeIfAbsent("  " + from + " --> " + each.to(), any -> new ArrayList<>());
          if (!labels.contains(each.event())) {
            labels.add(each.event());
          }
        }
      }
    }
    arrows.forEach(
        (arrow, labels) -> page.append(arrow).append(": ").append(words(labels)).append('\n'));
    page.append("```\n");
  }

  private void row(Transition each) {
    row(
        each.event(),
        words(each.by()) + (each.inPerson() ? "; in person" : ""),
        range(each.from()),
        each.guard().toString().replace("|", "\\|"),
        each.to() == null ? "the same" : each.to(),
        each.citation());
  }

  private void row(Recount each) {
    String reasons =
        each.reasons().isEmpty() ? "" : " (" + words(new TreeSet<>(each.reasons())) + ")";
    row(
        words(new TreeSet<>(each.who())),
        words(new TreeSet<>(each.whom())) + (each.named() ? ", named" : ""),
        (each.events().isEmpty() ? "all" : words(new TreeSet<>(each.events()))) + reasons,
        words(new TreeSet<>(each.facts())));
  }

  private void row(Statement each) {
    String by =
        each.event() == null ? words(new TreeSet<>(each.by())) : "the event " + each.event();
    row(
        words(new TreeSet<>(each.facts())),
        by,
        each.alone() || each.when() != null ? "the same" : "anybody",
        range(each.from()),
        each.when() == null ? "" : each.when().toString().replace("|", "\\|"),
        each.citation() == null ? "" : each.citation());
  }

  private void row(StateMachine.Unused each) {
    List<String> names = new ArrayList<>(each.events());
    names.addAll(each.statuses());
    row(words(names), each.why());
  }

  /** Statuses that follow one another as a range. */
  private String range(List<String> from) {
    List<String> parts = new ArrayList<>();
    int i = 0;
    while (i < from.size()) {
      int last = i;
      while (last + 1 < from.size()
          && machine.rank(from.get(last + 1)) == machine.rank(from.get(last)) + 1) {
        last++;
      }
      parts.add(
          last > i + 1 ? from.get(i) + " … " + from.get(last) : words(from.subList(i, last + 1)));
      i = last + 1;
    }
    return words(parts);
  }

  private void table(String... heads) {
    row(heads);
    page.append("|").append("---|".repeat(heads.length)).append('\n');
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String words(Collection<String> codes) {
    return String.join(", ", codes);
  }
}
