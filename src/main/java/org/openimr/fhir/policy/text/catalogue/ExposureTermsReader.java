package org.openimr.fhir.policy.text.catalogue;

import java.math.BigDecimal;
import java.util.Set;
import org.openimr.core.deadline.ExposureTerms;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads what may be imposed for delays; names everything that is wrong at once, by line. */
public final class ExposureTermsReader {

  private ExposureTermsReader() {}

  /**
   * Reads it.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the terms
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static ExposureTerms read(String file, String yaml) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    root.required("exposure");
    String rule = root.required("rule");
    String machine = root.required("machine");
    Set<String> milestones = Set.copyOf(root.texts("milestones"));
    BigDecimal amount = root.converted("amount", BigDecimal::new);
    if (amount == null || amount.signum() <= 0) {
      root.problem("'amount' must be a number above 0");
    }
    String currency = root.required("currency");
    if (!"at-least".equals(root.text("for-each-day"))) {
      root.problem("'for-each-day' can only be at-least");
    }
    String citation = root.required("citation");
    root.end();
    parts.throwProblems();
    return new ExposureTerms(rule, machine, milestones, amount, currency, citation);
  }
}
