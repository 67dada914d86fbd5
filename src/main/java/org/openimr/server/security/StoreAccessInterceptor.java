package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.store.ServedTypes;

/**
 * Stands at the store: narrows every search inside the query, withholds what the caller is not
 * party to, and marks what is written with its parties.
 *
 * <p>It hangs on the store itself, so that no operation can pass it by. A resource that the caller
 * is not party to is answered as if it did not exist. What the server does on its own account, a
 * {@link SystemRequestDetails} without a caller, is not checked.
 */
@Interceptor
public final class StoreAccessInterceptor {

  private static final Set<RestOperationTypeEnum> OPERATIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
              RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
              RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE));

  private final AccessRule rule;

  /** Enforces this rule. */
  public StoreAccessInterceptor(AccessRule rule) {
    this.rule = rule;
  }

  /**
   * A request of the server's own for a caller, to be handed to the store.
   *
   * @param parties the organizations that are party to what is stored with it; empty for the
   *     caller's own
   */
  public static RequestDetails onBehalfOf(Caller caller, Set<String> parties) {
    SystemRequestDetails request = new SystemRequestDetails();
    caller.putOn(request);
    AccessLabel.parties(request, parties);
    return request;
  }

  /** Narrows a search to what the caller is party to, before it is run. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void narrow(
      ICachedSearchDetails search, SearchParameterMap parameters, RequestDetails request) {
    if (!onOwnAccount(request)) {
      refuseReverseChains(parameters, Caller.of(request));
      rule.narrowedTo(Caller.of(request), search.getResourceType())
          .ifPresent(
              organization ->
                  parameters.add("_tag", new TokenParam(AccessLabel.SYSTEM, organization)));
    }
  }

  /** What points to a resource may be of others, so that finding the resource by it would tell. */
  private static void refuseReverseChains(SearchParameterMap parameters, Caller caller) {
    if (parameters.containsKey(Constants.PARAM_HAS) && !caller.seesEveryCase()) {
      String sentence = "Searches with _has are for the department and the administrator.";
      throw Outcomes.carriedBy(
          new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
    }
  }

  /** Withholds resources that the caller is not party to, however they were come by. */
  @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
  public void withhold(IPreResourceAccessDetails found, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      IBaseResource resource = found.getResource(i);
      if (!isParty(request, resource) || !mayBeShown(request, resource)) {
        found.setDontReturnResourceAtIndex(i);
      }
    }
  }

  /** Marks a new resource with its parties. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void markNew(IBaseResource resource, RequestDetails request) {
    if (!onOwnAccount(request) && ServedTypes.CASE_RECORDS.contains(resource.fhirType())) {
      Set<String> parties = AccessLabel.parties(request);
      AccessLabel.put(
          resource, parties.isEmpty() ? Set.of(Caller.of(request).organization()) : parties);
    }
  }

  /** Lets only a party change a resource, and keeps its parties as they are. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void keepMarks(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    requireParty(request, before);
    if (ServedTypes.CASE_RECORDS.contains(after.fhirType())) {
      Set<String> parties = AccessLabel.parties(request);
      AccessLabel.put(after, parties.isEmpty() ? AccessLabel.of(before) : parties);
    }
  }

  /** Lets only a party delete a resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
  public void checkDeletion(IBaseResource resource, RequestDetails request) {
    if (!onOwnAccount(request)) {
      requireParty(request, resource);
    }
  }

  private void requireParty(RequestDetails request, IBaseResource resource) {
    if (!isParty(request, resource)) {
      throw new ResourceNotFoundException("is not known");
    }
  }

  private boolean isParty(RequestDetails request, IBaseResource resource) {
    return rule.isPartyTo(Caller.of(request), resource.fhirType(), AccessLabel.of(resource));
  }

  // The scope that an operation needs covers what it answers.
  private boolean mayBeShown(RequestDetails request, IBaseResource resource) {
    RestOperationTypeEnum kind = request.getRestOperationType();
    return kind != null && OPERATIONS.contains(kind)
        || rule.mayBeShown(Caller.of(request), resource.fhirType());
  }

  /** Whether the server does something on its own account. */
  static boolean onOwnAccount(RequestDetails request) {
    return request == null
        || request instanceof SystemRequestDetails && Caller.of(request).anonymous();
  }
}
