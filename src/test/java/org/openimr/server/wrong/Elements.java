package org.openimr.server.wrong;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All elements of a submission, each with where it stands and what FHIR says of it. */
final class Elements {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  /**
   * One element, or one value of an element that repeats.
   *
   * @param pointer where it stands, as a JSON pointer
   * @param path the same as FHIRPath
   * @param kind the same without numbers and from the resource on, such as {@code Claim.item}
   * @param child what FHIR says of it within its parent
   * @param definition its type; null for a resource
   */
  record Element(
      String pointer,
      String path,
      String kind,
      BaseRuntimeChildDefinition child,
      BaseRuntimeElementDefinition<?> definition) {

    boolean repeats() {
      return child.getMax() != 1;
    }

    boolean numbered() {
      return pointer.matches(".*/\\d+");
    }

    /** The same element of a copy. */
    JsonNode in(ObjectNode bundle) {
      return bundle.at(pointer);
    }

    /** Puts another value in its place. */
    void put(ObjectNode bundle, JsonNode value) {
      int slash = pointer.lastIndexOf('/');
      JsonNode parent = bundle.at(pointer.substring(0, slash));
      String last = pointer.substring(slash + 1);
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(last), value);
      } else {
        ((ObjectNode) parent).set(last, value);
      }
    }

    /** Takes it away, with all its values if it repeats. */
    void remove(ObjectNode bundle) {
      String whole = pointer.replaceFirst("/\\d+$", "");
      int slash = whole.lastIndexOf('/');
      ((ObjectNode) bundle.at(whole.substring(0, slash))).remove(whole.substring(slash + 1));
    }

    /** Its FHIRPath without the number of the value. */
    String wholePath() {
      return numbered() ? path.replaceFirst("\\[\\d+]$", "") : path;
    }
  }

  private final List<Element> all = new ArrayList<>();

  private Elements() {}

  static List<Element> of(ObjectNode bundle) {
    Elements elements = new Elements();
    elements.object(bundle, CONTEXT.getResourceDefinition("Bundle"), "", "Bundle", "Bundle");
    return elements.all;
  }

  private void object(
      ObjectNode object,
      BaseRuntimeElementDefinition<?> definition,
      String pointer,
      String path,
      String kind) {
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      BaseRuntimeChildDefinition child = composite.getChildByName(field.getKey());
      if (child != null) {
        String name = child.getElementName().replace("[x]", "");
        values(
            field.getKey(),
            field.getValue(),
            child,
            pointer + "/" + field.getKey(),
            path + "." + name,
            kind + "." + name);
      }
    }
  }

  private void values(
      String field,
      JsonNode value,
      BaseRuntimeChildDefinition child,
      String pointer,
      String path,
      String kind) {
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        value(field, array.get(i), child, pointer + "/" + i, path + "[" + i + "]", kind);
      }
    } else {
      value(field, value, child, pointer, path, kind);
    }
  }

  private void value(
      String field,
      JsonNode value,
      BaseRuntimeChildDefinition child,
      String pointer,
      String path,
      String kind) {
    boolean resource = value.has("resourceType");
    BaseRuntimeElementDefinition<?> definition = resource ? null : child.getChildByName(field);
    all.add(new Element(pointer, path, kind, child, definition));
    if (value instanceof ObjectNode object) {
      String type = value.path("resourceType").asText();
      object(
          object,
          resource ? CONTEXT.getResourceDefinition(type) : definition,
          pointer,
          path,
          resource ? type : kind);
    }
  }
}
