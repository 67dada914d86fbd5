package org.openimr.fhir.casefile.profile;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.form.Form;
import org.openimr.fhir.form.FormCheck;
import org.openimr.fhir.form.FormWords;
import org.openimr.fhir.review.AssignmentQuestion.Named;

/** Checks a filled form that comes by itself, against the form that it answers. */
public final class AnswersCheck {

  private static final String ENTRY = "Bundle.entry[0].resource";

  private final FhirContext context;
  private final ProfileCheck profiles;
  private final FormCheck forms;

  /**
   * Makes a check; it may be used by many threads.
   *
   * @param context the FHIR context
   * @param profiles checks resources against FHIR and the forms of the package
   */
  public AnswersCheck(FhirContext context, ProfileCheck profiles) {
    this.context = context;
    this.profiles = profiles;
    this.forms = new FormCheck(profiles.forms());
  }

  /**
   * Checks a filled form that a request brings along; of one that is stored nothing is said. Its
   * items are put in the order of the form's questions, which FHIR asks for and which says nothing.
   *
   * @param named what the request names
   * @return all that is wrong with it as answers to that form
   */
  public List<Problem> check(Named named) {
    return named.resource() instanceof QuestionnaireResponse response
        ? check(response, named.path())
        : List.of();
  }

  private List<Problem> check(QuestionnaireResponse response, String path) {
    Form form = profiles.forms().find(String.valueOf(response.getQuestionnaire()));
    if (form != null) {
      form.order(response);
    }
    String name = "urn:uuid:" + UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
    ObjectNode bundle = SubmittedBody.JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "collection");
    bundle.withArray("entry").addObject().put("fullUrl", name).set("resource", tree(response));
    ProblemList problems = new ProblemList(place -> place.replace(ENTRY, path));
    profiles.checkSubmission(bundle, problems, new ProblemList());
    Bundle words = new Bundle();
    words.addEntry().setFullUrl(name).setResource(response);
    problems.addAll(forms.check(response, ENTRY, FormWords.of(words)).problems());
    return problems.asSent();
  }

  private ObjectNode tree(QuestionnaireResponse response) {
    try {
      return (ObjectNode)
          SubmittedBody.JSON.readTree(context.newJsonParser().encodeResourceToString(response));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what HAPI writes is JSON", e);
    }
  }
}
