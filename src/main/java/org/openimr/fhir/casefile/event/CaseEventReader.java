package org.openimr.fhir.casefile.event;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.fhir.casefile.ProblemList;

/** Reads the events of a case from the inputs of its Task. */
public final class CaseEventReader {

  /** The system of the codes of events. */
  public static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-event";

  static final String DETAIL = "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  /**
   * The events, each with the place of its input.
   *
   * @param events the events
   * @param inputs for each event the index of its input
   */
  public record Read(List<CaseEvent> events, List<Integer> inputs) {}

  private CaseEventReader() {}

  /** Reads the events of a Task; unknown codes are reported with the profile. */
  public static Read read(Task task, String path, ProblemList problems) {
    List<CaseEvent> events = new ArrayList<>();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < task.getInput().size(); i++) {
      ParameterComponent input = task.getInput().get(i);
      for (Coding coding : input.getType().getCoding()) {
        if (SYSTEM.equals(coding.getSystem()) && coding.getCode() != null) {
          CaseEvent event = event(coding.getCode(), input, path + ".input[" + i + "]", problems);
          if (event != null) {
            events.add(event);
            inputs.add(i);
          }
        }
      }
    }
    return new Read(events, inputs);
  }

  private static CaseEvent event(
      String code, ParameterComponent input, String path, ProblemList problems) {
    EventTime time = time(input.getValue());
    if (time == null) {
      problems.add(
          "value",
          path + ".value",
          "The time of an event is a dateTime with seconds and offset, or a date alone.");
      return null;
    }
    Extension detail = input.getExtensionByUrl(DETAIL);
    EventTime until = null;
    Type named = value(detail, "until");
    if (named != null) {
      until = time(named);
      if (until == null) {
        problems.add(
            "value",
            path + ".extension",
            "The part until is a dateTime with seconds and offset, or a date alone.");
      }
    }
    Type evidence = value(detail, "evidence");
    return new CaseEvent(
        text(detail, "id"),
        code,
        time,
        text(detail, "actor"),
        text(detail, "reason"),
        until,
        text(detail, "refersTo"),
        evidence instanceof Reference reference ? reference.getReference() : null);
  }

  /** The time that a value gives; null if it is neither a whole date nor a time with offset. */
  static EventTime time(Type value) {
    // a second that does not exist leaves a text without a value
    if (!(value instanceof DateTimeType time) || time.getValue() == null) {
      return null;
    }
    return switch (time.getPrecision()) {
      case DAY -> EventTime.on(LocalDate.parse(time.getValueAsString()));
      case SECOND, MILLI ->
          time.getTimeZone() == null ? null : EventTime.at(time.getValue().toInstant());
      default -> null;
    };
  }

  private static Type value(Extension detail, String part) {
    Extension found = detail == null ? null : detail.getExtensionByUrl(part);
    return found == null ? null : found.getValue();
  }

  private static String text(Extension detail, String part) {
    Type value = value(detail, part);
    return value == null ? null : value.primitiveValue();
  }
}
