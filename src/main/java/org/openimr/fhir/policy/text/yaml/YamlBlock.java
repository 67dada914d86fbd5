package org.openimr.fhir.policy.text.yaml;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a YAML file, read key by key; whatever is wrong is noted and reading goes on.
 *
 * <p>Every value is taken as it is written: {@code 08:00} and {@code 2025-02-25} stay texts until
 * they are asked for as something else. A key that nobody asked for is a problem.
 */
public final class YamlBlock {

  private final Problems problems;
  private final int line;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Map<String, Integer> keyLines = new LinkedHashMap<>();
  private String rule;

  /** The problems of one file. */
  record Problems(String file, List<PolicyProblem> found) {
    void add(int line, String rule, String message) {
      found.add(new PolicyProblem(file, line, rule, message));
    }
  }

  YamlBlock(Node node, String rule, Problems problems) {
    this.problems = problems;
    this.rule = rule;
    this.line = lineOf(node);
    if (!(node instanceof MappingNode mapping)) {
      problem(line, "expected keys with values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      int keyLine = lineOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(keyLine, "a key must be a word");
      } else if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
        problem(keyLine, "'" + key.getValue() + "' stands twice");
      } else {
        keyLines.put(key.getValue(), keyLine);
      }
    }
  }

  /** The line where it begins, from 1. */
  public int line() {
    return line;
  }

  /** Names the rule or part that it is, for objections from now on. */
  public void rule(String name) {
    rule = name;
  }

  String rule() {
    return rule;
  }

  /** Objects to it as a whole, where it begins. */
  public void problem(String message) {
    problem(line, message);
  }

  /** Objects to the value of a key, where the key stands. */
  public void problem(String key, String message) {
    problem(keyLines.getOrDefault(key, line), "'" + key + "': " + message);
  }

  private void problem(int where, String message) {
    problems.add(where, rule, message);
  }

  private static int lineOf(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }

  /** Whether a key stands there. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Returns the keys that nobody has asked for yet. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Returns the words and sentences of this mapping, lists of them included, with their lines. */
  public Map<String, Integer> scalars() {
    Map<String, Integer> scalars = new LinkedHashMap<>();
    for (Node entry : entries.values()) {
      List<Node> nodes = entry instanceof SequenceNode list ? list.getValue() : List.of(entry);
      for (Node node : nodes) {
        if (node instanceof ScalarNode scalar) {
          scalars.put(scalar.getValue().strip(), lineOf(node));
        }
      }
    }
    return scalars;
  }

  /** Returns the keys of this mapping, those asked for included, with their lines. */
  public Map<String, Integer> keyLines() {
    return keyLines;
  }

  /** Returns a text, or null. */
  public String text(String key) {
    Node node = entries.remove(key);
    return node == null ? null : scalar(key, node);
  }

  /** Returns a text that must be there; the empty text if it is not. */
  public String required(String key) {
    if (!has(key)) {
      problem("'" + key + "' is missing");
      return "";
    }
    String text = text(key);
    return text == null ? "" : text;
  }

  private String scalar(String key, Node node) {
    if (node instanceof ScalarNode scalar) {
      String text = scalar.getValue().strip();
      if (!text.isEmpty()) {
        return text;
      }
    }
    problem(lineOf(node), "'" + key + "' must be one word or sentence");
    return null;
  }

  /** Returns one text or a list of texts; empty if absent. */
  public List<String> texts(String key) {
    Node node = entries.remove(key);
    if (node == null) {
      return List.of();
    }
    List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<String> texts = new ArrayList<>();
    for (Node each : nodes) {
      String text = scalar(key, each);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Returns a yes or no; no if absent. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(
        converted(
            key,
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("'" + text + "' is neither true nor false");
              }
              return text.equals("true");
            }));
  }

  /** Returns a date, or null. */
  public LocalDate date(String key) {
    return converted(
        key,
        text -> {
          try {
            return LocalDate.parse(text);
          } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no date such as 2025-02-25", e);
          }
        });
  }

  /** Returns a value made from a text, or null; an objection of the conversion is noted. */
  public <T> T converted(String key, Function<String, T> conversion) {
    Node node = entries.get(key);
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return conversion.apply(text);
    } catch (IllegalArgumentException e) {
      problem(lineOf(node), "'" + key + "': " + e.getMessage());
      return null;
    }
  }

  /** Returns a nested mapping, or null. */
  public YamlBlock block(String key) {
    Node node = entries.remove(key);
    return node == null ? null : new YamlBlock(node, rule, problems);
  }

  /** Returns a list of mappings; empty if absent. */
  public List<YamlBlock> blocks(String key) {
    Node node = entries.remove(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(lineOf(node), "'" + key + "' must be a list");
      return List.of();
    }
    return sequence.getValue().stream().map(each -> new YamlBlock(each, rule, problems)).toList();
  }

  /** Ends the reading of this mapping: what is left over is unknown. */
  public void end() {
    entries.forEach((key, node) -> problem(lineOf(node), "'" + key + "' is not known here"));
  }
}
