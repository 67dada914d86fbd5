package org.openimr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;

/** HAPI's FHIRPath engine, made once for all tests. */
final class FhirPath {

  static final FHIRPathEngine ENGINE =
      new FHIRPathEngine(
          new HapiWorkerContext(
              FhirContext.forR4Cached(),
              new DefaultProfileValidationSupport(FhirContext.forR4Cached())));

  private FhirPath() {}
}
