package org.openimr.fhir.policy.text;

import java.util.List;

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
    PolicyText text = policy(parts.compose(yaml), parts);
    parts.throwProblems();
    return new PolicySource(file, text, parts.lines());
  }

  private static PolicyText policy(YamlBlock root, TextParts parts) {
    PolicyHeader header = HeaderTextReader.header(root);
    List<PolicyDocument> documents = parts.documents(root);
    RuleTextReader rules = new RuleTextReader(documents);
    ClockTextReader clocks = new ClockTextReader(rules, parts::place);
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
