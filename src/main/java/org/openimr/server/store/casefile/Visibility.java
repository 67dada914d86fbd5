package org.openimr.server.store.casefile;

import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.operation.access.Caller;

/** Who sees a stored resource. */
public interface Visibility {

  /** Whether a caller may see a resource as it is stored. */
  boolean maySee(Caller caller, IBaseResource resource);
}
