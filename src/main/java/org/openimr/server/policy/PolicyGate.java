package org.openimr.server.policy;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.operation.access.Caller;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.http.Outcomes;

/**
 * Stands at the store before every PlanDefinition: stores one only if it can be put to work, with
 * our own narrative, and lets none go that a case is judged by.
 *
 * <p>All reasons against a policy are named at once. What the program itself loads at start passes.
 */
@Interceptor
public final class PolicyGate {

  /** Marks a request that changed a policy, so that the shelf is renewed before the answer. */
  static final String CHANGED = PolicyGate.class.getName() + ".changed";

  private static final String PUT_EXPECTED =
      "A policy is put under its own name: PUT PlanDefinition/POLICY-VERSION was expected.";

  private final PackagedPolicies packaged;
  private final StoredPolicies stored;
  private final PolicyShelf shelf;

  /** The gate of a store. */
  public PolicyGate(PackagedPolicies packaged, StoredPolicies stored, PolicyShelf shelf) {
    this.packaged = packaged;
    this.stored = stored;
    this.shelf = shelf;
  }

  /** Checks all PlanDefinitions of a transaction together, before the first of them is stored. */
  @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSING)
  public void transaction(IBaseBundle sent, RequestDetails request) {
    if (!(sent instanceof Bundle bundle) || byTheProgram(request)) {
      return;
    }
    if (bundle.getEntry().stream().anyMatch(each -> each.getResource() instanceof PlanDefinition)) {
      SentPolicy.check(request);
    }
    if (bundle.getType() != Bundle.BundleType.TRANSACTION) {
      return;
    }
    PolicyTransaction transaction = PolicyTransaction.of(bundle, packaged);
    transaction.keepFor(request);
    if (transaction.put().isEmpty()) {
      return;
    }
    PolicyBook held = shelf.after(transaction);
    List<Problem> problems = new ArrayList<>();
    for (PolicyTransaction.Put put : transaction.put()) {
      PlanDefinition before = stored.find(put.plan().getIdElement().getIdPart());
      examine(before, put.plan(), held).problems().forEach(each -> problems.add(put.at(each)));
      if (put.method() == Bundle.HTTPVerb.POST) {
        problems.add(put.refusal(PUT_EXPECTED));
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
  }

  /** Checks a new PlanDefinition. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void create(IBaseResource resource, RequestDetails request) {
    if (resource instanceof PlanDefinition plan && !byTheProgram(request)) {
      if (request.getRestOperationType() == RestOperationTypeEnum.CREATE) {
        throw Outcomes.carriedBy(
            new MethodNotAllowedException(PUT_EXPECTED), IssueType.NOTSUPPORTED, PUT_EXPECTED);
      }
      accept(null, plan, request);
    }
  }

  /** Checks a changed PlanDefinition. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void update(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (after instanceof PlanDefinition plan && !byTheProgram(request)) {
      accept((PlanDefinition) before, plan, request);
    }
  }

  /** Refuses to delete a policy that judges cases or comes with the program. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
  public void delete(IBaseResource resource, RequestDetails request) {
    if (resource instanceof PlanDefinition plan && !byTheProgram(request)) {
      stored.countUp();
      String canonical = PlanDefinitionReader.header(plan).canonical();
      if (packaged.policies().byCanonical(canonical).isPresent()) {
        throw kept("This version comes with the program");
      }
      if (stored.bound(canonical)) {
        throw kept("A case is bound to this version");
      }
      stored.strike(plan.getIdElement().getIdPart());
      changed(request);
    }
  }

  private static ResourceVersionConflictException kept(String reason) {
    String sentence = reason + " and keeps it; it can be retired: status retired, with an end.";
    return Outcomes.carriedBy(
        new ResourceVersionConflictException(sentence), IssueType.CONFLICT, sentence);
  }

  private void accept(PlanDefinition before, PlanDefinition plan, RequestDetails request) {
    if (request.getRestOperationType() == RestOperationTypeEnum.UPDATE) {
      SentPolicy.check(request);
    }
    long revision = stored.countUp();
    PolicyBook held = shelf.after(PolicyTransaction.under(request));
    PolicyExamination examination = examine(before, plan, held);
    List<Problem> problems = examination.problems();
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
    plan.setText(examination.narrative());
    String id = plan.getIdElement().getIdPart();
    if (plan.getStatus() == PublicationStatus.DRAFT) {
      stored.strike(id);
    } else {
      stored.list(id, revision);
    }
    changed(request);
  }

  private PolicyExamination examine(PlanDefinition before, PlanDefinition plan, PolicyBook held) {
    PolicyExamination examination = new PolicyExamination(packaged, held, plan);
    if (before != null && changesRules(before, plan)) {
      examination.add("the version has bound cases: its rules stay; a change is a new version");
    }
    return examination;
  }

  private boolean changesRules(PlanDefinition before, PlanDefinition after) {
    return !rules(before).equalsDeep(rules(after))
        && stored.bound(PlanDefinitionReader.header(before).canonical());
  }

  /** A copy without what may change while cases are bound: whether and how long it holds. */
  private static PlanDefinition rules(PlanDefinition plan) {
    PlanDefinition rules = plan.copy();
    rules.setId((String) null);
    rules.setMeta(null);
    rules.setText(null);
    rules.setStatus(null);
    rules.setDateElement(null);
    rules.setLastReviewDateElement(null);
    rules.getEffectivePeriod().setEndElement(null);
    return rules;
  }

  private static void changed(RequestDetails request) {
    request.getUserData().put(CHANGED, true);
  }

  private static boolean byTheProgram(RequestDetails request) {
    return request == null
        || request instanceof SystemRequestDetails && Caller.of(request).anonymous();
  }
}
