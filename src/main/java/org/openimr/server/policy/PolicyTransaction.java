package org.openimr.server.policy;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.policy.plan.UnreadablePlanException;
import org.openimr.server.artifact.PackagedPolicies;

/**
 * The policies that one transaction puts and deletes. They are judged as they will stand together,
 * because the store shows none of them until all are written.
 *
 * @param put what is put, in the order of the entries
 * @param policies the readable ones that will be at work, by id
 * @param deleted ids of those that are deleted
 */
record PolicyTransaction(List<Put> put, Map<String, ReviewPolicy> policies, Set<String> deleted) {

  /** No transaction: each policy is judged alone. */
  static final PolicyTransaction NONE = new PolicyTransaction(List.of(), Map.of(), Set.of());

  private static final String KEY = PolicyTransaction.class.getName();

  /**
   * A policy that is put.
   *
   * @param entry the number of its entry in the Bundle
   * @param method how it is put
   * @param plan the policy
   */
  record Put(int entry, HTTPVerb method, PlanDefinition plan) {

    /** Places a problem of the policy in the Bundle. */
    Problem at(Problem problem) {
      String expression = problem.expression().replaceFirst("^PlanDefinition", resource());
      return new Problem(problem.code(), expression, problem.text());
    }

    /** A problem of how the policy is put. */
    Problem refusal(String sentence) {
      return new Problem("not-supported", "Bundle.entry[" + entry + "].request.method", sentence);
    }

    private String resource() {
      return "Bundle.entry[" + entry + "].resource";
    }
  }

  /** Reads what a transaction does to policies. */
  static PolicyTransaction of(Bundle bundle, PackagedPolicies packaged) {
    List<Put> put = new ArrayList<>();
    Map<String, ReviewPolicy> policies = new LinkedHashMap<>();
    Set<String> deleted = new HashSet<>();
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      BundleEntryComponent entry = bundle.getEntry().get(i);
      HTTPVerb method = entry.getRequest().getMethod();
      IdType target = new IdType(entry.getRequest().getUrl());
      if (entry.getResource() instanceof PlanDefinition plan
          && (method == HTTPVerb.PUT || method == HTTPVerb.POST)) {
        put.add(new Put(i, method, plan));
        if (plan.getStatus() != PublicationStatus.DRAFT && plan.hasId()) {
          read(plan, packaged, policies);
        }
      } else if (method == HTTPVerb.DELETE && "PlanDefinition".equals(target.getResourceType())) {
        deleted.add(target.getIdPart());
      }
    }
    return new PolicyTransaction(put, policies, deleted);
  }

  private static void read(
      PlanDefinition plan, PackagedPolicies packaged, Map<String, ReviewPolicy> policies) {
    try {
      policies.put(plan.getIdElement().getIdPart(), packaged.read(plan));
    } catch (UnreadablePlanException unreadable) {
      // its examination says why
    }
  }

  /** Remembers it while its request lasts. */
  void keepFor(RequestDetails request) {
    request.getUserData().put(KEY, this);
  }

  /** The transaction that a request is in, if it is in one. */
  static PolicyTransaction under(RequestDetails request) {
    return (PolicyTransaction) request.getUserData().getOrDefault(KEY, NONE);
  }
}
