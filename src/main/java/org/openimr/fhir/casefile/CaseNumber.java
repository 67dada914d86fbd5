package org.openimr.fhir.casefile;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.casefile.transaction.NewCase;

/** The number of a case: given by the store, and written wherever the case is named by it. */
public final class CaseNumber {

  /** System of case numbers. */
  public static final String SYSTEM = "https://openimr.org/fhir/sid/case-number";

  /** What stands for the number in what is written before it is known. */
  public static final String BLANK = "{case-number}";

  private static final String TYPE = "https://openimr.org/fhir/CodeSystem/imr-identifier-type";

  private CaseNumber() {}

  /**
   * Returns the number of a case.
   *
   * @param task the case
   * @return its number; the blank if it has none yet
   */
  public static String of(Task task) {
    return task.getIdentifier().stream()
        .filter(each -> SYSTEM.equals(each.getSystem()) && each.hasValue())
        .map(Identifier::getValue)
        .findFirst()
        .orElse(BLANK);
  }

  /**
   * Numbers a new case.
   *
   * @param transaction the case with its child Tasks, as {@link NewCase#transaction()}
   * @param number the number
   */
  public static void put(Bundle transaction, String number) {
    for (BundleEntryComponent entry : transaction.getEntry()) {
      if (entry.getResource() instanceof Task task && task.hasPartOf()) {
        fill(task, number);
      } else if (entry.getResource() instanceof Task task) {
        task.getIdentifier()
            .add(
                0,
                new Identifier()
                    .setUse(Identifier.IdentifierUse.OFFICIAL)
                    .setType(new CodeableConcept(new Coding(TYPE, "imr-case-number", null)))
                    .setSystem(SYSTEM)
                    .setValue(number));
      }
    }
  }

  private static void fill(Task child, String number) {
    for (Identifier identifier : child.getIdentifier()) {
      if (identifier.getValue() != null) {
        identifier.setValue(identifier.getValue().replace(BLANK, number));
      }
    }
    for (ParameterComponent input : child.getInput()) {
      fill(input.getValue(), number);
    }
  }

  private static void fill(Type value, String number) {
    if (value instanceof PrimitiveType<?> text && text.hasValue()) {
      text.setValueAsString(text.getValueAsString().replace(BLANK, number));
      for (Extension translation : text.getExtension()) {
        translation.getExtension().forEach(part -> fill(part.getValue(), number));
      }
    }
  }
}
