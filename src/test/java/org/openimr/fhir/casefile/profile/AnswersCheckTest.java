package org.openimr.fhir.casefile.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.review.AssignmentQuestion.Named;
import org.openimr.fhir.reviewer.MadeUpReviewers;

class AnswersCheckTest {

  private static final String PATH = "Parameters.parameter[2].resource";

  private final AnswersCheck check = Submissions.answers();

  private static QuestionnaireResponse attestation() {
    Task task = new Task();
    task.setId("Task/7");
    task.addIdentifier(new Identifier().setValue("case-7"));
    return MadeUpReviewers.attestation(
        task,
        new Reference("PractitionerRole/8"),
        Date.from(Instant.parse("2026-07-02T17:00:00Z")));
  }

  private List<Problem> problems(QuestionnaireResponse response) {
    return check.check(new Named(null, response, PATH));
  }

  private static QuestionnaireResponseItemComponent affiliations(QuestionnaireResponse response) {
    return response.getItem().get(1);
  }

  @Test
  void whoAnswersByTheElementsOfFhirNeedsNoSignature() {
    assertThat(problems(attestation())).isEmpty();
  }

  @Test
  void somebodyHasToAttest() {
    QuestionnaireResponse response = attestation();
    response.setAuthor(null);

    assertThat(problems(response))
        .extracting(Problem::expression, Problem::text)
        .containsExactly(tuple(PATH, "Who attests is missing."));
  }

  @Test
  void whoAttestsMayStandInTheForm() {
    QuestionnaireResponse response = attestation();
    response.setAuthor(null);
    QuestionnaireResponseItemComponent attester = response.addItem().setLinkId("attester");
    attester.addItem().setLinkId("attested-by").addAnswer().setValue(new StringType("R. Quist"));
    attester.addItem().setLinkId("attested-on").addAnswer().setValue(new DateType("2026-07-02"));

    assertThat(problems(response)).isEmpty();
  }

  @Test
  void itemsAreOrderedAsTheFormAsks() {
    QuestionnaireResponse response = attestation();
    assertThat(affiliations(response).getItemFirstRep().getLinkId())
        .isEqualTo("developer-manufacturer");
    response.getItem().add(response.getItem().remove(0));

    assertThat(problems(response)).isEmpty();
    assertThat(response.getItem())
        .extracting(QuestionnaireResponseItemComponent::getLinkId)
        .containsExactly("review", "affiliations");
    assertThat(affiliations(response).getItem())
        .extracting(QuestionnaireResponseItemComponent::getLinkId)
        .containsExactly(
            "plan",
            "plan-personnel",
            "disputed-provider",
            "facility",
            "developer-manufacturer",
            "enrollee-family",
            "prior-involvement");
  }

  @Test
  void allThatIsWrongIsNamedWithItsPlace() {
    QuestionnaireResponse response = attestation();
    affiliations(response).getItem().get(5).getAnswerFirstRep().setValue(new StringType("no"));
    affiliations(response).addItem().setLinkId("weather").addAnswer().setValue(new BooleanType());
    response.getItem().remove(0);

    List<Problem> problems = problems(response);

    assertThat(problems).extracting(Problem::expression).allMatch(each -> each.startsWith(PATH));
    assertThat(problems)
        .extracting(Problem::text)
        .anyMatch(each -> each.contains("not of the type that the question has: boolean"))
        .anyMatch(each -> each.contains("not found in questionnaire"))
        .anyMatch(each -> each.contains("No response answer found for required item"));
    assertThat(String.valueOf(problems)).doesNotContain("case-7", "PractitionerRole/8");
  }

  @Test
  void whatIsStoredIsNotLookedAtAgain() {
    assertThat(check.check(new Named(new Reference("QuestionnaireResponse/1"), null, PATH)))
        .isEmpty();
  }
}
