package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.TokenRefusals;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.AccessRule.Verdict;
import org.openimr.server.security.table.Act;
import org.openimr.server.security.table.Interaction;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Stands before every interaction: says who calls, and asks the {@link AccessRule} whether the
 * interaction may begin.
 *
 * <p>What is then read and written is checked by {@link StoreAccessInterceptor}.
 */
@Interceptor
public final class AccessInterceptor {

  /** These answer with more than the resource, or say by failing what it holds. */
  private static final Set<RestOperationTypeEnum> LOOKED_AT_FIRST =
      EnumSet.of(
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.DELETE,
          RestOperationTypeEnum.VALIDATE,
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
     * @throws ResourceGoneException if it was deleted
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
    Caller caller = callers.callerOf(request.getServletRequest());
    BreakGlass.asked(request, caller, rule).putOn(request);
  }

  /** Asks whether the interaction may begin. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void begin(ServletRequestDetails request) {
    require(request, Interaction.of(request));
    look(request, request.getRestOperationType(), request.getResourceName(), request.getId());
  }

  /** Asks the same for each entry of a batch or transaction. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void beginEntries(RequestDetails request, RestOperationTypeEnum kind) {
    if (kind == RestOperationTypeEnum.TRANSACTION
        && request.getResource() instanceof Bundle bundle) {
      for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasRequest()) {
          Interaction interaction = BundleEntries.interaction(entry.getRequest());
          require(request, interaction);
          look(
              request,
              interaction.kind(),
              interaction.type(),
              BundleEntries.id(entry.getRequest()));
        }
      }
    }
  }

  /** Answers what was deleted as what never was, but to those who delete. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException hideDeleted(Throwable thrown, RequestDetails request) {
    if (thrown instanceof ResourceGoneException
        && request != null
        && ServedTypes.CASE_RECORDS.contains(String.valueOf(request.getResourceName()))
        && !rule.mayDo(Caller.of(request), Act.DELETE, request.getResourceName())) {
      String sentence = "There is no resource of this type with the id asked for.";
      return Outcomes.carriedBy(
          new ResourceNotFoundException(sentence), IssueType.NOTFOUND, sentence);
    }
    return null;
  }

  private void require(RequestDetails request, Interaction interaction) {
    Verdict verdict = rule.mayBegin(Caller.of(request), interaction);
    if (verdict == Verdict.SIGN_IN) {
      throw TokenRefusals.signIn();
    }
    if (verdict == Verdict.BEYOND_SCOPE) {
      throw TokenRefusals.beyondScope();
    }
    if (verdict == Verdict.FORBIDDEN) {
      String sentence = "A caller in the role " + Caller.of(request).role() + " may not do this.";
      throw Outcomes.carriedBy(
          new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
    }
  }

  private void look(RequestDetails request, RestOperationTypeEnum kind, String type, IIdType id) {
    if (!LOOKED_AT_FIRST.contains(kind)
        || id == null
        || !id.hasIdPart()
        || ServedTypes.DEFINITIONS.contains(type)
            && kind != RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE
        || !ServedTypes.ALL.contains(type)
        || ServedTypes.KEPT_APART.contains(type)) {
      return;
    }
    Caller caller = Caller.of(request);
    IBaseResource stored;
    try {
      stored = store.read(type, new IdType(type, id.getIdPart()));
    } catch (ResourceNotFoundException absent) {
      if (!mayName(caller, kind, type)) {
        throw absent;
      }
      return;
    } catch (ResourceGoneException deleted) {
      // that something was there is known to those who delete
      if (!rule.mayDo(caller, Act.DELETE, type)) {
        throw StoreAccessInterceptor.unknown();
      }
      return;
    }
    if (!rule.maySee(caller, stored)) {
      throw StoreAccessInterceptor.unknown();
    }
    Act act = Act.of(kind).orElse(Act.READ);
    if (act != Act.VALIDATE && !rule.may(caller, act, stored)) {
      throw closed();
    }
  }

  /** Whether a resource that is not there may be written under an id that the caller chose. */
  private boolean mayName(Caller caller, RestOperationTypeEnum kind, String type) {
    return kind == RestOperationTypeEnum.UPDATE && rule.mayDo(caller, Act.UPDATE_CREATE, type);
  }

  /** What answers a change of something that the caller sees and may not change any more. */
  static ForbiddenOperationException closed() {
    String sentence = "What this is about is closed, or not for this caller to change.";
    return Outcomes.carriedBy(
        new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
  }
}
