package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.AccessRule.Verdict;
import org.openimr.server.store.ServedTypes;

/**
 * The one place where access is enforced: it asks who calls, whether the interaction may begin,
 * narrows every search inside the query, and checks every resource that is read or written.
 *
 * <p>A resource that the caller is not party to is answered as if it did not exist. What the server
 * does on its own account carries no caller and is not checked.
 */
@Interceptor
public final class AccessInterceptor {

  private static final Set<RestOperationTypeEnum> LOOKED_AT_FIRST =
      EnumSet.of(
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private final Callers callers;
  private final AccessRule rule;
  private final Store store;

  /** Enforces a rule for these callers over this store. */
  public AccessInterceptor(Callers callers, AccessRule rule, Store store) {
    this.callers = callers;
    this.rule = rule;
    this.store = store;
  }

  /** Puts the caller on the request. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void identify(ServletRequestDetails request) {
    callers.callerOf(request.getHeader("Authorization")).putOn(request);
  }

  /** Asks whether the interaction may begin. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void begin(ServletRequestDetails request) {
    require(request, interaction(request));
    // These answer with more than the resource itself, so that it is looked at before they begin.
    if (LOOKED_AT_FIRST.contains(request.getRestOperationType())) {
      requireParty(request, store.read(request.getResourceName(), request.getId()));
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

  /** Narrows a search to what the caller is party to, before it is run. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void narrow(
      ICachedSearchDetails search, SearchParameterMap parameters, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    rule.narrowedTo(Caller.of(request), search.getResourceType())
        .ifPresent(
            organization ->
                parameters.add("_tag", new TokenParam(AccessLabel.SYSTEM, organization)));
  }

  /** Withholds resources that the caller is not party to, however they were come by. */
  @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
  public void withhold(IPreResourceAccessDetails found, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (!isParty(request, found.getResource(i))) {
        found.setDontReturnResourceAtIndex(i);
      }
    }
  }

  /** Marks a new resource with its parties. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void markNew(IBaseResource resource, RequestDetails request) {
    if (onOwnAccount(request) || !ServedTypes.CASE_RECORDS.contains(resource.fhirType())) {
      return;
    }
    Set<String> parties = AccessLabel.parties(request);
    AccessLabel.put(
        resource, parties.isEmpty() ? Set.of(Caller.of(request).organization()) : parties);
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

  private void require(RequestDetails request, Interaction interaction) {
    Verdict verdict = rule.mayBegin(Caller.of(request), interaction);
    if (verdict == Verdict.SIGN_IN) {
      throw Callers.unknown("This needs a bearer token, and the request carries none.");
    }
    if (verdict == Verdict.FORBIDDEN) {
      String sentence = "A caller in the role " + Caller.of(request).role() + " may not do this.";
      throw Outcomes.carriedBy(
          new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
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

  private static Interaction interaction(RequestDetails request) {
    return new Interaction(
        request.getRestOperationType(),
        request.getResourceName(),
        operation(request),
        request.getHeader("If-None-Exist") != null || conditionalWrite(request));
  }

  private static String operation(RequestDetails request) {
    String operation = request.getOperation();
    return operation != null && operation.startsWith("$") ? operation : "";
  }

  private static boolean conditionalWrite(RequestDetails request) {
    return switch (request.getRestOperationType()) {
      case UPDATE, PATCH, DELETE ->
          (request.getId() == null || !request.getId().hasIdPart())
              && !request.getParameters().isEmpty();
      default -> false;
    };
  }

  private static boolean onOwnAccount(RequestDetails request) {
    return request == null || request instanceof SystemRequestDetails;
  }

  /** Where a resource is looked at before an interaction begins. */
  public interface Store {

    /**
     * The resource as stored now.
     *
     * @throws ResourceNotFoundException if there is none
     */
    IBaseResource read(String type, IIdType id);
  }

  /** Whom a token stands for. */
  public interface Callers {

    /**
     * The caller that an {@code Authorization} header names; anonymous without a header.
     *
     * @throws AuthenticationException if the header names nobody
     */
    Caller callerOf(String authorization);

    /** What answers a caller that is not known. */
    static AuthenticationException unknown(String sentence) {
      AuthenticationException exception = new AuthenticationException(sentence);
      exception.addResponseHeader("WWW-Authenticate", "Bearer realm=\"openimr\"");
      return Outcomes.carriedBy(exception, IssueType.LOGIN, sentence);
    }
  }
}
