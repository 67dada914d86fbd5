package org.openimr.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.answer.RemarkWriter;
import org.openimr.fhir.casefile.event.CaseWords;
import org.openimr.fhir.form.Form;
import org.openimr.fhir.form.FormPrefill;
import org.openimr.fhir.form.FormWords;
import org.openimr.fhir.form.Forms;
import org.openimr.fhir.form.PopulateQuestion;
import org.openimr.fhir.form.PopulateReader;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.access.NotSignedInException;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.UrlParameters;

/**
 * {@code Questionnaire/[id]/$populate}: fills a form with what a stored case, or a Bundle in the
 * request, tells, and leaves the rest. Changes nothing.
 *
 * @see <a href="../../../../../../docs/operations/populate.md">populate</a>
 * @see <a href="https://hl7.org/fhir/uv/sdc/OperationDefinition-Questionnaire-populate.html">
 *     Questionnaire/$populate of Structured Data Capture</a>
 */
public final class PopulateOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/populate";

  private final FhirContext context;
  private final Forms forms;
  private final CaseWords words;
  private final CaseStore store;
  private final Deeds deeds;

  /**
   * Makes the operation.
   *
   * @param context the FHIR context
   * @param forms the forms of the package
   * @param words gives forms the words of a case
   * @param store where cases are kept
   * @param deeds who may have a form filled from a stored case
   */
  public PopulateOperation(
      FhirContext context, Forms forms, CaseWords words, CaseStore store, Deeds deeds) {
    this.context = context;
    this.forms = forms;
    this.words = words;
    this.store = store;
    this.deeds = deeds;
  }

  /** Fills a form. */
  @Operation(
      name = "$populate",
      typeName = "Questionnaire",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters populate(@IdParam IdType id, RequestDetails request) {
    UrlParameters.read(request);
    String type = request.getHeader("Content-Type");
    PopulateQuestion asked =
        SentParameters.parse(
                request.loadRequestContents(), type != null && type.contains("xml"), context)
            .read(PopulateReader::read);
    Form form = forms.find(Forms.BASE + id.getIdPart());
    if (form == null) {
      throw refused("not-supported", null, "Only the forms of the package are filled.");
    }
    FormWords known =
        asked.bundle() == null ? stored(Caller.of(request), asked) : words.of(asked.bundle());
    FormPrefill.Filled filled = FormPrefill.fill(form, known, subject(asked, form, known));
    Parameters answer = new Parameters();
    answer.addParameter().setName("response").setResource(filled.response());
    if (!filled.remarks().isEmpty()) {
      answer.addParameter().setName("issues").setResource(RemarkWriter.write(filled.remarks()));
    }
    return answer;
  }

  private FormWords stored(Caller caller, PopulateQuestion asked) {
    if (caller.anonymous()) {
      throw new NotSignedInException();
    }
    deeds.require(caller, "$populate/stored-case");
    if (!caller.scopes().permit("Task", "r")) {
      throw new NotForThisRoleException(caller.role());
    }
    return words.of(store.load(caller, asked.caseId()));
  }

  /** The patient: the one that is known, and none else. */
  private static Reference subject(PopulateQuestion asked, Form form, FormWords known) {
    List<String> patients = known.references(form.find("patient", known));
    if (asked.subject() == null) {
      return patients.size() == 1 ? new Reference(patients.get(0)) : null;
    }
    if (!patients.isEmpty() && patients.stream().noneMatch(each -> same(each, asked.subject()))) {
      throw refused(
          "business-rule",
          PopulateQuestion.SUBJECT,
          "The subject is not the patient of the case or Bundle.");
    }
    return new Reference(asked.subject());
  }

  private static boolean same(String known, String asked) {
    return known.equals(asked) || known.endsWith("/" + asked) || asked.endsWith("/" + known);
  }

  private static UnreadableResourceException refused(String code, String place, String text) {
    return new UnreadableResourceException(List.of(new Problem(code, place, text)));
  }
}
