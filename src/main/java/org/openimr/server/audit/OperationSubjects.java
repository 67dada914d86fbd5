package org.openimr.server.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;

/** Which cases an operation is about. */
final class OperationSubjects {

  private OperationSubjects() {}

  /** What its address names. */
  static List<AuditEntity> target(Asked asked) {
    return asked.reference().isEmpty()
        ? List.of()
        : List.of(AuditEntity.of(Kind.DATA, asked.reference()));
  }

  /**
   * The case at its address; else those that it wrote; else those that it came upon.
   *
   * @param written cases that it wrote
   */
  static Map<String, Set<String>> of(
      RequestAudit request, Subjects subjects, Collection<Resource> written) {
    String target = request.asked().reference();
    if (!target.isEmpty() && !request.lookedAt().isEmpty()) {
      return request.lookedAt();
    }
    Map<String, Set<String>> told = new TreeMap<>();
    if (!target.isEmpty()) {
      told.putAll(subjects.ofReference(target));
    }
    if (told.isEmpty() && !written.isEmpty()) {
      told.putAll(subjects.of(written));
    }
    if (told.isEmpty() && !target.startsWith("Task/")) {
      request.cases().forEach((one, patient) -> Subjects.add(told, patient, one));
    }
    return told;
  }
}
