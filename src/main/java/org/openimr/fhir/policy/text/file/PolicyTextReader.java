package org.openimr.fhir.policy.text.file;

import java.util.List;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/**
 * Reads a policy text.
 *
 * <p>Finds everything that is wrong with the form of the text at once: keys that are missing,
 * unknown or doubled, limits and dates that cannot be read, documents that are not listed, names
 * that stand twice. Whether facts, events and rules exist is judged when the PlanDefinition is
 * read.
 */
public final class PolicyTextReader {

  private PolicyTextReader() {}

  /**
   * Reads a policy text.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the policy and the lines of its parts
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static PolicySource read(String file, String yaml) {
    TextParts parts = new TextParts(file);
    PolicySource source = source(file, yaml, parts);
    parts.throwProblems();
    return source;
  }

  /**
   * Reads a policy text as far as it can be read, so that the rest can be judged as well.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @param problems where everything goes that is wrong with the form
   * @return the policy; what could not be read is empty or left out
   * @throws UnreadablePolicyTextException if it is no YAML at all
   */
  public static PolicySource readWhatCanBe(String file, String yaml, List<PolicyProblem> problems) {
    TextParts parts = new TextParts(file);
    PolicySource source = source(file, yaml, parts);
    problems.addAll(parts.problems());
    return source;
  }

  private static PolicySource source(String file, String yaml, TextParts parts) {
    PolicyText text = policy(parts.compose(yaml), parts);
    return new PolicySource(file, text, parts.lines());
  }

  private static PolicyText policy(YamlBlock root, TextParts parts) {
    root.scalars().forEach(parts::placeValue);
    root.keyLines().forEach(parts::placeKey);
    PolicyHeader header = HeaderTextReader.header(root);
    List<PolicyDocument> documents = HeaderTextReader.documents(root, parts);
    RuleTextReader rules = new RuleTextReader(documents);
    ClockTextReader clocks = new ClockTextReader(rules, parts);
    CriterionTextReader criteria = new CriterionTextReader(rules, parts::place);
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
}
