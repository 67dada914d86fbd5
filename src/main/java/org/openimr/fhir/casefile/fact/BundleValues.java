package org.openimr.fhir.casefile.fact;

import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.openimr.fhir.ElementWalk;

/** What FHIRPath finds in one Bundle, and where it stands there. */
public final class BundleValues {

  private static final String WHOLE = "Bundle";

  private final IFhirPath fhirPath;
  private final Bundle bundle;
  private final Bundle sent;
  private Map<Base, String> places;

  /** Of one Bundle, by the expressions of one FHIRPath engine. */
  public BundleValues(IFhirPath fhirPath, Bundle bundle) {
    this(fhirPath, bundle, bundle);
  }

  /** Looks at a Bundle that shares its elements with the one in which they are told to stand. */
  BundleValues(IFhirPath fhirPath, Bundle bundle, Bundle sent) {
    this.fhirPath = fhirPath;
    this.bundle = bundle;
    this.sent = sent;
  }

  /**
   * Evaluates an expression on the Bundle.
   *
   * @throws ca.uhn.fhir.fhirpath.FhirPathExecutionException if it cannot be evaluated
   */
  public List<Base> find(IFhirPath.IParsedExpression expression) {
    return fhirPath.evaluate(bundle, expression, Base.class);
  }

  /** FHIRPath of a value that was found; of one that was worked out that of the Bundle. */
  public String place(Base value) {
    if (places == null) {
      places = new IdentityHashMap<>();
      ElementWalk.visit(sent, WHOLE, (path, element) -> places.put(element, path));
    }
    return places.getOrDefault(value, WHOLE);
  }

  /** The full URL of the entry in which a place lies, or null. */
  public String entry(String place) {
    BundleEntryComponent entry = entryOf(place);
    return entry == null ? null : entry.getFullUrl();
  }

  /** The type of the resource in which a place lies; empty if it lies in none. */
  public String type(String place) {
    BundleEntryComponent entry = entryOf(place);
    return entry == null ? "" : entry.getResource().fhirType();
  }

  private BundleEntryComponent entryOf(String place) {
    for (int i = 0; i < sent.getEntry().size(); i++) {
      if (place.startsWith("Bundle.entry[" + i + "].")) {
        return sent.getEntry().get(i);
      }
    }
    return null;
  }
}
