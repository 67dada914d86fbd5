package org.openimr.fhir.policy.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.policy.text.LimitText;

/** Reads an extension that consists of parts; whatever is wrong is noted and reading goes on. */
final class PartsReader {

  /** The extension of the head. */
  static final String TERMS = "imr-policy-terms";

  private final String name;
  private final String action;
  private final PlanProblems problems;
  private final List<Extension> parts;

  private PartsReader(String name, String action, List<Extension> parts, PlanProblems problems) {
    this.name = name;
    this.action = action;
    this.problems = problems;
    this.parts = new ArrayList<>(parts);
  }

  /** Reads an extension of this project; one that is absent has no parts. */
  static PartsReader of(
      String name, IBaseHasExtensions element, String action, PlanProblems problems) {
    List<Extension> all =
        element.getExtension().stream()
            .map(Extension.class::cast)
            .filter(extension -> (PolicyShape.STRUCTURE + name).equals(extension.getUrl()))
            .toList();
    if (all.size() > 1) {
      problems.add(action, "extension " + name + " stands " + all.size() + " times");
    }
    List<Extension> parts = all.isEmpty() ? List.of() : all.get(0).getExtension();
    return new PartsReader(name, action, parts, problems);
  }

  private void problem(String part, String message) {
    PlanProblems place = action.isEmpty() && name.equals(TERMS) ? problems.ofTerm(part) : problems;
    place.add(action, "extension " + name + ", " + part + ": " + message);
  }

  private List<Type> values(String part, String type) {
    List<Type> values = new ArrayList<>();
    for (Extension extension : taken(part)) {
      if (extension.getValue() != null
          && extension.getValue().fhirType().equals(type)
          && (!extension.getValue().isPrimitive() || extension.getValue().hasPrimitiveValue())) {
        values.add(extension.getValue());
      } else {
        problem(part, "expected a value of type " + type);
      }
    }
    return values;
  }

  private List<Extension> taken(String part) {
    List<Extension> taken =
        parts.stream().filter(extension -> part.equals(extension.getUrl())).toList();
    parts.removeAll(taken);
    return taken;
  }

  private <T> T value(String part, String type, Function<Type, T> conversion) {
    List<Type> values = values(part, type);
    if (values.size() > 1) {
      problem(part, "stands " + values.size() + " times");
    }
    try {
      return values.isEmpty() ? null : conversion.apply(values.get(0));
    } catch (IllegalArgumentException | DateTimeException e) {
      problem(part, e.getMessage());
      return null;
    }
  }

  String code(String part) {
    return value(part, "code", Type::primitiveValue);
  }

  String id(String part) {
    return value(part, "id", Type::primitiveValue);
  }

  String text(String part) {
    return value(part, "string", Type::primitiveValue);
  }

  boolean flag(String part) {
    return Boolean.TRUE.equals(
        value(part, "boolean", type -> "true".equals(type.primitiveValue())));
  }

  Integer count(String part) {
    return value(part, "positiveInt", type -> Integer.valueOf(type.primitiveValue()));
  }

  LocalDate date(String part) {
    return value(part, "date", type -> LocalDate.parse(type.primitiveValue()));
  }

  /** Reads a time of day as {@code 08:00}. */
  String time(String part) {
    return value(
        part,
        "time",
        type -> {
          String time = type.primitiveValue().replaceFirst(":00$", "");
          if (!time.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
            throw new IllegalArgumentException("'" + time + "' is no time of day in whole minutes");
          }
          return time;
        });
  }

  LimitText limit(String part) {
    return value(part, "Duration", type -> limit((Quantity) type));
  }

  List<String> codes(String part) {
    return values(part, "code").stream().map(Type::primitiveValue).toList();
  }

  List<String> ids(String part) {
    return values(part, "id").stream().map(Type::primitiveValue).toList();
  }

  List<PartsReader> nested(String part) {
    return taken(part).stream()
        .map(each -> new PartsReader(name + "." + part, action, each.getExtension(), problems))
        .toList();
  }

  /** Returns the value, or the empty text after a complaint if there is none. */
  String required(String part, String value) {
    if (value == null) {
      problem(part, "is missing");
    }
    return value == null ? "" : value;
  }

  /** Ends the reading: what is left over is unknown. */
  void end() {
    parts.forEach(part -> problem(part.getUrl(), "is not known here"));
  }

  static LimitText limit(Quantity quantity) {
    String unit = quantity.getCode();
    String system = "bd".equals(unit) ? PolicyShape.TIME_UNIT : PolicyShape.UCUM;
    if (!system.equals(quantity.getSystem())) {
      throw new IllegalArgumentException(
          "unit '" + unit + "' of system '" + quantity.getSystem() + "' is not known");
    }
    return LimitText.parse(
        (quantity.hasValue() ? quantity.getValue().toPlainString() : "") + " " + unit);
  }
}
