package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.HeldPolicies;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.event.CaseWords;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.access.NotSignedInException;
import org.openimr.operation.access.Scopes;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.TableRule;

/** A form is filled from a stored case or from what the request brings, and from nothing else. */
class PopulateOperationTest {

  private static final Caller PLAN = new Caller("test", "plan", "vchcp");
  private static final IdType APPLICATION = new IdType("Questionnaire", "imr-application");

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final PopulateOperation populate =
      new PopulateOperation(
          Submissions.CONTEXT,
          Submissions.forms(),
          new CaseWords(HeldPolicies.VOCABULARY, () -> HeldPolicies.BOOK, Submissions.CONTEXT),
          store,
          new TableRule(AccessTableReader.read()));

  @Test
  void fillsAnApplicationFromTheDenialOfAStoredCase() {
    Parameters answer = populate.populate(APPLICATION, Posted.by(PLAN, askedOf(submitted())));

    QuestionnaireResponse response = response(answer);
    assertThat(response.getStatus()).isEqualTo(QuestionnaireResponseStatus.INPROGRESS);
    assertThat(response.getQuestionnaire())
        .isEqualTo("https://openimr.org/fhir/Questionnaire/imr-application|0.1.0");
    assertThat(response.getSubject().getReference()).startsWith("Patient/");
    assertThat(answers(response))
        .containsEntry("patient-first-name", "Jordan")
        .containsEntry("patient-last-name", "Ellery")
        .containsEntry("patient-birth-date", "1991-11-03")
        .containsEntry("patient-gender", "http://hl7.org/fhir/administrative-gender|other")
        .containsEntry("patient-minor", "false")
        .containsEntry("requester", "https://openimr.org/fhir/CodeSystem/imr-requester|member")
        .containsEntry("contact-street", "18 Sample Lane")
        .containsEntry("contact-zip", "93001")
        .containsEntry("contact-phone", "805-555-0142")
        .containsEntry("plan-name", "Ventura County Health Care Plan")
        .containsEntry("member-number", "VC-7731904")
        .containsEntry(
            "line-of-business",
            "https://openimr.org/fhir/CodeSystem/imr-line-of-business|commercial")
        .containsEntry(
            "review-type", "https://openimr.org/fhir/CodeSystem/imr-review-type|medical-necessity")
        .containsEntry("decision", "https://openimr.org/fhir/CodeSystem/imr-decision|denied")
        .containsEntry("decision-made", "2026-05-21")
        .containsEntry(
            "decision-basis",
            "https://openimr.org/fhir/CodeSystem/imr-decision-basis|medical-necessity")
        .containsEntry("service-rendered", "false")
        .containsEntry("seen-by-network-provider", "true")
        .doesNotContainKey("grievance-resolved")
        .containsEntry("story", null)
        .containsEntry("expedited-asked", null)
        .containsEntry("signed-by", null);
    assertThat(answers(response).get("documents"))
        .contains("denial-letter", "grievance-response", "practitioner-submission")
        .doesNotContain("statement-of-reasons", "review-criterion");
  }

  @Test
  void everyQuestionThatIsAskedIsThereAndNoOther() {
    QuestionnaireResponse response =
        response(populate.populate(APPLICATION, Posted.by(PLAN, askedOf(submitted()))));

    List<String> always = new ArrayList<>();
    List<String> sometimes = new ArrayList<>();
    Submissions.forms()
        .find(response.getQuestionnaire())
        .questionnaire()
        .getItem()
        .forEach(item -> collect(item, false, always, sometimes));
    List<String> there =
        items(response.getItem()).map(QuestionnaireResponseItemComponent::getLinkId).toList();
    assertThat(there).containsAll(always).contains("service-partly-rendered");
    assertThat(sometimes)
        .filteredOn(linkId -> !there.contains(linkId))
        .contains("guardian", "representative", "urgency-basis", "grievance-why-not", "hearing")
        .doesNotContain("service-partly-rendered");
  }

  @Test
  void fillsAnApplicationFromWhatTheRequestBringsForAnybody() {
    ObjectNode bundle = Submissions.example("member-application");
    String content = "{\"name\":\"content\",\"resource\":" + bundle + "}";

    Parameters answer =
        populate.populate(APPLICATION, Posted.by(Caller.ANONYMOUS, parameters(context(content))));

    QuestionnaireResponse response = response(answer);
    assertThat(response.getSubject().getReference())
        .isEqualTo(bundle.at("/entry/1/fullUrl").asText());
    assertThat(answers(response))
        .containsEntry("representative-name", "Lucia Quintanilla")
        .containsEntry("language", "urn:ietf:bcp:47|es")
        .containsEntry("service", "Proton beam therapy")
        .containsEntry("condition", "Brain tumor")
        .containsEntry("treating-physician", "Ines Arkwright")
        .containsEntry("treating-physician-phone", "559-555-0163")
        .doesNotContainKey("guardian-first-name");
    assertThat(store.size()).isZero();
  }

  @Test
  void whatIsFilledIsAcceptedAsItIsBesideACase() {
    ObjectNode bundle = Submissions.example("member-application");
    Parameters answer =
        populate.populate(
            APPLICATION,
            Posted.by(
                Caller.ANONYMOUS,
                parameters(context("{\"name\":\"content\",\"resource\":" + bundle + "}"))));
    ObjectNode entry = bundle.withArray("entry").addObject();
    entry.put("fullUrl", "urn:uuid:00000000-0000-4000-8000-000000000007");
    entry.set("resource", Submissions.tree(response(answer)));

    assertThat(Submissions.read(bundle).remarks())
        .extracting(Problem::expression)
        .containsExactly("Bundle.entry[13].resource.status");
  }

  @Test
  void severalPatientsLeaveTheNameOpenAndAreNamed() {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    for (String family : new String[] {"One", "Other"}) {
      org.hl7.fhir.r4.model.Patient patient = new org.hl7.fhir.r4.model.Patient();
      patient.addName().setFamily(family);
      bundle.addEntry().setFullUrl("https://example.org/Patient/" + family).setResource(patient);
    }
    String content =
        "{\"name\":\"content\",\"resource\":"
            + Submissions.CONTEXT.newJsonParser().encodeResourceToString(bundle)
            + "}";

    Parameters answer =
        populate.populate(APPLICATION, Posted.by(Caller.ANONYMOUS, parameters(context(content))));

    assertThat(answers(response(answer))).containsEntry("patient-last-name", null);
    OperationOutcome issues = (OperationOutcome) answer.getParameter("issues").getResource();
    assertThat(issues.getIssueFirstRep().getDetails().getText()).contains("for patient in");
    assertThat(response(answer).hasSubject()).isFalse();
  }

  @Test
  void aCertificationIsFilledToo() {
    Parameters answer =
        populate.populate(
            new IdType("Questionnaire", "imr-urgency-certification"),
            Posted.by(PLAN, askedOf(submitted())));

    assertThat(answers(response(answer)))
        .containsEntry("patient-last-name", "Ellery")
        .containsEntry("urgency-determined-by", null);
  }

  @Test
  void aStoredCaseNeedsATokenARoleAndAParty() {
    String id = submitted();
    assertThatThrownBy(
            () -> populate.populate(APPLICATION, Posted.by(Caller.ANONYMOUS, askedOf(id))))
        .isInstanceOf(NotSignedInException.class);
    assertThatThrownBy(
            () ->
                populate.populate(
                    APPLICATION,
                    Posted.by(new Caller("test", "imro-reviewer", "vchcp"), askedOf(id))))
        .isInstanceOf(NotForThisRoleException.class);
    assertThatThrownBy(
            () ->
                populate.populate(
                    APPLICATION,
                    Posted.by(
                        new Caller("test", "plan", "vchcp", Scopes.parse("system/Patient.r")),
                        askedOf(id))))
        .isInstanceOf(NotForThisRoleException.class);
    assertThatThrownBy(
            () ->
                populate.populate(
                    APPLICATION, Posted.by(new Caller("test", "plan", "chw"), askedOf(id))))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void theSubjectIsThePatientOfTheCase() {
    String id = submitted();
    String other =
        "{\"name\":\"subject\",\"valueReference\":{\"reference\":\"Patient/somebody\"}},";

    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                populate.populate(
                    APPLICATION,
                    Posted.by(PLAN, parameters(other + context(reference("Task/" + id))))));

    assertThat(refused.problems().get(0).expression()).contains("subject");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(String parameters, String expression) {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () -> populate.populate(APPLICATION, Posted.by(PLAN, parameters(parameters))));

    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.problems()).extracting(Problem::expression).contains(expression);
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> bad() {
    return Stream.of(
        bad("", "Parameters"),
        bad("{\"name\":\"mood\",\"valueString\":\"x\"}", "Parameters.parameter[0].name"),
        bad("{\"name\":\"context\",\"valueString\":\"x\"}", "Parameters.parameter[0]"),
        bad(
            "{\"name\":\"context\",\"part\":[{\"name\":\"name\",\"valueString\":\"case\"}]}",
            "Parameters.parameter[0]"),
        bad(context(reference("Patient/1")), "Parameters.parameter[0].part[1].value"),
        bad(
            context("{\"name\":\"content\",\"resource\":{\"resourceType\":\"Patient\"}}"),
            "Parameters.parameter[0].part[1].resource"),
        bad(
            context(reference("Task/1")).replace("\"case\"", "\"encounter\""),
            "Parameters.parameter[0].part[0].value"),
        bad(
            context(reference("Task/1")) + ",{\"name\":\"local\",\"valueBoolean\":false}",
            "Parameters.parameter[1].value"),
        bad(
            context(reference("Task/1")) + ",{\"name\":\"local\",\"valueString\":\"yes\"}",
            "Parameters.parameter[1].value"),
        bad(
            context(reference("Task/1")) + "," + context(reference("Task/2")),
            "Parameters.parameter[1]"));
  }

  private static org.junit.jupiter.params.provider.Arguments bad(String body, String place) {
    return org.junit.jupiter.params.provider.Arguments.of(body, place);
  }

  private String submitted() {
    return Posted.submit(
        store,
        Clock.fixed(Submissions.RECEIVED, ZoneOffset.UTC),
        PLAN,
        Submissions.small().toString());
  }

  private static String reference(String reference) {
    return "{\"name\":\"content\",\"valueReference\":{\"reference\":\"" + reference + "\"}}";
  }

  private static String context(String content) {
    return "{\"name\":\"context\",\"part\":[{\"name\":\"name\",\"valueString\":\"case\"},"
        + content
        + "]}";
  }

  private static String parameters(String each) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + each + "]}";
  }

  private static String askedOf(String id) {
    return parameters(context(reference("Task/" + id)));
  }

  private static QuestionnaireResponse response(Parameters answer) {
    return (QuestionnaireResponse) answer.getParameter("response").getResource();
  }

  private static void collect(
      QuestionnaireItemComponent item,
      boolean depends,
      List<String> always,
      List<String> sometimes) {
    boolean asked = depends || item.hasEnableWhen();
    (asked ? sometimes : always).add(item.getLinkId());
    item.getItem().forEach(child -> collect(child, asked, always, sometimes));
  }

  private static Stream<QuestionnaireResponseItemComponent> items(
      List<QuestionnaireResponseItemComponent> items) {
    return items.stream().flatMap(item -> Stream.concat(Stream.of(item), items(item.getItem())));
  }

  /** The answers by link id; null where there is none. */
  private static Map<String, String> answers(QuestionnaireResponse response) {
    Map<String, String> answers = new TreeMap<>();
    items(response.getItem())
        .forEach(
            item ->
                answers.put(
                    item.getLinkId(),
                    item.hasAnswer()
                        ? item.getAnswer().stream()
                            .map(answer -> text(answer.getValue()))
                            .collect(Collectors.joining(","))
                        : null));
    return answers;
  }

  private static String text(Type value) {
    return value instanceof Coding coding
        ? coding.getSystem() + "|" + coding.getCode()
        : value.primitiveValue();
  }
}
