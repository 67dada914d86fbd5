package org.openimr.fhir.policy.text.catalogue;

import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.secondlook.SecondLookTerms;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads how many cases are rated a second time; names everything that is wrong at once. */
public final class SecondLookTermsReader {

  private SecondLookTermsReader() {}

  /**
   * What was read.
   *
   * @param terms how many cases, and how often both must agree
   * @param shown codes of {@code imr-document-type} whose documents tell no decision
   */
  public record Read(SecondLookTerms terms, Set<String> shown) {

    /** Keeps its own copy. */
    public Read {
      shown = Set.copyOf(shown);
    }
  }

  /**
   * Reads it.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return how many cases, and how often both must agree
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static Read read(String file, String yaml) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    root.required("second-look");
    int most = number(root, "most");
    int percent = number(root, "percent");
    int target = number(root, "target");
    String citation = root.required("citation");
    Set<String> shown = new TreeSet<>(root.texts("shown"));
    root.end();
    parts.throwProblems();
    return new Read(new SecondLookTerms(most, percent, target, citation), shown);
  }

  private static int number(YamlBlock block, String key) {
    Integer number = block.converted(key, Integer::valueOf);
    if (number == null || number < 1) {
      block.problem("'" + key + "' must be a number of at least 1");
      return 1;
    }
    return number;
  }
}
