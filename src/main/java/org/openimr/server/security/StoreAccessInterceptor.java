package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.Act;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Stands at the store: withholds what the caller may not see, lets only those write who may, and
 * marks what is written with its parties. {@link SearchNarrowing} stands there beside it.
 *
 * <p>It hangs on the store itself, so that no operation can pass it by. A resource that the caller
 * may not see is answered as if it did not exist. What the server does on its own account, a {@link
 * SystemRequestDetails} without a caller, is not checked.
 */
@Interceptor
public final class StoreAccessInterceptor {

  private static final Set<RestOperationTypeEnum> OPERATIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
              RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
              RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE));

  // a masked copy has no marks any more
  private static final int BEFORE_MASKS = -100;

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

  /** Withholds resources that the caller may not see, however they were come by. */
  @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
  public void withhold(IPreResourceAccessDetails found, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (withheld(found.getResource(i), request)) {
        found.setDontReturnResourceAtIndex(i);
      }
    }
  }

  /**
   * Withholds them once more when they go out. A search is checked when it is run, and its pages
   * are shown later, to a caller who may have ceased to be party.
   */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = BEFORE_MASKS)
  public void withhold(IPreResourceShowDetails shown, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    for (int i = 0; i < shown.size(); i++) {
      if (shown.getResource(i) != null && withheld(shown.getResource(i), request)) {
        shown.setResource(i, null);
      }
    }
  }

  private boolean withheld(IBaseResource resource, RequestDetails request) {
    return !rule.maySee(Caller.of(request), resource) || !mayBeShown(request, resource);
  }

  /** Marks a new resource with its parties. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void markNew(IBaseResource resource, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    if (ServedTypes.CASE_RECORDS.contains(resource.fhirType())) {
      Set<String> parties = AccessLabel.parties(request);
      Caller caller = Caller.of(request);
      AccessLabel.mark(resource, parties.isEmpty() ? Set.of(caller.organization()) : parties);
      AccessMarks.givenBy((Resource) resource, caller.role());
      rule.tagsSetBy(caller, resource.fhirType())
          .forEach(tag -> ((Meta) resource.getMeta()).addTag(tag));
      if (resource instanceof Binary binary
          && request instanceof ServletRequestDetails
          && parties.isEmpty()
          && rule.sight(caller, binary.fhirType()).organization().isPresent()) {
        // of no case, so that who sees every case sees it only once something names it
        AccessMarks.withhold(binary, AccessMarks.OF_NO_CASE);
      }
    }
  }

  /**
   * Lets only those name a new resource who may: to others an id that is not there is answered as
   * one that is there and that they may not see.
   */
  @Hook(Pointcut.STORAGE_PRESTORAGE_CLIENT_ASSIGNED_ID)
  public void checkName(IBaseResource resource, RequestDetails request) {
    if (!onOwnAccount(request)
        && !rule.mayDo(Caller.of(request), Act.UPDATE_CREATE, resource.fhirType())) {
      throw unknown();
    }
  }

  /** Lets only those change a resource who may, and keeps its marks as they are. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void keepMarks(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (onOwnAccount(request)) {
      return;
    }
    require(request, Act.UPDATE, before);
    if (ServedTypes.CASE_RECORDS.contains(after.fhirType())) {
      Set<String> parties = AccessLabel.parties(request);
      AccessLabel.keep(before, after);
      AccessMarks.givenBy((Resource) after, Caller.of(request).role());
      if (!parties.isEmpty()) {
        AccessLabel.put(after, parties);
      }
    }
  }

  /** Lets only those delete a resource who may. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
  public void checkDeletion(IBaseResource resource, RequestDetails request) {
    if (!onOwnAccount(request)) {
      require(request, Act.DELETE, resource);
    }
  }

  private void require(RequestDetails request, Act act, IBaseResource stored) {
    Caller caller = Caller.of(request);
    if (!rule.maySee(caller, stored)) {
      throw unknown();
    }
    if (!rule.may(caller, act, stored)) {
      throw AccessInterceptor.closed();
    }
  }

  static ResourceNotFoundException unknown() {
    return new ResourceNotFoundException("is not known");
  }

  // The scope that an operation needs covers what it answers.
  private boolean mayBeShown(RequestDetails request, IBaseResource resource) {
    RestOperationTypeEnum kind = request.getRestOperationType();
    return kind != null && OPERATIONS.contains(kind)
        || rule.mayBeShown(Caller.of(request), resource.fhirType());
  }

  /** Whether the server does something on its own account. */
  public static boolean onOwnAccount(RequestDetails request) {
    return request == null
        || request instanceof SystemRequestDetails && Caller.of(request).anonymous();
  }
}
