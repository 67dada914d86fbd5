package org.openimr.fhir.policy.text.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.openimr.core.lifecycle.Guard;
import org.openimr.core.lifecycle.Recount;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.Statement;
import org.openimr.core.lifecycle.Transition;
import org.openimr.core.policy.Condition;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/**
 * Reads a state machine; names everything that is wrong with it at once, by file, line and
 * transition.
 *
 * @see <a href="../../../../../../../../../docs/lifecycle/README.md">lifecycle</a>
 */
public final class StateMachineReader {

  /** Reads a condition; what is wrong with it goes to the consumer. */
  public interface Conditions extends BiFunction<String, Consumer<String>, Condition> {}

  private final Conditions conditions;
  private final Set<String> taken = new TreeSet<>();
  private final Map<String, List<String>> roles = new LinkedHashMap<>();
  private List<StateMachine.Status> statuses;
  private List<String> codes;

  private StateMachineReader(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * Reads a state machine.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @param conditions reads conditions
   * @return the state machine
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static StateMachine read(String file, String yaml, Conditions conditions) {
    TextParts parts = new TextParts(file);
    StateMachine machine = new StateMachineReader(conditions).machine(parts.compose(yaml));
    parts.throwProblems();
    return machine;
  }

  private StateMachine machine(YamlBlock root) {
    String code = root.required("machine");
    String title = root.required("title");
    List<String> policies = root.texts("policies");
    String effect = root.text("effect");
    YamlBlock groups = root.block("roles");
    if (groups != null) {
      groups.keys().forEach(group -> roles.put(group, groups.texts(group)));
    }
    statuses = root.blocks("statuses").stream().map(StateMachineReader::status).toList();
    codes = statuses.stream().map(StateMachine.Status::code).toList();
    if (statuses.isEmpty()) {
      root.problem("'statuses' is missing");
    }
    Map<String, Set<String>> voices = voices(root.blocks("speaks-for"));
    List<Recount> recounts = root.blocks("recounts").stream().map(this::recount).toList();
    List<Statement> statements = root.blocks("facts").stream().map(this::statement).toList();
    List<Transition> transitions =
        root.blocks("transitions").stream().map(this::transition).toList();
    StateMachine.Impartial impartial = impartial(root.block("impartial"));
    List<StateMachine.Unused> unused =
        root.blocks("unused").stream().map(StateMachineReader::unused).toList();
    root.end();
    return new StateMachine(
        code,
        title,
        policies,
        effect,
        statuses,
        transitions,
        voices,
        recounts,
        statements,
        impartial,
        unused);
  }

  private StateMachine.Impartial impartial(YamlBlock block) {
    if (block == null) {
      return StateMachine.Impartial.NONE;
    }
    StateMachine.Impartial impartial =
        new StateMachine.Impartial(
            Set.copyOf(roles(block, "who")),
            Set.copyOf(some(block, "event")),
            Set.copyOf(some(block, "fact")),
            block.required("citation"));
    block.end();
    return impartial;
  }

  private static StateMachine.Status status(YamlBlock block) {
    StateMachine.Status status =
        new StateMachine.Status(
            block.required("status"), block.required("owner"), block.flag("ends"));
    block.end();
    return status;
  }

  private static StateMachine.Unused unused(YamlBlock block) {
    StateMachine.Unused unused =
        new StateMachine.Unused(
            block.texts("events"), block.texts("statuses"), block.required("why"));
    block.end();
    return unused;
  }

  private Map<String, Set<String>> voices(List<YamlBlock> blocks) {
    Map<String, Set<String>> voices = new HashMap<>();
    for (YamlBlock block : blocks) {
      Set<String> whom = new TreeSet<>(roles(block, "whom"));
      roles(block, "who")
          .forEach(each -> voices.computeIfAbsent(each, any -> new TreeSet<>()).addAll(whom));
      block.end();
    }
    return voices;
  }

  private Recount recount(YamlBlock block) {
    List<String> events = some(block, "event");
    Recount recount =
        new Recount(
            Set.copyOf(roles(block, "who")),
            Set.copyOf(roles(block, "whom")),
            events.contains("any") ? Set.of() : Set.copyOf(events),
            Set.copyOf(block.texts("reason")),
            block.flag("named"),
            Set.copyOf(block.texts("fact")));
    block.end();
    return recount;
  }

  private Statement statement(YamlBlock block) {
    String event = block.text("event");
    Condition when = condition(block, "when");
    if (event != null && when == null) {
      block.problem("'event' needs 'when'");
    }
    Statement statement =
        new Statement(
            Set.copyOf(some(block, "fact")),
            event == null ? Set.copyOf(roles(block, "by")) : Set.of(),
            block.flag("alone"),
            block.has("from") ? from(block) : codes,
            when,
            event,
            block.text("citation"));
    block.end();
    return statement;
  }

  private Transition transition(YamlBlock block) {
    String event = block.required("event");
    block.rule(event);
    List<String> by = roles(block, "by");
    boolean inPerson = block.flag("in-person");
    List<String> from = from(block);
    String to = block.text("to");
    if (to != null && !codes.contains(to)) {
      block.problem("'to': '" + to + "' is not among the statuses");
    }
    Guard guard =
        new Guard(
            condition(block, "when"),
            condition(block, "unless"),
            condition(block, "only-if"),
            block.text("after"),
            block.text("not-before"),
            block.text("reason"),
            block.text("eligibility"));
    String citation = block.required("citation");
    block.end();
    Transition transition = new Transition(event, by, inPerson, from, to, guard, citation);
    unreachable(block, transition);
    return transition;
  }

  private Condition condition(YamlBlock block, String key) {
    String text = block.text(key);
    return text == null
        ? null
        : conditions.apply(text, problem -> block.problem("'" + key + "': " + problem));
  }

  private List<String> roles(YamlBlock block, String key) {
    Set<String> named = new LinkedHashSet<>();
    some(block, key).forEach(each -> named.addAll(roles.getOrDefault(each, List.of(each))));
    return List.copyOf(named);
  }

  private List<String> from(YamlBlock block) {
    List<String> from = new ArrayList<>();
    for (String each : some(block, "from")) {
      if (each.equals("any")) {
        from.addAll(codes);
      } else if (each.equals("open")) {
        statuses.stream().filter(s -> !s.ends()).forEach(s -> from.add(s.code()));
      } else {
        from.addAll(range(block, each));
      }
    }
    return from;
  }

  private List<String> range(YamlBlock block, String text) {
    String[] ends = text.split("\\.\\.", 2);
    int first = codes.indexOf(ends[0]);
    int last = codes.indexOf(ends[ends.length - 1]);
    if (first < 0 || last < first) {
      block.problem("'from': '" + text + "' names no statuses in their order");
      return List.of();
    }
    return codes.subList(first, last + 1);
  }

  private static List<String> some(YamlBlock block, String key) {
    List<String> texts = block.texts(key);
    if (texts.isEmpty()) {
      block.problem("'" + key + "' is missing");
    }
    return texts;
  }

  /** After one that always holds, another for the same status and role counts for none. */
  private void unreachable(YamlBlock block, Transition transition) {
    for (String from : transition.from()) {
      for (String role : transition.by()) {
        String key = from + " " + transition.event() + " " + role;
        if (taken.contains(key)) {
          block.problem("never counts in status " + from + " for " + role + ": one stands before");
        } else if (transition.guard().empty()) {
          taken.add(key);
        }
      }
    }
  }
}
