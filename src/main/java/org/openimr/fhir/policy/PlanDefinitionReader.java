package org.openimr.fhir.policy;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.policy.ReviewSpan;
import org.openimr.fhir.policy.plan.HeaderDecompiler;
import org.openimr.fhir.policy.plan.LawCheck;
import org.openimr.fhir.policy.plan.PlanProblems;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.plan.UnreadablePlanException;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;

/**
 * Reads a PlanDefinition of the agreed shape into the policy that the engine computes with.
 *
 * <p>Refuses what is not of the shape, every name that does not exist (facts, values, events,
 * milestones, parties, rules, calendars …), conditions outside the subset of FHIRPath, rules
 * without citation and milestones that wait for each other; names all of it at once.
 */
public final class PlanDefinitionReader {

  private static final String RETIRED = "retired";

  private final PolicyText policy;
  private final Names names;
  private final PlanProblems problems;

  private PlanDefinitionReader(PolicyText policy, Names names, PlanProblems problems) {
    this.policy = policy;
    this.names = names;
    this.problems = problems;
  }

  /**
   * Reads a PlanDefinition.
   *
   * @param plan the PlanDefinition
   * @param vocabulary the vocabulary that it must speak
   * @param calendars the holiday calendars that there are
   * @param laws the laws that it may name
   * @return the policy
   * @throws UnreadablePlanException naming everything that is wrong
   */
  public static ReviewPolicy read(
      PlanDefinition plan, Vocabulary vocabulary, HolidayCalendars calendars, Laws laws) {
    PlanProblems problems = new PlanProblems();
    PolicyText policy = PolicyDecompiler.shown(plan, problems);
    LawCheck.check(policy, laws, problems);
    Names names = new Names(vocabulary, calendars, policy, problems);
    ReviewPolicy read = new PlanDefinitionReader(policy, names, problems).policy(vocabulary);
    if (!problems.found().isEmpty()) {
      throw new UnreadablePlanException(plan.getUrl() + "|" + plan.getVersion(), problems.found());
    }
    return read;
  }

  /**
   * Reads what a PlanDefinition is called and where it holds, whatever else is wrong with it.
   *
   * @param plan the PlanDefinition
   * @return its header; what is missing is empty or null
   */
  public static ReviewPolicy.Header header(PlanDefinition plan) {
    return header(HeaderDecompiler.header(plan, new PlanProblems()));
  }

  private ReviewPolicy policy(Vocabulary vocabulary) {
    PolicyHeader header = policy.header();
    LocalDays days = days(header.zone());
    term("effect").code("", "imr-effect", header.effect());
    term("default-route").code("", "imr-route", header.defaultRoute());
    if (header.inForceFrom() != null
        && header.inForceUntil() != null
        && header.inForceUntil().isBefore(header.inForceFrom())) {
      problems.of("effectivePeriod").add("", "the effective period ends before it begins");
    }
    if (header.status().equals(RETIRED) && header.inForceUntil() == null) {
      problems
          .of("effectivePeriod.end")
          .add("", "a retired policy states the last day on which it was in force");
    }
    if (policy.criteria().isEmpty() && policy.clocks().isEmpty()) {
      // by such a policy every case would be eligible, and nobody would owe anything
      problems.of("action").add("", "has no rule: neither criteria nor clocks");
    }
    List<EventDefinition> begins = events("review-begins-with", header.reviewBeginsWith());
    List<EventDefinition> ends = events("review-ends-with", header.reviewEndsWith());
    CriterionReader criteria = new CriterionReader(names);
    MilestoneReader clocks = new MilestoneReader(names, header.calendar(), days);
    var derived = policy.derivedEvents().stream().map(criteria::derivedEvent).toList();
    List<CriterionNode> conditions = policy.criteria().stream().map(criteria::criterion).toList();
    List<Milestone> milestones =
        policy.clocks().stream().map(clocks::milestone).filter(Objects::nonNull).toList();
    var packet = policy.packet().stream().map(criteria::packetElement).toList();
    MilestoneOrder.check(policy.clocks(), names);
    if (!problems.found().isEmpty()) {
      return null;
    }
    return new ReviewPolicy(
        header(header),
        vocabulary,
        days,
        derived,
        new CriterionNode.Group(true, conditions),
        milestones,
        packet,
        ReviewSpan.of(vocabulary, begins, ends));
  }

  private List<EventDefinition> events(String part, List<String> codes) {
    Names term = term(part);
    return codes.stream().map(code -> term.event("", code)).filter(Objects::nonNull).toList();
  }

  /** Names of one of the terms in the head. */
  private Names term(String part) {
    return names.of(problems.ofTerm(part));
  }

  private static ReviewPolicy.Header header(PolicyHeader header) {
    return new ReviewPolicy.Header(
        header.policy(),
        header.url(),
        header.version(),
        header.title(),
        header.effect(),
        header.defaultRoute(),
        header.inForceFrom(),
        header.inForceUntil(),
        header.textDate(),
        header.status().equals(RETIRED));
  }

  private LocalDays days(String zone) {
    try {
      return LocalDays.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      if (!zone.isEmpty()) {
        problems.ofTerm("zone").add("", "there is no time zone '" + zone + "'");
      }
      return LocalDays.of(ZoneId.of("UTC"));
    }
  }
}
