package org.openimr.fhir.form;

import ca.uhn.fhir.parser.DataFormatException;
import java.util.Map;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** Turns what is known into an answer of the type that a question has. */
final class KnownAnswer {

  private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");

  private KnownAnswer() {}

  /**
   * Makes an answer.
   *
   * @param item the question
   * @param codes the codings that may answer it, by code
   * @param known what is known
   * @return the answer, or null if what is known cannot be one
   */
  static Type of(QuestionnaireItemComponent item, Map<String, Coding> codes, Base known) {
    String text = known.primitiveValue();
    return switch (item.getType()) {
      case STRING, TEXT -> string(item, text);
      case BOOLEAN -> known instanceof BooleanType truth ? truth.copy() : null;
      case DATE -> date(text);
      case DATETIME -> dateTime(text);
      case CHOICE, OPENCHOICE -> coding(item, codes, known);
      default -> null;
    };
  }

  private static Type string(QuestionnaireItemComponent item, String text) {
    return text == null
            || text.isBlank()
            || item.hasMaxLength() && text.strip().length() > item.getMaxLength()
        ? null
        : new StringType(text.strip());
  }

  private static Type date(String text) {
    String day = text == null ? "" : text.substring(0, Math.min(10, text.length()));
    try {
      return DATE.matcher(day).matches() ? new DateType(day) : null;
    } catch (DataFormatException e) {
      return null;
    }
  }

  private static Type dateTime(String text) {
    try {
      return text == null ? null : new DateTimeType(text);
    } catch (DataFormatException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Type coding(
      QuestionnaireItemComponent item, Map<String, Coding> codes, Base known) {
    if (known instanceof Coding coding) {
      Coding listed = codes.get(coding.getCode());
      return listed != null && listed.getSystem().equals(coding.getSystem()) ? listed.copy() : null;
    }
    Coding listed = codes.get(known.primitiveValue());
    if (listed != null) {
      return listed.copy();
    }
    return item.getType() == QuestionnaireItemType.OPENCHOICE
        ? string(item, known.primitiveValue())
        : null;
  }
}
