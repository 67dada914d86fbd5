package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.fact.StatedFacts;
import org.openimr.fhir.casefile.submission.PasPair;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/** Who writes anew what a case was read from changes neither the case nor its lines. */
class LaterTellingTest {

  private static final String BASIS = "https://openimr.org/fhir/CodeSystem/imr-decision-basis";
  private static final String KEPT =
      " The case keeps what it was when it came in; $record-event states another with an event.";

  private final LaterTelling telling =
      new LaterTelling(HeldPolicies.VOCABULARY, Submissions.CONTEXT);

  @Test
  void theGroundIsStatedInTheCaseAndStaysWhateverTheAnswerSaysLater() {
    CaseFile file = stored("residential-mental-health");
    assertThat(stated(file.task(), "decision-basis")).containsExactly("medical-necessity");
    assertThat(stated(file.task(), "decision")).containsExactly("denied");

    CaseFile later = with(file, ground(answer(file), "benefit-exclusion"));

    assertThat(read(later, "decision-basis")).isEqualTo(Set.of("medical-necessity"));
  }

  @Test
  void anotherGroundIsRefusedByItsPlace() {
    CaseFile file = stored("residential-mental-health");

    assertThat(objections(file, ground(answer(file), "benefit-exclusion")))
        .containsExactly(
            new Problem(
                "business-rule",
                "ClaimResponse.item[0].adjudication[0].reason",
                "This tells the fact decision-basis otherwise than before." + KEPT));
  }

  @Test
  void aGroundMoreIsAnotherGround() {
    CaseFile file = stored("residential-mental-health");
    ClaimResponse answer = answer(file);
    answer
        .getItemFirstRep()
        .addAdjudication()
        .setCategory(new CodeableConcept(new Coding("http://example.org", "more", null)))
        .setReason(new CodeableConcept(new Coding(BASIS, "benefit-exclusion", null)));

    assertThat(objections(file, answer)).hasSize(1);
  }

  @Test
  void aGroundLeftOutIsRefusedWhereItStood() {
    CaseFile file = stored("residential-mental-health");
    ClaimResponse answer = answer(file);
    answer.getItemFirstRep().getAdjudicationFirstRep().setReason(null);

    assertThat(objections(file, answer))
        .extracting(Problem::expression)
        .containsExactly("ClaimResponse.item[0].adjudication[0].reason");
  }

  @Test
  void aCodeThatDoesNotExistIsRefusedAndWouldMakeNoCaseUnreadable() {
    CaseFile file = stored("residential-mental-health");
    ClaimResponse answer = ground(answer(file), "no-such-ground");

    assertThat(objections(file, answer))
        .extracting(Problem::code, Problem::expression)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "code-invalid", "ClaimResponse.item[0].adjudication[0].reason"));
    file.task().getInput().removeIf(input -> names(input, "decision-basis"));
    assertThat(read(with(file, answer), "decision-basis")).isNull();
  }

  @Test
  void whatSaysTheSameInOtherWordsIsTaken() {
    CaseFile file = stored("residential-mental-health");
    ClaimResponse answer = answer(file);
    answer.setDisposition("Not authorized; see the letter of 26 May.");

    assertThat(objections(file, answer)).isEmpty();
  }

  @Test
  void whatTheCaseSaysSinceAnEventIsTaken() {
    CaseFile file = stored("residential-mental-health");
    CaseEntries.state(
        file.task(),
        Map.of(HeldPolicies.VOCABULARY.fact("decision-basis"), Set.of("benefit-exclusion")));

    assertThat(objections(file, ground(answer(file), "benefit-exclusion"))).isEmpty();
  }

  @Test
  void ofAMixedDenialEachLineKeepsItsGround() {
    SubmittedCase read =
        Submissions.reader()
            .read(Submissions.body(PasPair.nested()), Submissions.RECEIVED, references -> Map.of());
    CaseFile file = file(read);
    ClaimResponse answer = answer(file);
    // lines 2 and 3 change places; the whole says the same
    List<ClaimResponse.ItemComponent> items = answer.getItem();
    int second = items.get(1).getItemSequence();
    items.get(1).setItemSequence(items.get(2).getItemSequence());
    items.get(2).setItemSequence(second);

    assertThat(objections(file, answer))
        .containsExactly(
            new Problem(
                "business-rule",
                "ClaimResponse.item",
                "This tells of line 2 another decision than before." + KEPT),
            new Problem(
                "business-rule",
                "ClaimResponse.item",
                "This tells of line 3 another decision than before." + KEPT));
  }

  @Test
  void whatWasNotKnownMayBeToldOnce() {
    CaseFile file = stored("residential-mental-health");
    ClaimResponse silent = answer(file);
    silent.getItemFirstRep().getAdjudicationFirstRep().setReason(null);
    CaseFile before = with(file, silent);
    before.task().getInput().removeIf(input -> names(input, "decision-basis"));

    assertThat(objections(before, answer(file))).isEmpty();
    assertThat(objections(with(before, answer(file)), ground(answer(file), "benefit-exclusion")))
        .hasSize(1);
  }

  @Test
  void aCoverageMayEndWithoutEffectOnTheCase() {
    CaseFile file = stored("home-infusion");
    Coverage coverage =
        file.resources().stream()
            .filter(Coverage.class::isInstance)
            .map(each -> (Coverage) each.copy())
            .findFirst()
            .orElseThrow();
    coverage.setStatus(Coverage.CoverageStatus.CANCELLED);

    assertThat(read(file, "line-of-business")).isEqualTo("medi-cal");
    assertThat(objections(file, coverage)).isEmpty();
    assertThat(read(with(file, coverage), "line-of-business")).isEqualTo("medi-cal");
  }

  @Test
  void whenTheDisputeIsOverThePlanMayAnswerAnew() {
    CaseFile file = stored("residential-mental-health");

    assertThat(telling.objections(file, List.of(ground(answer(file), "benefit-exclusion")), true))
        .isEmpty();
    assertThat(telling.objections(file, List.of(ground(answer(file), "no-such-ground")), true))
        .hasSize(1);
  }

  private List<Problem> objections(CaseFile file, Resource written) {
    return telling.objections(file, List.of(written), false);
  }

  private static CaseFile stored(String example) {
    return file(Submissions.read(Submissions.example(example)));
  }

  private static CaseFile file(SubmittedCase read) {
    Map<String, String> names = new HashMap<>();
    List<Resource> resources = new ArrayList<>();
    read.resources()
        .forEach(
            (name, resource) -> {
              resource.setId(resource.fhirType() + "/r" + names.size());
              names.put(name, CaseFile.reference(resource));
              if (resource != read.task()) {
                resources.add(resource);
              }
            });
    Task task = read.task();
    task.getFocus().setReference(names.get(task.getFocus().getReference()));
    task.getReasonReference().setReference(names.get(task.getReasonReference().getReference()));
    return new CaseFile(task, resources);
  }

  private static CaseFile with(CaseFile file, Resource written) {
    return new CaseFile(
        file.task().copy(),
        file.resources().stream()
            .map(
                each ->
                    CaseFile.reference(each).equals(CaseFile.reference(written)) ? written : each)
            .toList());
  }

  private static ClaimResponse answer(CaseFile file) {
    return file.resources().stream()
        .filter(ClaimResponse.class::isInstance)
        .map(each -> ((ClaimResponse) each).copy())
        .findFirst()
        .orElseThrow();
  }

  private static ClaimResponse ground(ClaimResponse answer, String code) {
    answer
        .getItemFirstRep()
        .getAdjudicationFirstRep()
        .getReason()
        .getCodingFirstRep()
        .setCode(code);
    return answer;
  }

  private static Object read(CaseFile file, String fact) {
    return new CaseFileReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT)
        .read(file)
        .facts()
        .value(fact);
  }

  private static List<String> stated(Task task, String fact) {
    return task.getInput().stream()
        .filter(input -> names(input, fact))
        .map(input -> ((CodeType) input.getValue()).getValue())
        .toList();
  }

  private static boolean names(ParameterComponent input, String fact) {
    return input.getType().hasCoding(StatedFacts.SYSTEM, fact);
  }
}
