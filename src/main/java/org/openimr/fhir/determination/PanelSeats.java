package org.openimr.fhir.determination;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.reviewer.ReviewTask;

/**
 * The reviewers who are assigned to a case, by their seats: what qualifies each, and not who it is.
 *
 * @param qualifications one for each seat, in order; none if nobody is assigned by name
 */
record PanelSeats(List<String> qualifications) {

  private static final PanelSeats NONE = new PanelSeats(List.of());
  private static final Set<TaskStatus> OVER =
      Set.of(
          TaskStatus.CANCELLED, TaskStatus.REJECTED, TaskStatus.FAILED, TaskStatus.ENTEREDINERROR);

  /** Keeps its own copy. */
  PanelSeats {
    qualifications = List.copyOf(qualifications);
  }

  /** The seats of a case. */
  static PanelSeats of(CaseFile file) {
    return ReviewTask.of(file)
        .filter(review -> !OVER.contains(review.task().getStatus()))
        .map(
            review ->
                new PanelSeats(review.qualifications().stream().map(PanelSeats::words).toList()))
        .orElse(NONE);
  }

  private static String words(CodeableConcept seat) {
    return seat.hasText()
        ? seat.getText()
        : Objects.toString(seat.getCodingFirstRep().getDisplay(), "");
  }

  /** What is said of their qualifications. */
  List<String> said() {
    return qualifications.stream().filter(each -> !each.isBlank()).toList();
  }
}
