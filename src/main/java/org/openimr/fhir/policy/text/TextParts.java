package org.openimr.fhir.policy.text;

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
final class TextParts {

  private static final int LONGEST_NAME = 64;

  private final YamlBlock.Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  TextParts(String file) {
    this.problems = new YamlBlock.Problems(file, new ArrayList<>());
  }

  YamlBlock compose(String yaml) {
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

  void throwProblems() {
    if (!problems.found().isEmpty()) {
      problems.found().sort(Comparator.comparingInt(PolicyProblem::line));
      throw new UnreadablePolicyTextException(problems.found());
    }
  }

  List<PolicyDocument> documents(YamlBlock root) {
    List<PolicyDocument> documents = new ArrayList<>();
    for (YamlBlock block : root.blocks("documents")) {
      PolicyDocument document = HeaderTextReader.document(block);
      placeValue(document.id(), block.line());
      documents.add(document);
    }
    if (documents.isEmpty()) {
      root.problem("'documents' is missing: at least one document is cited");
    }
    return documents;
  }

  /** Names a part and says whether its name can be used. */
  boolean place(YamlBlock block, String action) {
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
  void placeWithin(YamlBlock block, String action) {
    block.rule(action);
    lines.putIfAbsent(action, block.line());
  }

  /** Remembers where a value of the head stands, which objections quote. */
  void placeValue(String value, int line) {
    lines.putIfAbsent("'" + value + "'", line);
  }

  /** Remembers where a key of the head stands. */
  void placeKey(String key, int line) {
    lines.putIfAbsent(key + ":", line);
  }

  /** All that is wrong with the form. */
  List<PolicyProblem> problems() {
    return problems.found();
  }

  /** The line of each part, by the id of its action in the PlanDefinition. */
  Map<String, Integer> lines() {
    return lines;
  }
}
