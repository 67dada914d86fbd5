package org.openimr.fhir.policy.text.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openimr.core.policy.Condition;
import org.openimr.core.reviewer.AssignmentTerms;
import org.openimr.core.reviewer.CodeRange;
import org.openimr.core.reviewer.ConflictClass;
import org.openimr.core.reviewer.PanelSize;
import org.openimr.core.reviewer.ServiceMatch;
import org.openimr.core.reviewer.VotingTerms;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/**
 * Reads who may review cases; names everything that is wrong with it at once, by file and line.
 *
 * @see <a href="../../../../../../../../../docs/reviewers.md">reviewers</a>
 */
public final class ReviewerTermsReader {

  private static final List<String> KINDS = List.of("procedure", "diagnosis");
  private static final List<String> SYSTEMS =
      List.of("procedure", "diagnosis", "specialty", "license");
  private static final Pattern TAXONOMY = Pattern.compile("[0-9]{3}[0-9A-Z]{6}X");

  private final StateMachineReader.Conditions conditions;
  private final Map<String, Set<String>> specialties = new HashMap<>();
  private final Map<String, String> systems = new HashMap<>();
  private final Map<String, String> names = new TreeMap<>();

  /**
   * What was read.
   *
   * @param terms who may review
   * @param systems what the codes of a code system tell ({@code procedure}, {@code diagnosis},
   *     {@code specialty} or {@code license}), by its url
   * @param specialties what specialties are called, by their codes of the NUCC taxonomy
   */
  public record Read(
      AssignmentTerms terms, Map<String, String> systems, Map<String, String> specialties) {

    /** Keeps its own copies. */
    public Read {
      systems = Map.copyOf(systems);
      specialties = Map.copyOf(specialties);
    }
  }

  private ReviewerTermsReader(StateMachineReader.Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * Reads them.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @param conditions reads conditions
   * @return who may review
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static Read read(String file, String yaml, StateMachineReader.Conditions conditions) {
    TextParts parts = new TextParts(file);
    ReviewerTermsReader reader = new ReviewerTermsReader(conditions);
    AssignmentTerms terms = reader.terms(parts.compose(yaml));
    parts.throwProblems();
    return new Read(terms, reader.systems, reader.names);
  }

  private AssignmentTerms terms(YamlBlock root) {
    root.required("reviewers");
    root.required("title");
    List<PanelSize> panels = root.blocks("panels").stream().map(this::panel).toList();
    int most = number(root, "most");
    VotingTerms voting = voting(section(root, "voting"));
    YamlBlock license = section(root, "license");
    Pattern jurisdictions = Pattern.compile(license.required("jurisdictions"));
    String licensed = cited(license);
    String certified = cited(section(root, "certification"));
    String specialty = cited(section(root, "specialty"));
    YamlBlock attestation = section(root, "attestation");
    String form = attestation.required("form");
    Duration within = Duration.ofDays(number(attestation, "within"));
    String attested = cited(attestation);
    List<ConflictClass> conflicts =
        root.blocks("conflicts").stream().map(ReviewerTermsReader::conflict).toList();
    systems(section(root, "systems"));
    specialties(section(root, "specialties"));
    List<ServiceMatch> matches = new ArrayList<>();
    root.blocks("matches").forEach(block -> match(block, matches));
    root.end();
    return new AssignmentTerms(
        panels,
        most,
        voting,
        jurisdictions,
        licensed,
        certified,
        specialty,
        form,
        within,
        attested,
        conflicts,
        matches);
  }

  private static YamlBlock section(YamlBlock root, String key) {
    if (!root.has(key)) {
      root.problem("'" + key + "' is missing");
      throw new UnreadablePolicyTextException(
          List.of(new PolicyProblem("", root.line(), "", "'" + key + "' is missing")));
    }
    return root.block(key);
  }

  private static String cited(YamlBlock block) {
    String citation = block.required("citation");
    block.end();
    return citation;
  }

  private static int number(YamlBlock block, String key) {
    Integer number = block.converted(key, Integer::valueOf);
    if (number == null || number < 1) {
      block.problem("'" + key + "' must be a number of at least 1");
      return 1;
    }
    return number;
  }

  private PanelSize panel(YamlBlock block) {
    String text = block.text("when");
    Condition when =
        text == null
            ? new Condition.Constant(true)
            : conditions.apply(text, problem -> block.problem("'when': " + problem));
    PanelSize size =
        new PanelSize(
            when,
            Set.copyOf(block.texts("effect")),
            number(block, "at-least"),
            block.flag("odd"),
            block.required("citation"));
    block.end();
    return size;
  }

  private static VotingTerms voting(YamlBlock block) {
    List<String> outcomes = block.texts("outcomes");
    String citation = cited(block);
    try {
      return new VotingTerms(outcomes, citation);
    } catch (IllegalArgumentException e) {
      block.problem("'outcomes': " + e.getMessage());
      return null;
    }
  }

  private static ConflictClass conflict(YamlBlock block) {
    ConflictClass conflict =
        new ConflictClass(
            block.required("class"),
            block.required("title"),
            Set.copyOf(block.texts("parts")),
            block.required("citation"));
    block.end();
    return conflict;
  }

  private void systems(YamlBlock block) {
    SYSTEMS.forEach(kind -> block.texts(kind).forEach(url -> systems.put(url, kind)));
    block.end();
  }

  private void specialties(YamlBlock block) {
    for (String name : block.keys()) {
      Set<String> codes = new TreeSet<>(block.texts(name));
      codes.stream()
          .filter(code -> !TAXONOMY.matcher(code).matches())
          .forEach(code -> block.problem(name, code + " is no code of the NUCC taxonomy"));
      specialties.put(name, codes);
      codes.forEach(code -> names.putIfAbsent(code, name.replace('-', ' ')));
    }
  }

  private void match(YamlBlock block, List<ServiceMatch> matches) {
    String name = block.required("name");
    block.rule(name);
    List<CodeRange> ranges = new ArrayList<>();
    KINDS.forEach(kind -> block.texts(kind).forEach(text -> range(block, kind, text, ranges)));
    Set<String> codes = new TreeSet<>();
    for (String each : block.texts("by")) {
      if (!specialties.containsKey(each)) {
        block.problem("'by': there is no specialty " + each);
      }
      codes.addAll(specialties.getOrDefault(each, Set.of()));
    }
    String reason = block.required("reason");
    block.end();
    try {
      matches.add(new ServiceMatch(name, ranges, codes, reason));
    } catch (IllegalArgumentException e) {
      block.problem(e.getMessage());
    }
  }

  private static void range(YamlBlock block, String kind, String text, List<CodeRange> ranges) {
    String[] ends = text.split("\\.\\.", 2);
    try {
      ranges.add(new CodeRange(kind, ends[0], ends[ends.length - 1]));
    } catch (IllegalArgumentException e) {
      block.problem("'" + kind + "': " + e.getMessage());
    }
  }
}
