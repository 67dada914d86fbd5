package org.openimr.fhir.casefile.intake;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.form.FormCheck;
import org.openimr.fhir.form.FormWords;
import org.openimr.fhir.form.Forms;

/** Checks the filled forms of a submission. */
final class SubmittedForms {

  private final FormCheck forms;

  SubmittedForms(Forms forms) {
    this.forms = new FormCheck(forms);
  }

  /** Checks each form, with the resources that come with it. */
  void check(
      Bundle bundle, List<SubmittedEntry> entries, ProblemList problems, ProblemList remarks) {
    FormWords words = FormWords.of(bundle);
    for (SubmittedEntry entry : entries) {
      if (entry.resource() instanceof QuestionnaireResponse response) {
        FormCheck.Found found = forms.check(response, entry.path(), words);
        problems.addAll(found.problems());
        remarks.addAll(found.remarks());
      }
    }
  }
}
