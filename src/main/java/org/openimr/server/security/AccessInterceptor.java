package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.AccessRule.Verdict;

/**
 * Stands before every interaction: says who calls, and asks the {@link AccessRule} whether the
 * interaction may begin.
 *
 * <p>What is then read and written is checked by {@link StoreAccessInterceptor}.
 */
@Interceptor
public final class AccessInterceptor {

  private static final Set<RestOperationTypeEnum> LOOKED_AT_FIRST =
      EnumSet.of(
          // a patch that fails would tell what it found
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private final Callers callers;
  private final AccessRule rule;
  private final Store store;

  /** Where a resource is looked at before an interaction begins. */
  public interface Store {

    /**
     * The resource as stored now.
     *
     * @throws ResourceNotFoundException if there is none
     */
    IBaseResource read(String type, IIdType id);
  }

  /** Enforces a rule for these callers over this store. */
  public AccessInterceptor(Callers callers, AccessRule rule, Store store) {
    this.callers = callers;
    this.rule = rule;
    this.store = store;
  }

  /** Puts the caller on the request. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void identify(ServletRequestDetails request) {
    callers.callerOf(request.getServletRequest()).putOn(request);
  }

  /** Asks whether the interaction may begin. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void begin(ServletRequestDetails request) {
    require(request, Interaction.of(request));
    // These answer with more than the resource itself, so that it is looked at before they begin.
    if (LOOKED_AT_FIRST.contains(request.getRestOperationType()) && request.getId() != null) {
      IBaseResource resource = store.read(request.getResourceName(), request.getId());
      if (!rule.isPartyTo(Caller.of(request), resource.fhirType(), AccessLabel.of(resource))) {
        throw new ResourceNotFoundException("is not known");
      }
    }
  }

  /** Asks the same for each entry of a batch or transaction. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void beginEntries(RequestDetails request, RestOperationTypeEnum kind) {
    if (kind == RestOperationTypeEnum.TRANSACTION
        && request.getResource() instanceof Bundle bundle) {
      bundle.getEntry().stream()
          .filter(Bundle.BundleEntryComponent::hasRequest)
          .map(entry -> BundleEntries.interaction(entry.getRequest()))
          .forEach(interaction -> require(request, interaction));
    }
  }

  private void require(RequestDetails request, Interaction interaction) {
    Verdict verdict = rule.mayBegin(Caller.of(request), interaction);
    if (verdict == Verdict.SIGN_IN) {
      throw Callers.signIn();
    }
    if (verdict == Verdict.BEYOND_SCOPE) {
      throw Callers.beyondScope();
    }
    if (verdict == Verdict.FORBIDDEN) {
      String sentence = "A caller in the role " + Caller.of(request).role() + " may not do this.";
      throw Outcomes.carriedBy(
          new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
    }
  }
}
