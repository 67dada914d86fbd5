package org.openimr.fhir.policy.text.file;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.OmissionText;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/**
 * Reads a law text.
 *
 * <p>Finds everything that is wrong with its form at once, as {@link PolicyTextReader} does, whose
 * words for documents and clocks it shares. Every limit says where it stands and whether it was
 * read.
 */
public final class LawTextReader {

  private static final Pattern LAW = Pattern.compile("(?m)^law:");
  private static final Pattern POLICY = Pattern.compile("(?m)^policy:");

  private LawTextReader() {}

  /**
   * Says whether a text is meant as a law and not as a policy.
   *
   * @param yaml the text
   * @return true if it names a law, and no policy that would stand beside it
   */
  public static boolean isLaw(String yaml) {
    return LAW.matcher(yaml).find() && !POLICY.matcher(yaml).find();
  }

  /**
   * Reads a law text.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the law and the lines of its parts
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static LawSource read(String file, String yaml) {
    TextParts parts = new TextParts(file);
    LawText law = law(parts.compose(yaml), parts);
    parts.throwProblems();
    return new LawSource(law, new PolicySource(file, law.asPolicy(), parts.lines()));
  }

  private static LawText law(YamlBlock root, TextParts parts) {
    String law = root.required("law");
    if (!law.isEmpty() && !law.matches("[a-z][a-z0-9-]{1,40}")) {
      root.problem("law", "'" + law + "' is no code of small letters, digits and '-'");
    }
    String version = root.required("version");
    if (!version.isEmpty() && !version.matches("[A-Za-z0-9.-]{1,22}")) {
      root.problem("version", "'" + version + "' is no version of letters, digits, '-' and '.'");
    }
    String title = root.required("title");
    String description = root.required("description");
    String jurisdiction = root.required("jurisdiction");
    LocalDate written = root.date("written");
    String calendar = root.text("calendar");
    List<PolicyDocument> documents = HeaderTextReader.documents(root, parts);
    RuleTextReader rules = new RuleTextReader(documents, true);
    ClockTextReader clocks = new ClockTextReader(rules, parts);
    List<MilestoneText> milestones =
        root.blocks("clocks").stream().map(block -> milestone(block, clocks)).toList();
    List<OmissionText> omissions =
        root.blocks("not-modelled").stream().map(rules::omission).toList();
    root.end();
    return new LawText(
        law,
        version,
        title,
        description,
        jurisdiction,
        written,
        calendar,
        documents,
        milestones,
        omissions);
  }

  private static MilestoneText milestone(YamlBlock block, ClockTextReader clocks) {
    MilestoneText milestone = clocks.milestone(block);
    for (BoundText bound : milestone.bounds()) {
      block.rule(milestone.milestone() + "." + bound.rule().name());
      if (bound.rule().source() == null) {
        block.problem("'source' is missing: law, or law-unverified if nobody has read it");
      }
      if (bound.calendar() != null) {
        block.problem("'calendar' has no place here: the policy says with which one it counts");
      }
    }
    return milestone;
  }
}
