package org.openimr.fhir.policy.text.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** The parts of one YAML file while it is read: where each stands and what is wrong. */
public final class TextParts {

  private static final int LONGEST_NAME = 64;

  private final YamlBlock.Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  /** Of the file with this name; nothing is read yet. */
  public TextParts(String file) {
    this.problems = new YamlBlock.Problems(file, new ArrayList<>());
  }

  /**
   * The mapping that the file is.
   *
   * @throws UnreadablePolicyTextException if it is none
   */
  public YamlBlock compose(String yaml) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root != null) {
        return new YamlBlock(root, "", problems);
      }
      problems.add(1, "", "the file is empty");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(line, "", "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(1, "", "not YAML: " + e.getMessage());
    }
    throw new UnreadablePolicyTextException(problems.found());
  }

  /**
   * Ends reading.
   *
   * @throws UnreadablePolicyTextException with all problems by line, if there are any
   */
  public void throwProblems() {
    if (!problems.found().isEmpty()) {
      problems.found().sort(Comparator.comparingInt(PolicyProblem::line));
      throw new UnreadablePolicyTextException(problems.found());
    }
  }

  /** Names a part and says whether its name can be used. */
  public boolean place(YamlBlock block, String action) {
    block.rule(action);
    boolean form = action.length() <= LONGEST_NAME && action.matches("[A-Za-z0-9.-]+");
    if (!form) {
      block.problem(
          "'" + action + "' is no name: letters, digits, '-' and '.', at most " + LONGEST_NAME);
    }
    boolean once = lines.putIfAbsent(action, block.line()) == null;
    if (!once) {
      block.problem("'" + action + "' stands twice; a 'variant' tells entries of one rule apart");
    }
    return form && once;
  }

  /** Names a part of something that has been objected to: its name is not objected to again. */
  public void placeWithin(YamlBlock block, String action) {
    block.rule(action);
    lines.putIfAbsent(action, block.line());
  }

  /** Remembers where a value of the head stands, which objections quote. */
  public void placeValue(String value, int line) {
    lines.putIfAbsent("'" + value + "'", line);
  }

  /** Remembers where a key of the head stands. */
  public void placeKey(String key, int line) {
    lines.putIfAbsent(key + ":", line);
  }

  /** All that is wrong with the form. */
  public List<PolicyProblem> problems() {
    return problems.found();
  }

  /** The line of each part, by the id of its action in the PlanDefinition. */
  public Map<String, Integer> lines() {
    return lines;
  }
}
