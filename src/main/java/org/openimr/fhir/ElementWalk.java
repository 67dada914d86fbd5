package org.openimr.fhir;

import java.util.List;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Property;

/** Visits every element of a resource and says at which FHIRPath it stands. */
public final class ElementWalk {

  private ElementWalk() {}

  /**
   * Visits an element and all that it holds.
   *
   * @param element where to begin
   * @param path its FHIRPath
   * @param visitor gets each element with its FHIRPath
   */
  public static void visit(Base element, String path, BiConsumer<String, Base> visitor) {
    visitor.accept(path, element);
    if (element.isPrimitive() && element instanceof Element simple && !simple.hasExtension()) {
      return;
    }
    for (Property property : element.children()) {
      List<Base> values = property.getValues();
      if (values.isEmpty()) {
        continue;
      }
      String name = path + "." + property.getName().replace("[x]", "");
      boolean repeats = property.getMaxCardinality() != 1;
      for (int i = 0; i < values.size(); i++) {
        Base value = values.get(i);
        if (value != null && !value.isEmpty()) {
          visit(value, repeats ? name + "[" + i + "]" : name, visitor);
        }
      }
    }
  }
}
