package org.openimr.server.security.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of the table's file, which notes what is wrong with its line and goes on. */
final class TableRow {

  private final String file;
  private final int line;
  private final List<String> problems;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();

  TableRow(Node node, String file, List<String> problems) {
    this.file = file;
    this.problems = problems;
    this.line = node == null || node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
        lines.put(key, entry.getKeyNode().getStartMark().getLine() + 1);
        if (entries.put(key, entry.getValueNode()) != null) {
          problem("'" + key + "' stands twice");
        }
      }
    } else {
      problem("must be keys with values");
    }
  }

  void problem(String message) {
    problems.add(file + ":" + line + ": " + message);
  }

  /** The same at the line of a key. */
  void problem(String key, String message) {
    problems.add(file + ":" + lines.getOrDefault(key, line) + ": " + message);
  }

  /** The keys that were not read yet, in their order. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The rows of a list. */
  List<TableRow> rows(String key) {
    Node node = taken(key);
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(each -> new TableRow(each, file, problems)).toList();
    }
    problem("'" + key + "' must be a list of rows");
    return List.of();
  }

  /** A mapping. */
  TableRow row(String key) {
    return new TableRow(taken(key), file, problems);
  }

  /** One word. */
  String word(String key) {
    List<String> words = words(key);
    if (words.size() != 1) {
      problem("'" + key + "' must be one word");
    }
    return words.isEmpty() ? "" : words.get(0);
  }

  /** One word, or a list of words. */
  List<String> words(String key) {
    Node node = taken(key);
    List<String> words = new ArrayList<>();
    for (Node each : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
      if (each instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
        words.add(scalar.getValue());
      } else {
        problem("'" + key + "' must be words");
      }
    }
    return words;
  }

  /** Words of which each is a name, or the name of a group. */
  Set<String> members(String key, Groups groups) {
    Set<String> members = new TreeSet<>();
    for (String word : words(key)) {
      Set<String> meant = groups.members(word);
      if (meant.isEmpty()) {
        problem(key, "'" + word + "' is no " + groups.what());
      }
      members.addAll(meant);
    }
    return members;
  }

  /** Words of which each has a meaning. */
  <T> List<T> each(String key, Function<String, Optional<T>> meaning, String what) {
    List<T> found = new ArrayList<>();
    for (String word : words(key)) {
      Optional<T> meant = meaning.apply(word);
      if (meant.isEmpty()) {
        problem(key, "'" + word + "' is no " + what);
      }
      meant.ifPresent(found::add);
    }
    return found;
  }

  /** Notes what nobody read. */
  void nothingElse() {
    keys().forEach(key -> problem("'" + key + "' is not known here"));
  }

  private Node taken(String key) {
    Node node = entries.remove(key);
    if (node == null) {
      problem("'" + key + "' is missing");
      return new SequenceNode(Tag.SEQ, new ArrayList<>(), FlowStyle.FLOW);
    }
    return node;
  }
}
