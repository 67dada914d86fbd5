package org.openimr.fhir.body;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildDirectResource;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.util.XmlUtil;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * What FHIR expects under one name within an element.
 *
 * @param name the name in FHIRPath, {@code value} for {@code valueString}
 * @param type the definition of its type; null for a resource of any type
 * @param child its definition within its parent; null for what every element may have
 * @param repeats whether it may stand several times
 */
record ExpectedElement(
    String name,
    BaseRuntimeElementDefinition<?> type,
    BaseRuntimeChildDefinition child,
    boolean repeats) {

  /** What is expected under a name within an element of a type; null if nothing is. */
  static ExpectedElement in(
      BaseRuntimeElementDefinition<?> parent, String name, FhirContext context) {
    BaseRuntimeChildDefinition child = parent.getChildByName(name);
    if (child == null) {
      return ofEveryElement(name, context);
    }
    boolean resource =
        child instanceof RuntimeChildDirectResource
            || child instanceof RuntimeChildContainedResources;
    BaseRuntimeElementDefinition<?> type = resource ? null : child.getChildByName(name);
    if (!resource && type == null) {
      return null;
    }
    return new ExpectedElement(
        child.getElementName().replace("[x]", ""), type, child, child.getMax() != 1);
  }

  /** Simple values have these beside them; HAPI's definitions of simple values name no children. */
  private static ExpectedElement ofEveryElement(String name, FhirContext context) {
    return switch (name) {
      case "id" -> new ExpectedElement(name, context.getElementDefinition("string"), null, false);
      case "extension" ->
          new ExpectedElement(name, context.getElementDefinition("Extension"), null, true);
      default -> null;
    };
  }

  boolean resource() {
    return type == null;
  }

  boolean primitive() {
    return type != null && IPrimitiveType.class.isAssignableFrom(type.getImplementingClass());
  }

  /** Whether its type and its list of codes allow a value. */
  boolean allows(String value) {
    if (child == null) {
      return true;
    }
    try {
      if (name.equals("div")) {
        XmlUtil.parse(value);
      }
      ((IPrimitiveType<?>) type.newInstance(child.getInstanceConstructorArguments()))
          .setValueAsString(value);
      return true;
    } catch (DataFormatException | IllegalArgumentException notOfItsType) {
      return false;
    }
  }
}
