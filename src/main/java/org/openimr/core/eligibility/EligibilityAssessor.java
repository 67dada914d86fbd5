package org.openimr.core.eligibility;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Judges every criterion of a policy, and never stops at the first.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-17, R-23</a>
 */
public final class EligibilityAssessor {

  private final Situation situation;
  private final Facts facts;
  private final Map<FactDefinition, Set<String>> decided = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private EligibilityAssessor(Situation situation) {
    this.situation = situation;
    Facts known = situation.facts();
    List<Milestone> milestones = situation.policy().milestones();
    for (int i = 0; i < milestones.size(); i++) {
      FactDefinition decides = milestones.get(i).decides();
      if (decides != null) {
        Truth inTime = DeadlineCalculator.inTime(situation, i);
        decided.put(
            decides, inTime == Truth.UNKNOWN ? DeadlineCalculator.missing(situation, i) : Set.of());
        if (inTime != Truth.UNKNOWN) {
          known = known.set(decides, inTime == Truth.TRUE);
        }
      }
    }
    this.facts = known;
  }

  /**
   * Judges a case.
   *
   * @param situation the case at the time asked about
   * @return the decision
   * @throws UnacceptableCaseException if a window on which a criterion depends cannot be counted
   */
  public static EligibilityDecision assess(Situation situation) {
    return new EligibilityAssessor(situation).decide();
  }

  private EligibilityDecision decide() {
    Truth all = judge(situation.policy().criteria());
    Set<String> missing = Set.of();
    if (all == Truth.UNKNOWN) {
      missing = new TreeSet<>();
      for (Finding finding : findings) {
        missing.addAll(finding.missing());
      }
    }
    EligibilityDecision.Outcome outcome =
        switch (all) {
          case TRUE -> EligibilityDecision.Outcome.ELIGIBLE;
          case FALSE -> EligibilityDecision.Outcome.INELIGIBLE;
          default -> EligibilityDecision.Outcome.UNDETERMINED;
        };
    return new EligibilityDecision(outcome, List.copyOf(findings), missing, routes(outcome));
  }

  private Truth judge(CriterionNode node) {
    if (node instanceof CriterionNode.Group group) {
      Truth deciding = Truth.of(!group.all());
      Truth result = deciding.not();
      for (CriterionNode member : group.members()) {
        Truth truth = judge(member);
        if (truth == deciding) {
          result = deciding;
        } else if (truth == Truth.UNKNOWN && result != deciding) {
          result = Truth.UNKNOWN;
        }
      }
      return result;
    }
    Finding finding = finding((Criterion) node);
    if (finding.result() != FindingResult.NOT_APPLICABLE
        || !finding.criterion().terms().toldWhenAsked()) {
      findings.add(finding);
    }
    return switch (finding.result()) {
      case NOT_MET -> Truth.FALSE;
      case UNKNOWN -> Truth.UNKNOWN;
      default -> Truth.TRUE;
    };
  }

  private Finding finding(Criterion criterion) {
    Truth asked = criterion.askedWhen().evaluate(facts);
    if (asked == Truth.FALSE) {
      return new Finding(criterion, FindingResult.NOT_APPLICABLE, facts, Set.of());
    }
    Truth holds = holds(criterion);
    if (holds == Truth.TRUE) {
      return new Finding(criterion, FindingResult.MET, facts, Set.of());
    }
    boolean open = asked == Truth.UNKNOWN || holds == Truth.UNKNOWN;
    if (!open && !criterion.terms().openOnFailure()) {
      return new Finding(criterion, FindingResult.NOT_MET, facts, Set.of());
    }
    return new Finding(criterion, FindingResult.UNKNOWN, facts, missing(criterion, asked, holds));
  }

  private Truth holds(Criterion criterion) {
    Criterion.Order order = criterion.terms().metWhen();
    if (order != null && liesAfter(order)) {
      return Truth.TRUE;
    }
    Truth holds = criterion.holdsWhen().evaluate(facts);
    Criterion.NotBefore notBefore = criterion.terms().notBefore();
    if (notBefore == null || holds == Truth.FALSE) {
      return holds;
    }
    Occurrence event = situation.timeline().first(notBefore.event());
    if (event == null) {
      return Truth.UNKNOWN;
    }
    return event.at().date().isBefore(notBefore.date()) ? Truth.FALSE : holds;
  }

  private boolean liesAfter(Criterion.Order order) {
    Occurrence before = situation.timeline().first(order.after());
    Occurrence first = null;
    for (EventDefinition kind : order.events()) {
      Occurrence event = situation.timeline().first(kind);
      if (event != null && (first == null || event.at().isBefore(first.at()))) {
        first = event;
      }
    }
    return before != null && first != null && first.at().isAfter(before.at());
  }

  private Set<String> missing(Criterion criterion, Truth asked, Truth holds) {
    Set<String> missing = new TreeSet<>();
    if (asked == Truth.UNKNOWN) {
      criterion.askedWhen().addMissing(facts, missing);
    }
    criterion.holdsWhen().addMissing(facts, missing);
    for (var each : decided.entrySet()) {
      if (missing.contains(each.getKey().name())) {
        missing.addAll(each.getValue());
      }
    }
    Criterion.NotBefore notBefore = criterion.terms().notBefore();
    if (notBefore != null && situation.timeline().first(notBefore.event()) == null) {
      missing.add(notBefore.event().code());
    }
    if (holds == Truth.FALSE && criterion.terms().openOnFailure()) {
      Set<FactDefinition> looked = new HashSet<>();
      criterion.holdsWhen().addFacts(looked);
      for (FactDefinition fact : looked) {
        if (Boolean.FALSE.equals(facts.value(fact.index())) && !decided.containsKey(fact)) {
          missing.add(fact.name());
        }
      }
    }
    return missing;
  }

  private List<String> routes(EligibilityDecision.Outcome outcome) {
    List<Finding> failed = findings.stream().filter(this::failed).toList();
    List<String> routes = new ArrayList<>();
    for (Finding finding : failed) {
      Criterion.Terms terms = finding.criterion().terms();
      if (terms.route() != null && !terms.routeAlone() && !routes.contains(terms.route())) {
        routes.add(terms.route());
      }
    }
    if (routes.isEmpty() && failed.size() == 1) {
      Criterion.Terms terms = failed.get(0).criterion().terms();
      boolean onlyThis =
          !terms.openOnFailure()
              || findings.stream()
                      .filter(finding -> finding.result() == FindingResult.UNKNOWN)
                      .count()
                  == 1;
      if (terms.route() != null && terms.routeAlone() && onlyThis) {
        routes.add(terms.route());
      }
    }
    String otherwise = situation.policy().header().defaultRoute();
    boolean ineligible = outcome == EligibilityDecision.Outcome.INELIGIBLE;
    if (routes.isEmpty() && ineligible && otherwise != null) {
      routes.add(otherwise);
    }
    return List.copyOf(routes);
  }

  /** A finding that speaks against the case: not met, or late where somebody may still decide. */
  private boolean failed(Finding finding) {
    return finding.result() == FindingResult.NOT_MET
        || finding.result() == FindingResult.UNKNOWN
            && finding.criterion().terms().openOnFailure()
            && finding.criterion().askedWhen().evaluate(facts) == Truth.TRUE
            && finding.criterion().holdsWhen().evaluate(facts) == Truth.FALSE;
  }
}
