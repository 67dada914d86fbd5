package org.openimr.fhir.policy.compiler;

import java.time.LocalDate;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.LimitText;

/** Writes an extension that consists of parts; a part whose value is null or false is left out. */
final class PartsWriter {

  private final Extension extension;

  /** Begins an extension of this project, or a part that has parts itself. */
  PartsWriter(String url) {
    extension = new Extension(url);
  }

  static PartsWriter of(String name) {
    return new PartsWriter(PolicyShape.STRUCTURE + name);
  }

  private PartsWriter part(String name, Type value) {
    extension.addExtension(new Extension(name, value));
    return this;
  }

  PartsWriter code(String name, String value) {
    return value == null ? this : part(name, new CodeType(value));
  }

  PartsWriter id(String name, String value) {
    return value == null ? this : part(name, new IdType(value));
  }

  PartsWriter text(String name, String value) {
    return value == null ? this : part(name, new StringType(value));
  }

  PartsWriter flag(String name, boolean value) {
    return value ? part(name, new BooleanType(true)) : this;
  }

  /** Writes a yes or no that must be there. */
  PartsWriter yesNo(String name, boolean value) {
    return part(name, new BooleanType(value));
  }

  PartsWriter count(String name, int value) {
    return part(name, new PositiveIntType(value));
  }

  PartsWriter date(String name, LocalDate value) {
    return value == null ? this : part(name, new DateType(value.toString()));
  }

  /** Writes a time of day such as {@code 08:00}. */
  PartsWriter time(String name, String value) {
    return value == null ? this : part(name, new TimeType(value + ":00"));
  }

  PartsWriter limit(String name, LimitText value) {
    return value == null ? this : part(name, quantity(value, new Duration()));
  }

  PartsWriter parts(PartsWriter nested) {
    if (!nested.empty()) {
      extension.addExtension(nested.extension);
    }
    return this;
  }

  boolean empty() {
    return extension.getExtension().isEmpty();
  }

  Extension written() {
    return extension;
  }

  /** Fills in value, unit, system and code; business days are a unit of this project. */
  static <T extends Quantity> T quantity(LimitText limit, T into) {
    boolean businessDays = limit.unit().equals("bd");
    into.setValue(limit.amount());
    into.setUnit(limit.words().replaceFirst("^\\d+ ", ""));
    into.setSystem(businessDays ? PolicyShape.TIME_UNIT : PolicyShape.UCUM);
    into.setCode(limit.unit());
    return into;
  }
}
