package org.openimr.fhir.casefile;

import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.openimr.core.casefile.FactDefinition;

/**
 * What one place of a submission tells about a fact.
 *
 * @param values each value with the FHIRPath where it stands, in order; empty if nothing is told
 */
record FactSource(Map<Object, String> values) {

  /** What an expression finds; values of another type than the fact has tell nothing. */
  static FactSource of(FactDefinition fact, IParsedExpression expression, BundleValues bundle) {
    Map<Object, String> values = new LinkedHashMap<>();
    for (Base found : bundle.find(expression)) {
      Object value = value(fact, found);
      if (value != null) {
        values.putIfAbsent(value, bundle.place(found));
      }
    }
    return new FactSource(values);
  }

  /** The value of an element as the fact has it, or null if it is of another type. */
  static Object value(FactDefinition fact, Base given) {
    if (!(given instanceof PrimitiveType<?> primitive)) {
      return null;
    }
    return switch (fact.type()) {
      case BOOLEAN -> given instanceof BooleanType bool ? bool.getValue() : null;
      case INTEGER -> given instanceof IntegerType integer ? integer.getValue() : null;
      case CODE ->
          given instanceof BooleanType || given instanceof IntegerType
              ? null
              : primitive.getValueAsString();
    };
  }

  boolean silent() {
    return values.isEmpty();
  }

  boolean agreesWith(FactSource other) {
    return values.keySet().equals(other.values.keySet());
  }

  /** Where the values stand, each place once. */
  Set<String> places() {
    return new LinkedHashSet<>(values.values());
  }
}
