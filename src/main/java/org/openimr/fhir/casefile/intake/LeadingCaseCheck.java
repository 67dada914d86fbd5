package org.openimr.fhir.casefile.intake;

import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.event.CaseEventReader;
import org.openimr.fhir.casefile.submission.StoredReferences;

/**
 * Checks that an event that names another case, such as a consolidation, names one that is stored
 * and that the submitter is party to. A case of others is answered like none.
 */
final class LeadingCaseCheck {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final String CASE_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";

  private final Vocabulary vocabulary;
  private final StoredReferences stored;
  private final ProblemList problems;

  LeadingCaseCheck(Vocabulary vocabulary, StoredReferences stored, ProblemList problems) {
    this.vocabulary = vocabulary;
    this.stored = stored;
    this.problems = problems;
  }

  void check(CaseEventReader.Read events, String path) {
    for (int i = 0; i < events.events().size(); i++) {
      CaseEvent event = events.events().get(i);
      EventDefinition kind = vocabulary.event(event.code());
      if (kind != null && kind.refersToCase() && !isCase(event.refersTo())) {
        problems.add(
            "not-found",
            path + ".input[" + events.inputs().get(i) + "].extension",
            "The event "
                + event.code()
                + " names in refersTo, by the id of its Task, a case that the submitter is party"
                + " to.");
      }
    }
  }

  private boolean isCase(String id) {
    String reference = "Task/" + id;
    return id != null
        && ID.matcher(id).matches()
        && stored.read(Set.of(reference)).get(reference) instanceof Task task
        && task.getCode().hasCoding(CASE_TYPE, "imr-case");
  }
}
