package org.openimr.server.index;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseFileReader;

/** Makes the row of a case from its resources: from all of them, or from those that changed. */
final class CaseProjection {

  private static final String BASE = "https://openimr.org/fhir/";
  private static final String MILESTONES = BASE + "CodeSystem/imr-milestone";
  private static final String RULE = BASE + "StructureDefinition/imr-duty-rule";

  private final Vocabulary vocabulary;
  private final CaseFileReader reader;

  /** Makes rows of cases that this reader reads. */
  CaseProjection(Vocabulary vocabulary, CaseFileReader reader) {
    this.vocabulary = vocabulary;
    this.reader = reader;
  }

  /** The row of a whole case. */
  CaseRow of(CaseFile file) {
    Map<FactDefinition, Object> stated = reader.stated(file.task());
    Map<FactDefinition, Object> told = new HashMap<>();
    Facts facts = reader.readable(file);
    for (FactDefinition fact : vocabulary.facts()) {
      Object value = facts.value(fact.index());
      if (value != null && !value.equals(fact.defaultValue()) && !stated.containsKey(fact)) {
        told.put(fact, value);
      }
    }
    Map<String, IndexedDuty> duties = new TreeMap<>();
    file.resources().stream()
        .filter(each -> each instanceof Task task && isDuty(task) && isPart(task, file.task()))
        .forEach(each -> duties.put(each.getIdElement().getIdPart(), duty((Task) each)));
    return row(file.task(), told, stated, duties);
  }

  /**
   * The row of a case of which some Tasks changed.
   *
   * @param before the row so far
   * @param task the case, or null if it did not change
   * @param changed the duties that changed
   */
  CaseRow with(CaseRow before, Task task, Collection<Task> changed) {
    Map<String, IndexedDuty> duties = new TreeMap<>(before.duties());
    changed.forEach(each -> duties.put(each.getIdElement().getIdPart(), duty(each)));
    if (task != null) {
      Map<FactDefinition, Object> stated = reader.stated(task);
      Map<FactDefinition, Object> told = new HashMap<>(before.told());
      told.keySet().removeAll(stated.keySet());
      return row(task, told, stated, duties);
    }
    return new CaseRow(
        before.id(),
        before.version(),
        before.head(),
        IndexedDuty.at(before.head().due(), duties),
        before.told(),
        before.stated(),
        before.events(),
        duties);
  }

  private static CaseRow row(
      Task task,
      Map<FactDefinition, Object> told,
      Map<FactDefinition, Object> stated,
      Map<String, IndexedDuty> duties) {
    CaseRow.Head head = head(task);
    return new CaseRow(
        task.getIdElement().getIdPart(),
        version(task),
        head,
        IndexedDuty.at(head.due(), duties),
        told,
        stated,
        List.copyOf(CaseFileReader.events(task)),
        duties);
  }

  private static CaseRow.Head head(Task task) {
    String urgency =
        task.getPriority() == Task.TaskPriority.URGENT
            ? "expedited"
            : task.getPriority() == Task.TaskPriority.ROUTINE ? "standard" : "";
    return new CaseRow.Head(
        text(task.getInstantiatesUri()),
        code(task.getReasonCode(), "imr-review-type"),
        task.hasStatus() ? task.getStatus().toCode() : "",
        code(task.getBusinessStatus(), "imr-business-status"),
        urgency,
        text(task.getOwner().getReference()),
        AccessMarks.parties(task),
        instant(task.getRestriction().getPeriod().getEndElement()));
  }

  private static String version(Task task) {
    String version = task.getIdElement().getVersionIdPart();
    return text(version == null ? task.getMeta().getVersionId() : version);
  }

  /** Whether a Task is a duty, or a right, of a case. */
  static boolean isDuty(Task task) {
    return task.hasPartOf() && !milestone(task).isEmpty();
  }

  private static boolean isPart(Task duty, Task of) {
    return of.getIdElement()
        .getIdPart()
        .equals(duty.getPartOfFirstRep().getReferenceElement().getIdPart());
  }

  private static String milestone(Task task) {
    return task.getCode().getCoding().stream()
        .filter(coding -> MILESTONES.equals(coding.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse("");
  }

  private static IndexedDuty duty(Task task) {
    Extension rule = task.getExtensionByUrl(RULE);
    return new IndexedDuty(
        milestone(task),
        code(task.getBusinessStatus(), "imr-duty-status"),
        instant(task.getExecutionPeriod().getStartElement()),
        instant(task.getRestriction().getPeriod().getEndElement()),
        rule != null && rule.getValue() instanceof CodeType code ? code.getValue() : "");
  }

  private static Instant instant(DateTimeType time) {
    return time.getValue() == null ? null : time.getValue().toInstant();
  }

  private static String code(CodeableConcept concept, String system) {
    return concept.getCoding().stream()
        .filter(coding -> (BASE + "CodeSystem/" + system).equals(coding.getSystem()))
        .map(coding -> text(coding.getCode()))
        .findFirst()
        .orElse("");
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
