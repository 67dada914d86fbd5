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

/**
 * Reads a policy text.
 *
 * <p>Finds everything that is wrong with the form of the text at once: keys that are missing,
 * unknown or doubled, limits and dates that cannot be read, documents that are not listed, names
 * that stand twice. Whether facts, events and rules exist is judged when the PlanDefinition is
 * read.
 */
public final class PolicyTextReader {

  private static final int LONGEST_NAME = 64;

  private final YamlBlock.Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  private PolicyTextReader(String file) {
    this.problems = new YamlBlock.Problems(file, new ArrayList<>());
  }

  /**
   * Reads a policy text.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the policy and the lines of its parts
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static PolicySource read(String file, String yaml) {
    PolicyTextReader reader = new PolicyTextReader(file);
    PolicyText text = reader.policy(reader.compose(yaml));
    reader.throwProblems();
    return new PolicySource(file, text, reader.lines);
  }

  private YamlBlock compose(String yaml) {
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

  private void throwProblems() {
    if (!problems.found().isEmpty()) {
      problems.found().sort(Comparator.comparingInt(PolicyProblem::line));
      throw new UnreadablePolicyTextException(problems.found());
    }
  }

  private PolicyText policy(YamlBlock root) {
    PolicyHeader header = HeaderTextReader.header(root);
    List<PolicyDocument> documents =
        root.blocks("documents").stream().map(HeaderTextReader::document).toList();
    if (documents.isEmpty()) {
      root.problem("'documents' is missing: a policy cites at least one document");
    }
    RuleTextReader rules = new RuleTextReader(documents);
    ClockTextReader clocks = new ClockTextReader(rules, this::place);
    CriterionTextReader criteria = new CriterionTextReader(rules, this::place);
    PolicyText text =
        new PolicyText(
            header,
            documents,
            root.blocks("derived-events").stream().map(clocks::derivedEvent).toList(),
            root.blocks("criteria").stream().map(criteria::criterion).toList(),
            root.blocks("clocks").stream().map(clocks::milestone).toList(),
            root.blocks("packet").stream().map(criteria::packetElement).toList(),
            root.blocks("not-modelled").stream().map(rules::omission).toList());
    root.end();
    return text.withCommonCalendar();
  }

  private void place(YamlBlock block, String action) {
    block.rule(action);
    if (action.length() > LONGEST_NAME || !action.matches("[A-Za-z0-9.-]+")) {
      block.problem(
          "'" + action + "' is no name: letters, digits, '-' and '.', at most " + LONGEST_NAME);
    }
    if (lines.putIfAbsent(action, block.line()) != null) {
      block.problem("'" + action + "' stands twice; a 'variant' tells entries of one rule apart");
    }
  }
}
