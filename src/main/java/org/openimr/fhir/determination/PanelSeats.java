package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The reviewers who are assigned to a case, by their seats: what qualifies each, and not who it is.
 *
 * @param qualifications one for each seat, in order; none if nobody is assigned by name
 * @param returned whether the review was given back to them after it was checked
 */
record PanelSeats(List<String> qualifications, boolean returned) {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final Set<TaskStatus> OVER =
      Set.of(
          TaskStatus.CANCELLED, TaskStatus.REJECTED, TaskStatus.FAILED, TaskStatus.ENTEREDINERROR);

  /** Keeps its own copy. */
  PanelSeats {
    qualifications = List.copyOf(qualifications);
  }

  /** The seats of a case. */
  static PanelSeats of(CaseFile file) {
    List<String> qualifications = new ArrayList<>();
    boolean returned = false;
    for (Resource resource : file.resources()) {
      if (resource instanceof Task review
          && review.getCode().hasCoding(CODES + "imr-task-type", "imr-review")
          && !OVER.contains(review.getStatus())) {
        for (ParameterComponent input : review.getInput()) {
          if (input.getType().hasCoding(CODES + "imr-review-input", "seat")) {
            qualifications.add(words(input));
          }
        }
        returned |= review.getBusinessStatus().hasCoding(CODES + "imr-review-stage", "returned");
      }
    }
    return new PanelSeats(qualifications, returned);
  }

  private static String words(ParameterComponent seat) {
    if (seat.getValue() instanceof CodeableConcept concept) {
      return concept.hasText()
          ? concept.getText()
          : Objects.toString(concept.getCodingFirstRep().getDisplay(), "");
    }
    return "";
  }

  /** What is said of their qualifications. */
  List<String> said() {
    return qualifications.stream().filter(each -> !each.isBlank()).toList();
  }
}
