package org.openimr.server.door;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.ContentFaults;

/**
 * Lets nothing be stored that could not be given back: one such resource would spoil every search
 * that finds it.
 *
 * <p>It stands at the store, where patches have been applied and whatever the server makes itself
 * comes by.
 */
@Interceptor
public final class StorableContent {

  /** Looks at a new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void checkNew(IBaseResource resource) {
    check(resource);
  }

  /** Looks at a changed resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void checkChanged(IBaseResource before, IBaseResource after) {
    check(after);
  }

  static void check(IBaseResource found) {
    if (found instanceof Resource resource) {
      List<Problem> problems = ContentFaults.of(resource, resource.fhirType());
      if (!problems.isEmpty()) {
        throw new UnreadableResourceException(problems, true);
      }
    }
  }
}
