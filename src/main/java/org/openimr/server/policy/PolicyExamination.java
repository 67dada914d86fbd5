package org.openimr.server.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.plan.UnreadablePlanException;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.server.artifact.PackagedPolicies;

/** Everything that speaks against putting one PlanDefinition to work beside the policies held. */
final class PolicyExamination {

  private static final Set<PublicationStatus> KNOWN =
      EnumSet.of(PublicationStatus.DRAFT, PublicationStatus.ACTIVE, PublicationStatus.RETIRED);

  private final List<Problem> problems = new ArrayList<>();
  private final PlanDefinition plan;
  private final Laws laws;

  PolicyExamination(PackagedPolicies packaged, PolicyBook held, PlanDefinition plan) {
    this.plan = plan;
    this.laws = packaged.laws();
    try {
      packaged.read(plan);
    } catch (UnreadablePlanException e) {
      problems.addAll(e.toUnreadableResource().problems());
    }
    ReviewPolicy.Header header = PlanDefinitionReader.header(plan);
    status(held, header);
    neighbours(held, header);
  }

  private void status(PolicyBook held, ReviewPolicy.Header header) {
    if (!KNOWN.contains(plan.getStatus())) {
      problems.add(
          problem("PlanDefinition.status", "the status is none of draft, active, retired"));
    }
    boolean draft = plan.getStatus() == PublicationStatus.DRAFT;
    if (draft && held.byCanonical(header.canonical()).isPresent()) {
      problems.add(
          problem("PlanDefinition.status", "a version at work is retired, not made a draft again"));
    }
  }

  private void neighbours(PolicyBook held, ReviewPolicy.Header header) {
    for (ReviewPolicy other : held.versions(header.code())) {
      if (!other.header().url().equals(header.url())) {
        problems.add(
            problem(
                "PlanDefinition.url",
                "the policy " + header.code() + " has the url " + other.header().url()));
        return;
      }
    }
    if (plan.getStatus() == PublicationStatus.DRAFT) {
      return;
    }
    for (ReviewPolicy other : held.overlapping(header)) {
      ReviewPolicy.Header its = other.header();
      problems.add(
          problem(
              "PlanDefinition.effectivePeriod",
              "version "
                  + its.version()
                  + " holds on the same day: it is in force from "
                  + (its.inForceFrom() == null ? "ever" : its.inForceFrom())
                  + (its.inForceTo() == null ? " on, without end" : " to " + its.inForceTo())));
    }
  }

  private static Problem problem(String expression, String message) {
    return new Problem("business-rule", expression, "policy: " + message);
  }

  /** Adds what somebody else found. */
  void add(String message) {
    problems.add(problem("PlanDefinition", message));
  }

  /** All of it; empty if the policy can be put to work. */
  List<Problem> problems() {
    return problems;
  }

  /** The policy in words, for a PlanDefinition without problems. */
  Narrative narrative() {
    return PolicyCompiler.compile(PolicyDecompiler.decompile(plan, laws), laws).getText();
  }
}
