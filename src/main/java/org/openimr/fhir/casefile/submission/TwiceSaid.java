package org.openimr.fhir.casefile.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What two resources say of one thing, put together where they do not contradict each other. */
final class TwiceSaid {

  /** What says nothing of the thing itself: of two, the first stays. */
  private static final Set<String> BESIDE = Set.of("id", "meta", "text", "language");

  private TwiceSaid() {}

  /**
   * Takes the one of two resources that says all that the other says.
   *
   * @return one of the two; null if each says something that the other does not
   */
  static ObjectNode greater(ObjectNode one, ObjectNode other) {
    if (holds(one, other, true)) {
      return one;
    }
    return holds(other, one, true) ? other : null;
  }

  /**
   * Puts two resources together.
   *
   * @return a new resource that says what both say; null if they contradict each other
   */
  static ObjectNode united(ObjectNode one, ObjectNode other) {
    ObjectNode united = one.deepCopy();
    return unite(united, other, true) ? united : null;
  }

  private static boolean holds(JsonNode greater, JsonNode lesser, boolean whole) {
    if (greater instanceof ObjectNode object && lesser instanceof ObjectNode small) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = small.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        boolean beside = whole && BESIDE.contains(field.getKey());
        if (!beside && !holds(object.path(field.getKey()), field.getValue(), false)) {
          return false;
        }
      }
      return true;
    }
    if (greater instanceof ArrayNode array && lesser instanceof ArrayNode small) {
      for (JsonNode element : small) {
        if (place(array, element) < 0) {
          return false;
        }
      }
      return true;
    }
    return greater.equals(lesser);
  }

  private static int place(ArrayNode array, JsonNode lesser) {
    for (int i = 0; i < array.size(); i++) {
      if (holds(array.get(i), lesser, false)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean unite(ObjectNode into, ObjectNode from, boolean whole) {
    for (Iterator<Map.Entry<String, JsonNode>> fields = from.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode had = into.get(field.getKey());
      if (had == null) {
        into.set(field.getKey(), field.getValue().deepCopy());
      } else if (!whole || !BESIDE.contains(field.getKey())) {
        if (had instanceof ArrayNode array && field.getValue() instanceof ArrayNode more) {
          add(array, more);
        } else if (had instanceof ObjectNode object
            && field.getValue() instanceof ObjectNode more) {
          if (!unite(object, more, false)) {
            return false;
          }
        } else if (!had.equals(field.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Adds what an array does not say yet; what says more stands in the place of what says less. */
  private static void add(ArrayNode array, ArrayNode more) {
    for (JsonNode element : more) {
      if (place(array, element) < 0) {
        int less = -1;
        for (int i = 0; i < array.size(); i++) {
          less = less < 0 && holds(element, array.get(i), false) ? i : less;
        }
        if (less < 0) {
          array.add(element.deepCopy());
        } else {
          array.set(less, element.deepCopy());
        }
      }
    }
  }
}
