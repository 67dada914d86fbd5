package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Lets clients write references only to what they see. A reference to anything else is answered as
 * one to nothing, so that writing tells of no resource whether it is there, and no chain can be
 * laid to it.
 *
 * <p>What a resource referred to before it may go on to refer to.
 */
@Interceptor
public final class WrittenReferences {

  private final AccessRule rule;
  private final DaoRegistry store;

  /** Looks at what is referred to in this store. */
  public WrittenReferences(AccessRule rule, DaoRegistry store) {
    this.rule = rule;
    this.store = store;
  }

  /** Checks a new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void checkNew(IBaseResource resource, RequestDetails request) {
    check(resource, Set.of(), request);
  }

  /** Checks a changed resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void checkChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
    check(after, new HashSet<>(references(before).values()), request);
  }

  private void check(IBaseResource written, Set<String> known, RequestDetails request) {
    if (StoreAccessInterceptor.onOwnAccount(request)
        || !ServedTypes.CASE_RECORDS.contains(written.fhirType())
        // what a document holds was checked where it was stored
        || written instanceof Bundle) {
      return;
    }
    Map<String, String> references = references(written);
    references.values().removeAll(known);
    references.values().removeAll(together(request));
    references.forEach(
        (place, reference) -> {
          String type = type(reference);
          if (ServedTypes.CASE_RECORDS.contains(type)
              && (reference.contains("?") || !sees(Caller.of(request), new IdType(reference)))) {
            throw Outcomes.refusal(
                400,
                IssueType.INVALID,
                "The reference at " + place + " points to a " + type + " that does not exist here.",
                place);
          }
        });
  }

  /** What the same transaction puts. */
  private static List<String> together(RequestDetails request) {
    return request.getResource() instanceof Bundle bundle
        ? bundle.getEntry().stream().map(entry -> entry.getRequest().getUrl()).toList()
        : List.of();
  }

  private static String type(String reference) {
    return reference.contains("?")
        ? reference.split("\\?", 2)[0].replaceFirst(".*/", "")
        : String.valueOf(new IdType(reference).getResourceType());
  }

  private boolean sees(Caller caller, IdType id) {
    if (ServedTypes.KEPT_APART.contains(id.getResourceType())) {
      return false;
    }
    try {
      return rule.maySee(
          caller,
          store
              .getResourceDao(id.getResourceType())
              .read(new IdType(id.getResourceType(), id.getIdPart()), new SystemRequestDetails()));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return false;
    }
  }

  /** By the path of the element, without positions. */
  private static Map<String, String> references(IBaseResource resource) {
    Map<String, String> references = new TreeMap<>();
    ElementWalk.visit(
        (Resource) resource,
        resource.fhirType(),
        (path, element) -> {
          String reference =
              element instanceof Reference named
                  ? named.getReference()
                  : element instanceof Attachment content ? relative(content) : null;
          if (reference != null && !reference.startsWith("#") && !reference.startsWith("urn:")) {
            references.put(path, reference);
          }
        });
    return references;
  }

  private static String relative(Attachment content) {
    // an element may have extensions and no value
    String url = content.getUrl();
    return url != null && !url.contains(":") ? url : null;
  }
}
