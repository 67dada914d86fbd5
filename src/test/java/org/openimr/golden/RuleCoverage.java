package org.openimr.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.openimr.HeldPolicies;
import org.openimr.core.law.Citation;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.OmissionText;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyText;

/**
 * Which golden cases show which criterion, limit, limit of the law and reading, one line each; and
 * what is deliberately not modelled, with the reason.
 *
 * <p>Cases of a limit are those of its rule in which the limit itself governs or is named: a rule
 * with two limits needs cases for both.
 */
public final class RuleCoverage {

  private static final String HEAD = "kind,id,rule,policy,citation,cases,tests,reason";

  private final List<GoldenCase> cases;
  private final Map<GoldenCase, Set<String>> shown = new HashMap<>();
  private final List<String> lines = new ArrayList<>(List.of(HEAD));
  private final List<String> uncovered = new ArrayList<>();
  private final List<String> unbuilt = new ArrayList<>();

  private RuleCoverage(List<GoldenCase> cases) {
    this.cases = cases;
  }

  /** The coverage by some golden cases. */
  public static RuleCoverage of(List<GoldenCase> cases) {
    RuleCoverage coverage = new RuleCoverage(cases);
    for (ReviewPolicy policy : HeldPolicies.BOOK.all()) {
      coverage.policy(policy);
      PolicyText text = HeldPolicies.text(policy);
      coverage.omissions(policy.header().canonical(), text.documents(), text.notModelled());
    }
    for (LawText law : HeldPolicies.LAWS.all()) {
      law.clocks().forEach(milestone -> coverage.law(law, milestone));
      coverage.omissions(law.name(), law.documents(), law.notModelled());
    }
    Readings.tests().forEach(coverage::reading);
    CatalogueRules.all().forEach(coverage::catalogued);
    CatalogueRules.strangers()
        .forEach(
            each -> coverage.uncovered.add("rules.yaml speaks of " + each + ", which is none"));
    return coverage;
  }

  /** The lines of a table with commas, its head first. */
  public List<String> lines() {
    return lines;
  }

  /** What no test shows, or what nobody can look up. */
  public List<String> uncovered() {
    return uncovered;
  }

  /** The rules of the catalogue of which nothing is built, though it is for software. */
  public List<String> unbuilt() {
    return unbuilt;
  }

  private void policy(ReviewPolicy policy) {
    String code = policy.header().code();
    Predicate<String> own = code::equals;
    PolicyRules.criteria(policy.criteria())
        .forEach(
            criterion ->
                rule(
                    "criterion",
                    criterion.id(),
                    policy.header().canonical(),
                    criterion.citation(),
                    count(own, criterion.rule().value(), RuleCoverage::asksForEligibility)));
    for (Milestone milestone : policy.milestones()) {
      Predicate<GoldenCase> asks = asksFor(milestone.code());
      for (Bound bound : milestone.bounds()) {
        rule(
            "limit",
            bound.id(),
            policy.header().canonical(),
            bound.citation(),
            count(own, bound.rule().value(), shows(bound.id())));
        if (bound.prolongation() != null) {
          extension(policy, bound, asks);
        }
      }
    }
  }

  private void extension(ReviewPolicy policy, Bound bound, Predicate<GoldenCase> asks) {
    Predicate<String> own = policy.header().code()::equals;
    Predicate<GoldenCase> extended = asks.and(each -> each.events().contains("extension-granted"));
    String rule = bound.prolongation().rule().value();
    long number = count(own, rule, extended);
    if (!rule.equals(bound.rule().value())) {
      number += count(own, bound.rule().value(), extended);
    }
    rule(
        "extension",
        bound.id() + " extended by " + rule,
        policy.header().canonical(),
        bound.citation(),
        number);
  }

  private void law(LawText law, MilestoneText milestone) {
    Predicate<String> named = policy -> policy.endsWith("+" + law.law());
    for (BoundText bound : milestone.bounds()) {
      String rule = bound.rule().id();
      PolicyDocument document = law.asPolicy().document(bound.rule().address().document());
      rule(
          bound.rule().source(),
          milestone.milestone() + "." + bound.rule().name(),
          law.name(),
          new Citation(
              new org.openimr.core.law.RuleId(rule),
              bound.rule().address().section(),
              document.citation(bound.rule().address().section()),
              Citation.Source.LAW),
          count(named, rule, shows(milestone.milestone() + "." + bound.rule().name())));
    }
  }

  private long count(Predicate<String> policy, String rule, Predicate<GoldenCase> asks) {
    return cases.stream()
        .filter(each -> policy.test(each.policy()))
        .filter(each -> each.rule().equals(rule))
        .filter(asks)
        .count();
  }

  private Predicate<GoldenCase> shows(String limit) {
    return each ->
        shown
            .computeIfAbsent(
                each, golden -> ShownLimits.of(golden, HeldPolicies.policy(golden.policy())))
            .contains(limit);
  }

  private static Predicate<GoldenCase> asksFor(String milestone) {
    Pattern asked = Pattern.compile("milestone=" + milestone + "(?![a-z0-9-])");
    return each -> asked.matcher(each.expect()).find();
  }

  private static boolean asksForEligibility(GoldenCase golden) {
    return Pattern.compile("\\b(outcome|finding|route|missing)=").matcher(golden.expect()).find();
  }

  private void rule(String kind, String id, String policy, Citation citation, long number) {
    if (number == 0 || citation.text().isBlank()) {
      uncovered.add(policy + " " + id + ": " + number + " cases, " + citation);
    }
    line(kind, id, citation.rule().value(), policy, citation.text(), number, "PolicyTest", "");
  }

  private void omissions(
      String policy, List<PolicyDocument> documents, List<OmissionText> omissions) {
    for (OmissionText omission : omissions) {
      PolicyDocument document =
          documents.stream()
              .filter(each -> each.id().equals(omission.address().document()))
              .findFirst()
              .orElse(documents.get(0));
      String section = document.citation(omission.address().section());
      line("not-modelled", "", "", policy, section, 0, "", omission.reason());
    }
  }

  private void reading(String reading, TreeSet<String> tests) {
    long number = 0;
    for (String test : tests) {
      long methods = Readings.methods(test);
      number += methods;
      if (methods == 0) {
        uncovered.add(reading + " names " + test + ", which tests nothing");
      }
    }
    TreeSet<String> all = new TreeSet<>(tests);
    for (String rule : Readings.rules().get(reading)) {
      long shown = cases.stream().filter(golden -> golden.rule().equals(rule)).count();
      number += shown;
      all.add(rule + ".csv");
      if (shown == 0) {
        uncovered.add(reading + " names golden cases of " + rule + ", which has none");
      }
    }
    line("reading", reading, "", "", "docs/readings.md", number, String.join(" ", all), "");
    if (number == 0) {
      uncovered.add(reading + " has no tests");
    }
  }

  /** A rule of the catalogue: golden cases under whatever policy, other tests, or a reason. */
  private void catalogued(String code, CatalogueRules.Said said) {
    long golden = cases.stream().filter(each -> each.rule().equals(code)).count();
    long number = golden;
    List<String> tests = new ArrayList<>();
    if (golden > 0) {
      tests.add(code + ".csv");
    }
    for (String test : said.tests()) {
      long methods = CatalogueRules.methods(test);
      if (methods == 0) {
        uncovered.add(code + " names " + test + ", which tests nothing");
      }
      number += methods;
      tests.add(test);
    }
    String open = said.open().isEmpty() ? "" : "open: " + said.open();
    if (number == 0 && said.why().isBlank()) {
      (open.isEmpty() ? uncovered : unbuilt).add(code);
    }
    String reason = (said.why() + " " + open).strip();
    line("rule", code, code, "", said.display(), number, String.join(" ", tests), reason);
  }

  private void line(
      String kind,
      String id,
      String rule,
      String policy,
      String citation,
      long number,
      String tests,
      String reason) {
    String name = policy.substring(policy.lastIndexOf('/') + 1);
    lines.add(
        String.join(
            ",",
            kind,
            id,
            rule,
            name,
            quoted(citation),
            Long.toString(number),
            quoted(tests),
            quoted(reason)));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
