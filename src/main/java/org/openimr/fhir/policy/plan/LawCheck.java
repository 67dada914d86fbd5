package org.openimr.fhir.policy.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.PolicyText;

/** Checks that a policy holds the limits of the laws that it names, all of them and unaltered. */
public final class LawCheck {

  private static final String DOCUMENTS = "relatedArtifact";

  private LawCheck() {}

  /**
   * Checks a policy.
   *
   * @param shown its text with the limits of the law
   * @param laws the laws that there are
   * @param problems where objections go
   */
  public static void check(PolicyText shown, Laws laws, PlanProblems problems) {
    List<String> objections = laws.objections(shown.header());
    objections.forEach(objection -> problems.ofTerm("law").add("", objection));
    if (!objections.isEmpty() || shown.header().law().isEmpty()) {
      return;
    }
    PolicyText own = laws.without(shown);
    if (own.documents().isEmpty()) {
      problems.of(DOCUMENTS).add("", "cites no document of its own");
    }
    for (String document : laws.taken(own)) {
      problems
          .of(DOCUMENTS)
          .add("", "the document '" + document + "' is not as the law named has it");
    }
    for (String document : own.unlisted()) {
      problems
          .of("action")
          .add("", "a rule cites '" + document + "' of the law named, and is not what it says");
    }
    own.clocks().forEach(milestone -> altered(milestone, own, problems));
    PolicyText expected = laws.beside(own);
    if (!expected.equals(shown)) {
      for (MilestoneText milestone : expected.clocks()) {
        compare(milestone, shown.milestone(milestone.milestone()), problems);
      }
      problems
          .of("action")
          .add("", "does not hold the limits of " + shown.header().law() + " as they stand");
    }
  }

  private static void altered(MilestoneText milestone, PolicyText own, PlanProblems problems) {
    for (BoundText bound : milestone.bounds()) {
      if (own.unlisted().contains(bound.rule().address().document())) {
        problems.add(
            milestone.milestone() + "." + bound.rule().name(), "is not what the law named says");
      }
    }
  }

  private static void compare(MilestoneText expected, MilestoneText found, PlanProblems problems) {
    Set<BoundText> bounds = new HashSet<>(found == null ? List.of() : found.bounds());
    for (BoundText bound : expected.bounds()) {
      if (!bounds.contains(bound)) {
        problems.add(
            expected.milestone(), "lacks " + bound.rule().name() + " as the law named has it");
      }
    }
  }
}
