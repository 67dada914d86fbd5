package org.openimr.fhir.casefile.fact;

import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.KnownInPart;

/**
 * What one place of a submission tells about a fact.
 *
 * <p>A value is taken as it is. A concept of which one code is of the fact's own system, or stands
 * for a value of it, is that value, whatever its other codes are. A concept of which no code is
 * understood, or that has none, leaves the fact open.
 *
 * @param values each value with the FHIRPath where it stands, in order
 * @param strange the concepts that are not understood, each with the FHIRPath where it stands
 */
public record FactSource(Map<Object, String> values, Map<Base, String> strange) {

  private static final String SYSTEMS = "https://openimr.org/fhir/CodeSystem/imr-";

  /** Tells nothing yet. */
  FactSource() {
    this(new LinkedHashMap<>(), new IdentityHashMap<>());
  }

  /** What an expression finds; values of another type than the fact has tell nothing. */
  static FactSource of(FactDefinition fact, IParsedExpression expression, BundleValues bundle) {
    FactSource source = new FactSource();
    for (Base found : bundle.find(expression)) {
      if (found instanceof CodeableConcept concept) {
        source.add(fact, found, concept.getCoding(), bundle);
      } else if (found instanceof Coding coding) {
        source.add(fact, found, List.of(coding), bundle);
      } else {
        Object value = value(fact, found);
        if (value != null) {
          source.values.putIfAbsent(value, bundle.place(found));
        }
      }
    }
    return source;
  }

  private void add(FactDefinition fact, Base found, List<Coding> codings, BundleValues bundle) {
    boolean understood = false;
    for (Coding coding : codings) {
      String value =
          (SYSTEMS + fact.name()).equals(coding.getSystem())
              ? coding.getCode()
              : fact.reading().foreign().get(coding.getSystem() + "|" + coding.getCode());
      understood |= value != null;
      if (value != null && !value.isEmpty()) {
        values.putIfAbsent(value, bundle.place(found));
      }
    }
    if (!understood) {
      strange.put(found, bundle.place(found));
    }
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

  /** Whether a fact of one value is told several that come to nothing. */
  public boolean contradictory(FactDefinition fact) {
    return !fact.many()
        && strange.isEmpty()
        && values.size() > 1
        && fact.reading().whenSeveral().isEmpty();
  }

  /** The whole value of the fact; null if it stays unknown. */
  public Object whole(FactDefinition fact) {
    if (values.isEmpty() || contradictory(fact) || !fact.many() && !strange.isEmpty()) {
      return null;
    }
    if (fact.many()) {
      return strange.isEmpty() ? Set.copyOf(values.keySet()) : new KnownInPart(values.keySet());
    }
    List<String> order = fact.reading().whenSeveral();
    return values.size() == 1
        ? values.keySet().iterator().next()
        : order.stream()
            .filter(values::containsKey)
            .findFirst()
            .orElseGet(() -> order.get(order.size() - 1));
  }

  /** Whether nothing is told that decides the fact, or ought to and cannot. */
  boolean silent(FactDefinition fact) {
    return whole(fact) == null && !contradictory(fact);
  }

  /** Whether another source tells the same, so far as both are understood. */
  boolean agreesWith(FactSource other, FactDefinition fact) {
    Object one = whole(fact);
    Object two = other.whole(fact);
    return one instanceof KnownInPart || two instanceof KnownInPart || one.equals(two);
  }

  /** Where the values stand, each place once. */
  public Set<String> places() {
    return new LinkedHashSet<>(values.values());
  }
}
