package org.openimr.fhir.policy.text.file;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.LimitText;
import org.openimr.fhir.policy.text.OmissionText;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.RuleText;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads what every rule has: its name, where it stands, what it says. */
final class RuleTextReader {

  private final Set<String> documents;
  private final String main;
  private final boolean named;

  RuleTextReader(List<PolicyDocument> documents) {
    this(documents, false);
  }

  /**
   * Makes a reader.
   *
   * @param documents the documents that may be cited, the main one first
   * @param named whether addresses name the main document too, because they will stand elsewhere
   */
  RuleTextReader(List<PolicyDocument> documents, boolean named) {
    this.named = named;
    this.documents = documents.stream().map(PolicyDocument::id).collect(Collectors.toSet());
    this.main = documents.isEmpty() ? null : documents.get(0).id();
  }

  /** Reads the common part; the caller has named the block if it needs more than the rule. */
  RuleText rule(YamlBlock block) {
    String id = block.required("id");
    String variant = block.text("variant");
    block.rule(variant == null ? id : id + "." + variant);
    RuleText.Address address = address(block);
    String text = block.required("rule");
    String source = block.text("source");
    if (source != null && !source.matches("law|law-unverified")) {
      block.problem("'source': '" + source + "' is neither law nor law-unverified");
    }
    List<String> readings = readings(block);
    List<RuleText.Also> also = block.blocks("also").stream().map(this::also).toList();
    return new RuleText(id, variant, address, text, source, readings, also);
  }

  List<String> readings(YamlBlock block) {
    List<String> readings = block.texts("reading");
    for (String reading : readings) {
      if (!reading.matches("R-\\d{2,3}")) {
        block.problem("'reading': '" + reading + "' is no reading such as R-07");
      }
    }
    return readings;
  }

  RuleText.Address address(YamlBlock block) {
    String document = block.text("document");
    if (document != null && !documents.contains(document)) {
      block.problem("'document': '" + document + "' is not among the documents " + documents);
    }
    String cited = documents.contains(document) ? document : main;
    boolean unsaid = !named && cited != null && cited.equals(main);
    return new RuleText.Address(unsaid ? null : cited, block.required("section"));
  }

  private RuleText.Also also(YamlBlock block) {
    RuleText.Also also = new RuleText.Also(block.required("id"), address(block));
    block.end();
    return also;
  }

  OmissionText omission(YamlBlock block) {
    OmissionText omission = new OmissionText(address(block), block.required("reason"));
    block.end();
    return omission;
  }

  ExtensionText extension(YamlBlock block, String boundRule) {
    String rule = block.required("rule");
    boolean own = rule.equals(boundRule);
    if (own && block.has("section")) {
      block.problem("'section' has no place where the extension is of the rule itself");
    }
    RuleText.Address address = own ? null : address(block);
    Integer times = block.converted("times", RuleTextReader::count);
    if (times == null && !block.has("each")) {
      block.problem("'times' and 'each' say how often and how much");
    }
    LimitText each = block.converted("each", LimitText::parse);
    String base = block.required("base");
    if (!base.isEmpty() && !base.matches("start|due")) {
      block.problem("'base': '" + base + "' is neither start nor due");
    }
    ExtensionText extension =
        new ExtensionText(
            rule,
            address,
            times == null ? 1 : times,
            each == null ? new LimitText(0, "d") : each,
            base,
            block.converted("cap", LimitText::parse),
            block.text("cap-from"),
            block.text("unless"));
    block.end();
    return extension;
  }

  private static Integer count(String text) {
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException("'" + text + "' is no number from 1 to 999");
    }
    return Integer.valueOf(text);
  }
}
