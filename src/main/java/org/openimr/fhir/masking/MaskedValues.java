package org.openimr.fhir.masking;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.UrlType;

/** Masks single values: texts, dates and ages. */
final class MaskedValues {

  private static final String REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  private static final Pattern YEAR = Pattern.compile("^(\\d{4})");

  /** Older than that, and even the year tells. */
  private static final int OLDEST = 89;

  private static final Set<String> WIDE = Set.of("state", "country");
  private static final Set<String> OF_A_CODE = Set.of("display", "version");

  private final int year;

  MaskedValues(int year) {
    this.year = year;
  }

  /** Masks a value, unless it may be shown. */
  void mask(PrimitiveType<?> value, String name, Base parent) {
    if (!value.hasValue() || value instanceof IdType) {
      return;
    }
    if (value instanceof InstantType || value instanceof TimeType) {
      absent(value);
    } else if (value instanceof BaseDateTimeType date) {
      toYear(date);
    } else if (value instanceof IntegerType number) {
      if (number.getValue() > OLDEST && isAge(parent)) {
        absent(value);
      }
    } else if (value instanceof Base64BinaryType || written(value, name, parent)) {
      absent(value);
    }
  }

  private static boolean written(PrimitiveType<?> value, String name, Base parent) {
    if (value instanceof UrlType) {
      return true;
    }
    if (value instanceof UriType) {
      return !(value instanceof CanonicalType)
          && (name.equals("url") && !(parent instanceof Extension)
              || name.equals("source") && parent instanceof Meta);
    }
    return value instanceof StringType
        && !(value instanceof CodeType)
        && !(parent instanceof Coding coding && coding.hasSystem() && OF_A_CODE.contains(name))
        && !(parent instanceof Address && WIDE.contains(name))
        && !(parent instanceof Quantity && name.equals("unit"))
        && !(parent instanceof Reference && name.equals("reference"));
  }

  private void toYear(BaseDateTimeType date) {
    Matcher found = YEAR.matcher(date.getValueAsString());
    if (found.find() && year - Integer.parseInt(found.group(1)) <= OLDEST) {
      date.setValueAsString(found.group(1));
    } else {
      absent(date);
    }
  }

  /** Masks an age that tells. */
  void maskAge(Element element) {
    if (element instanceof Quantity quantity
        && quantity.hasValue()
        && Set.of("a", "years", "year").contains(String.valueOf(code(quantity)))
        && quantity.getValue().intValue() > OLDEST) {
      quantity.setValueElement(null);
      say(quantity);
    }
  }

  private static String code(Quantity quantity) {
    return quantity.hasCode() ? quantity.getCode() : quantity.getUnit();
  }

  private static boolean isAge(Base parent) {
    CodeableConcept type = parent instanceof Task.ParameterComponent input ? input.getType() : null;
    return type != null
        && type.getCoding().stream().anyMatch(coding -> "member-age".equals(coding.getCode()));
  }

  /** Takes the value away, and says so. */
  static <P extends PrimitiveType<?>> P absent(P value) {
    value.setValue(null);
    say(value);
    return value;
  }

  /** Says of an element that something of it is masked. */
  static void say(Element element) {
    if (!element.hasExtension(REASON)) {
      element.addExtension(new Extension(REASON, new CodeType("masked")));
    }
  }
}
