package org.openimr.fhir.casefile.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.submission.PasPair;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/** Each line of a claim has its own result, and the case may be about some of them. */
class ServiceLinesTest {

  private static final String HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets|";

  @Test
  void eachLineHasItsOwnResult() {
    assertThat(lines(PasPair.nested()))
        .containsExactly(
            new ServiceLine(1, HCPCS + "G0299", false, "approved", Set.of()),
            new ServiceLine(2, HCPCS + "S9338", true, "denied", Set.of("medical-necessity")),
            new ServiceLine(3, HCPCS + "J1569", true, "modified", Set.of("benefit-exclusion")),
            new ServiceLine(4, HCPCS + "A4222", true, "denied", Set.of("medical-necessity")));
  }

  @Test
  void withoutAWordTheDecisionIsThatOnTheWhole() {
    Facts facts = Submissions.read(PasPair.nested()).reviewCase().facts();

    assertThat(facts.value("decision")).isEqualTo("modified");
    assertThat(facts.value("decision-basis"))
        .isEqualTo(Set.of("medical-necessity", "benefit-exclusion"));
  }

  @Test
  void theFactsAreThoseOfTheLinesThatTheCaseNames() {
    Facts facts = Submissions.read(disputing(2, 4)).reviewCase().facts();

    assertThat(facts.value("decision")).isEqualTo("denied");
    assertThat(facts.value("decision-basis")).isEqualTo(Set.of("medical-necessity"));
    assertThat(facts.value("disputed-line")).isEqualTo(Set.of(2, 4));
    assertThat(lines(disputing(2, 4)))
        .extracting(ServiceLine::sequence, ServiceLine::disputed)
        .containsExactly(tuple(1, false), tuple(2, true), tuple(3, false), tuple(4, true));
  }

  @Test
  void otherFactsAreThoseOfTheLinesToo() {
    ObjectNode request = PasPair.request();
    ((ObjectNode) Submissions.first(request, "Claim").path("item").get(2))
        .withObject("/productOrService")
        .putArray("coding")
        .addObject()
        .put("system", "http://provider.example.org/local")
        .put("code", "INF");
    ObjectNode whole = PasPair.nested(PasPair.task(), request, PasPair.response());
    ObjectNode some = PasPair.nested(disputingTask(2), request, PasPair.response());

    assertThat(Submissions.read(whole).reviewCase().facts().value("has-service-code")).isNull();
    assertThat(Submissions.read(some).reviewCase().facts().value("has-service-code"))
        .isEqualTo(true);
  }

  @Test
  void whatIsSaidOfTheWholeIsTrueOfALineWithoutWordsOfItsOwn() {
    ObjectNode response = PasPair.response();
    ObjectNode answer = Submissions.first(response, "ClaimResponse");
    answer.set("adjudication", answer.path("item").get(1).path("adjudication").deepCopy());
    answer.withArray("item").remove(3);

    assertThat(lines(PasPair.nested(PasPair.task(), PasPair.request(), response)))
        .extracting(ServiceLine::decision)
        .containsExactly("approved", "denied", "modified", "denied");
  }

  @Test
  void aLineThatTheClaimDoesNotHaveIsRefused() {
    assertThat(problems(disputing(2, 9)))
        .extracting(Problem::code, Problem::expression, Problem::text)
        .containsExactly(
            tuple(
                "business-rule",
                "Bundle.entry[0].resource.input[3].value",
                "The claim in dispute has no line 9."));
  }

  @Test
  void aClaimOfTooManyLinesIsRefused() {
    ObjectNode request = PasPair.request();
    ObjectNode claim = Submissions.first(request, "Claim");
    while (claim.path("item").size() < 1000) {
      claim.withArray("item").add(claim.path("item").get(0).deepCopy());
    }

    assertThat(problems(PasPair.nested(PasPair.task(), request, PasPair.response())))
        .extracting(Problem::code, Problem::expression)
        .containsExactly(tuple("too-costly", "Bundle.entry[1].resource.entry[0].resource.item"));
  }

  @Test
  void codesThatAreNotUnderstoodAreSaidAndLeaveTheirFactOpen() {
    ObjectNode response = PasPair.response();
    reason(response, 1, "http://plan.example.org/reasons", "NN-7");
    action(response, 3, "CT");

    SubmittedCase read =
        Submissions.read(PasPair.nested(PasPair.task(), PasPair.request(), response));

    assertThat(read.reviewCase().facts().value("decision")).isNull();
    assertThat(read.reviewCase().facts().value("decision-basis"))
        .isEqualTo(new KnownInPart(Set.of("medical-necessity", "benefit-exclusion")));
    assertThat(read.remarks())
        .extracting(Problem::code, Problem::expression, Problem::text)
        .containsExactly(
            tuple(
                "code-invalid",
                "Bundle.entry[2].resource.entry[0].resource.item[3].adjudication[0].extension[0]"
                    + ".extension[0].value",
                "The code CT of https://codesystem.x12.org/005010/306 is not understood here; it"
                    + " tells nothing of the fact decision, which can be stated in the input of the"
                    + " Task."),
            tuple(
                "code-invalid",
                "Bundle.entry[2].resource.entry[0].resource.item[1].adjudication[0].extension[0]"
                    + ".extension[1].value",
                "The code NN-7 of http://plan.example.org/reasons is not understood here; it tells"
                    + " nothing of the fact decision-basis, which can be stated in the input of the"
                    + " Task."));
  }

  @Test
  void whatTheCaseStatesNeedsNoCodes() {
    ObjectNode response = PasPair.response();
    action(response, 3, "CT");
    ObjectNode task = PasPair.task();
    fact(task, "decision").put("valueCode", "denied");

    SubmittedCase read = Submissions.read(PasPair.nested(task, PasPair.request(), response));

    assertThat(read.reviewCase().facts().value("decision")).isEqualTo("denied");
    assertThat(read.remarks()).isEmpty();
  }

  private static List<ServiceLine> lines(ObjectNode submission) {
    Bundle bundle = new Bundle();
    SubmittedCase read = Submissions.read(submission);
    read.entries()
        .forEach(
            entry -> bundle.addEntry().setFullUrl(entry.fullUrl()).setResource(entry.resource()));
    return new ServiceLines(read.task(), bundle)
        .read(new CaseFactReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT));
  }

  private static void reason(ObjectNode response, int line, String system, String code) {
    ((ObjectNode) part(response, line, 1).at("/valueCodeableConcept/coding/0"))
        .put("system", system)
        .put("code", code);
  }

  private static void action(ObjectNode response, int line, String code) {
    ((ObjectNode) part(response, line, 0).at("/valueCodeableConcept/coding/0")).put("code", code);
  }

  private static com.fasterxml.jackson.databind.JsonNode part(
      ObjectNode response, int line, int part) {
    return Submissions.first(response, "ClaimResponse")
        .at("/item/" + line + "/adjudication/0/extension/0/extension/" + part);
  }

  private static ObjectNode disputing(int... lines) {
    return PasPair.nested(disputingTask(lines), PasPair.request(), PasPair.response());
  }

  private static ObjectNode disputingTask(int... lines) {
    ObjectNode task = PasPair.task();
    for (int line : lines) {
      fact(task, "disputed-line").put("valueInteger", line);
    }
    return task;
  }

  private static ObjectNode fact(ObjectNode task, String code) {
    ObjectNode input = task.withArray("input").addObject();
    input
        .putObject("type")
        .putArray("coding")
        .addObject()
        .put("system", "https://openimr.org/fhir/CodeSystem/imr-fact")
        .put("code", code);
    return input;
  }

  private static List<Problem> problems(ObjectNode submission) {
    return catchThrowableOfType(
            UnreadableResourceException.class, () -> Submissions.read(submission))
        .problems();
  }
}
