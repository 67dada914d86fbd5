package org.openimr.fhir.parameter;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.EventTime;
import org.openimr.fhir.TimeText;

/**
 * One parameter, or part of one, together with its place in the request.
 *
 * @param given the parameter
 * @param path its FHIRPath, for example {@code Parameters.parameter[3].part[1]}
 * @param label what it is called in sentences, for example {@code event.time}
 * @param problems where objections go
 */
public record Part(
    ParametersParameterComponent given, String path, String label, Problems problems) {

  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,39}");

  /** The value as text if it has one of the types, else null and a problem. */
  public String text(String... types) {
    Type value = value(types);
    return value instanceof PrimitiveType<?> primitive ? primitive.getValueAsString() : null;
  }

  /** The value if it is a boolean, else null and a problem. */
  public Boolean truth() {
    return value("boolean") instanceof BooleanType truth ? truth.getValue() : null;
  }

  /** What a reference refers to, else null and a problem. */
  public String reference() {
    return value("Reference") instanceof Reference reference ? reference.getReference() : null;
  }

  /** The value as a time, else null and a problem. */
  public EventTime time() {
    String text = text("dateTime");
    if (text == null) {
      return null;
    }
    EventTime time = TimeText.read(text);
    if (time == null) {
      problems.unacceptable(
          "value",
          path + ".value",
          label
              + " is not precise enough: a date with time, seconds and offset was expected,"
              + " such as 2026-07-01T10:00:00-07:00, or a date alone, such as 2026-07-01.");
    }
    return time;
  }

  /** The value if it is a time with seconds and offset, else null and a problem. */
  public Instant instant() {
    EventTime time = time();
    if (time != null && time.instant() == null) {
      problems.unacceptable(
          "value",
          path + ".value",
          label
              + " is a date alone; a time with seconds and offset was expected, such as"
              + " 2026-07-01T10:00:00-07:00.");
    }
    return time == null ? null : time.instant();
  }

  /** The value if it has one of the types, else null and a problem. */
  public Type value(String... types) {
    if (given.hasPart() || given.hasResource()) {
      problems.malformed("structure", path, label + " has parts or a resource; " + expected(types));
      return null;
    }
    Type value = given.getValue();
    if (value == null) {
      problems.malformed("required", path + ".value", label + " has no value; " + expected(types));
      return null;
    }
    if (value instanceof PrimitiveType<?> primitive && primitive.getValue() == null) {
      problems.malformed(
          "value",
          path + ".value",
          label
              + " has a "
              + named(value.fhirType())
              + " that its type does not allow; "
              + expected(types));
      return null;
    }
    if (!List.of(types).contains(value.fhirType())) {
      problems.malformed(
          "value",
          path + ".value",
          label + " has a " + named(value.fhirType()) + "; " + expected(types));
      return null;
    }
    return value;
  }

  /** Whether it has parts and no value; else a problem. */
  public boolean parted() {
    boolean parted = !given.hasValue() && !given.hasResource();
    if (!parted) {
      problems.malformed(
          "structure", path, label + " has a value or a resource; parts were expected.");
    }
    return parted;
  }

  /** One of its parts, counted from 0, with its place in the request. */
  public Part part(int index) {
    ParametersParameterComponent part = given.getPart().get(index);
    return new Part(
        part,
        path + ".part[" + index + "]",
        label + "." + (CODE.matcher(part.getName() + "").matches() ? part.getName() : "part"),
        problems);
  }

  private static String expected(String... types) {
    StringBuilder text = new StringBuilder();
    for (String type : types) {
      text.append(text.isEmpty() ? "" : " or ").append(named(type));
    }
    return text + (types.length == 0 ? "nothing was expected." : " was expected.");
  }

  private static String named(String type) {
    return "value" + Character.toUpperCase(type.charAt(0)) + type.substring(1);
  }

  /** A code as it may be said again: only what looks like a code, so that nothing else leaks. */
  public static String said(String code) {
    return code != null && CODE.matcher(code).matches() ? "'" + code + "'" : "with that code";
  }
}
