package org.openimr.fhir.body;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Timing;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Finds values in a resource that a parser accepts and that could still not be given back: text
 * that XML or the database cannot carry, and numbers that fill the memory once they are written
 * out.
 */
public final class ContentFaults {

  private static final int MOST_DIGITS = 100;
  private static final int MOST = 100;

  private final List<Problem> problems = new ArrayList<>();

  private ContentFaults() {}

  /**
   * Looks at a resource.
   *
   * @param path its FHIRPath, such as {@code Patient}
   * @return all faults; empty if there are none
   */
  public static List<Problem> of(Resource resource, String path) {
    ContentFaults faults = new ContentFaults();
    ElementWalk.visit(resource, path, faults::look);
    return faults.problems;
  }

  private void look(String path, Base element) {
    if (element instanceof DecimalType decimal) {
      number(path, decimal.getValue());
    } else if (element instanceof Timing timing
        && path.endsWith(".occurrence")
        && timing.getEvent().stream().anyMatch(event -> event.getValue() == null)) {
      // HAPI's index fails on it
      add(path + ".event", "An event of a timing has extensions and no time.");
    } else if (element instanceof Narrative narrative && narrative.hasDiv()) {
      text(path + ".div", narrative.getDivAsString());
    } else if (element instanceof PrimitiveType<?> simple
        && !(element instanceof Base64BinaryType)) {
      text(path, simple.getValueAsString());
    }
  }

  private void number(String path, BigDecimal value) {
    if (value != null
        && (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS)) {
      add(path, "The number has more than " + MOST_DIGITS + " digits when it is written out.");
    }
  }

  private void text(String path, String text) {
    if (text != null && !Characters.storable(text)) {
      add(path, Characters.FAULT);
    }
  }

  private void add(String path, String text) {
    if (problems.size() < MOST) {
      problems.add(new Problem("value", path, text));
    }
  }
}
