package org.openimr.fhir.casefile.event;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;

/**
 * An event that a form or another resource of a submission tells.
 *
 * @param code the code of the event
 * @param value the date or time as it stands there
 * @param reason the reason, or null
 * @param evidence the full URL of the resource that tells it, or null
 * @param place FHIRPath of the value
 * @param others what resources of another kind tell of it, which does not count
 */
public record ToldEvent(
    String code,
    BaseDateTimeType value,
    String reason,
    String evidence,
    String place,
    List<ToldEvent> others) {

  /** The same event, with what others tell of it. */
  ToldEvent with(List<ToldEvent> told) {
    return new ToldEvent(code, value, reason, evidence, place, told);
  }

  /** The day on which it happened, in a zone. */
  public LocalDate date(ZoneId zone) {
    return time().date() == null ? LocalDate.ofInstant(time().instant(), zone) : time().date();
  }

  /** When it happened; null if neither a whole date nor a time with seconds and offset is given. */
  EventTime time() {
    return CaseEventReader.time(new DateTimeType(value.getValueAsString()));
  }

  /** The event, with the resource that tells it as its evidence. */
  public CaseEvent event() {
    return new CaseEvent(null, code, time(), null, reason, null, null, evidence);
  }

  /** Records the event in the case, with what tells it as its evidence. */
  public void record(Task task) {
    Task.ParameterComponent input =
        task.addInput()
            .setType(new CodeableConcept(new Coding(CaseEventReader.SYSTEM, code, null)))
            .setValue(new DateTimeType(value.getValueAsString()));
    Extension detail = input.addExtension().setUrl(CaseEventReader.DETAIL);
    if (reason != null) {
      detail.addExtension("reason", new CodeType(reason));
    }
    if (evidence != null) {
      detail.addExtension("evidence", new Reference(evidence));
    }
    if (!detail.hasExtension()) {
      input.getExtension().clear();
    }
  }
}
