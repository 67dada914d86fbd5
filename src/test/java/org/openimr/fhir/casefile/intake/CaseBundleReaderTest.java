package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.casefile.Facts;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.document.ContentHashes;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedCase;

class CaseBundleReaderTest {

  private static final String NOWHERE = "urn:uuid:00000000-0000-4000-8000-000000000000";

  @Test
  void readsPolicyFactsAndEvents() {
    SubmittedCase read = Submissions.read(Submissions.small());

    assertThat(read.policy().header().canonical())
        .isEqualTo("https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25");
    assertThat(read.assumedText()).isNull();
    Facts facts = read.reviewCase().facts();
    assertThat(facts.value("review-type")).isEqualTo("medical-necessity");
    assertThat(facts.value("urgency")).isEqualTo("standard");
    assertThat(facts.value("decision")).isEqualTo("denied");
    assertThat(facts.value("decision-basis")).isEqualTo(Set.of("medical-necessity"));
    assertThat(facts.value("service-rendered")).isEqualTo(false);
    assertThat(facts.value("line-of-business")).isEqualTo("commercial");
    assertThat(read.reviewCase().events()).hasSize(12);
  }

  @Test
  void statedFactsWinOverThoseFound() {
    ObjectNode bundle = Submissions.small();
    Submissions.input(bundle, "imr-fact", "urgency").put("valueCode", "expedited");

    SubmittedCase read = Submissions.read(bundle);

    assertThat(read.reviewCase().facts().value("urgency")).isEqualTo("expedited");
    assertThat(read.remarks())
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.expression()).isEqualTo("Bundle");
              assertThat(remark.text())
                  .contains("the fact urgency otherwise than Bundle.entry[0].resource.input[14]");
            });
  }

  @Test
  void namesEveryPlaceOfAContradiction() {
    ObjectNode bundle = Submissions.small();
    for (String code : new String[] {"life-threatening", "neither"}) {
      ObjectNode entry = entries(bundle).addObject().put("fullUrl", NOWHERE + code);
      ObjectNode answers = entry.putObject("resource").put("status", "completed");
      answers.put("resourceType", "QuestionnaireResponse");
      ObjectNode item = answers.putArray("item").addObject().put("linkId", "severity");
      item.putArray("answer")
          .addObject()
          .putObject("valueCoding")
          .put("system", "https://openimr.org/fhir/CodeSystem/imr-condition-severity")
          .put("code", code);
    }

    assertThat(problems(bundle))
        .extracting(Problem::expression)
        .contains(
            "Bundle.entry[23].resource.item[0].answer[0].value.code",
            "Bundle.entry[24].resource.item[0].answer[0].value.code");
  }

  @Test
  void hashesEveryDocument() {
    SubmittedCase read = Submissions.read(Submissions.small());

    assertThat(read.entries())
        .filteredOn(entry -> entry.resource() instanceof DocumentReference)
        .hasSize(9)
        .allSatisfy(
            entry ->
                assertThat(
                        ((DocumentReference) entry.resource())
                            .getContentFirstRep()
                            .getAttachment()
                            .getExtensionByUrl(ContentHashes.SHA256)
                            .getValue()
                            .primitiveValue())
                    .matches("[0-9a-f]{64}"));
  }

  @Test
  void aPolicyWithoutVersionIsTheOneInForceWhenTheCaseWasOpened() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Task").put("instantiatesUri", "dmhc-imr-vchcp");
    Submissions.event(bundle, "request-received").put("valueDateTime", "2024-05-18T09:12:00-07:00");

    SubmittedCase read = Submissions.read(bundle);

    assertThat(read.reviewCase().policy()).endsWith("dmhc-imr-vchcp|2025-02-25");
    assertThat(read.assumedText()).isEqualTo("2025-02-25");
  }

  @Test
  void findsEveryProblemAtOnce() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Task").remove("for");
    Submissions.event(bundle, "grievance-filed").put("valueDateTime", "2026-05");
    Submissions.first(bundle, "Patient").put("gender", "unheard-of");
    Submissions.first(bundle, "Claim").remove("created");
    Submissions.first(bundle, "ClaimResponse").with("insurer").put("reference", NOWHERE);
    ((ObjectNode) bundle.path("entry").get(4)).remove("fullUrl");
    Submissions.all(bundle, "DocumentReference").get(1).put("status", "gone");

    assertThat(problems(bundle))
        .extracting(Problem::expression)
        .contains(
            "Bundle.entry[0].resource",
            "Bundle.entry[0].resource.input[7].value",
            "Bundle.entry[1].resource.gender",
            "Bundle.entry[10].resource",
            "Bundle.entry[11].resource.insurer.reference",
            "Bundle.entry[4]",
            "Bundle.entry[13].resource.status");
  }

  @Test
  void saysNothingOfThePerson() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Patient").put("birthDate", "3 November 1991");
    Submissions.first(bundle, "Patient").put("gender", "Secretive");

    assertThat(problems(bundle))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.text()).doesNotContain("1991"));
  }

  static Stream<Bad> bad() {
    return Stream.of(
        new Bad("no identifier", "Bundle.identifier", "required", b -> b.remove("identifier")),
        new Bad("a batch", "Bundle.type", "value", b -> b.put("type", "batch")),
        new Bad("no case", "Bundle.entry", "required", b -> entries(b).remove(0)),
        new Bad(
            "two cases",
            "Bundle.entry",
            "business-rule",
            b ->
                entries(b)
                    .add(entries(b).get(0).deepCopy())
                    .get(entries(b).size() - 1)
                    .<ObjectNode>require()
                    .put("fullUrl", NOWHERE)),
        new Bad(
            "a type that no case has",
            "Bundle.entry[3].resource",
            "not-supported",
            b -> Submissions.first(b, "Organization").put("resourceType", "Subscription")),
        new Bad(
            "no type of FHIR",
            "Bundle.entry[3].resource",
            "not-supported",
            b -> Submissions.first(b, "Organization").put("resourceType", "Nonsense")),
        new Bad(
            "an unknown element",
            "Bundle.entry[1].resource",
            "structure",
            b -> Submissions.first(b, "Patient").put("colour", "green")),
        new Bad(
            "one name for two entries",
            "Bundle.entry[4].fullUrl",
            "duplicate",
            b -> entry(b, 4).set("fullUrl", entry(b, 3).get("fullUrl"))),
        new Bad(
            "one identifier for two organizations",
            "Bundle.entry[4].resource.identifier[0]",
            "duplicate",
            b ->
                Submissions.all(b, "Organization")
                    .get(1)
                    .set("identifier", Submissions.first(b, "Organization").get("identifier"))),
        new Bad(
            "a reference to nothing",
            "Bundle.entry[10].resource.patient.reference",
            "not-found",
            b -> Submissions.first(b, "Claim").with("patient").put("reference", NOWHERE)),
        new Bad(
            "an event that is none",
            "Bundle.entry[0].resource.input[2].type",
            "code-invalid",
            b -> code(Submissions.event(b, "request-received"), "party-held")),
        new Bad(
            "a fact that is none",
            "Bundle.entry[0].resource.input[0].type",
            "code-invalid",
            b -> code((ObjectNode) Submissions.first(b, "Task").path("input").get(0), "mood")),
        new Bad(
            "a fact of the wrong type",
            "Bundle.entry[0].resource.input[1].value",
            "value",
            b -> {
              ObjectNode fact = (ObjectNode) Submissions.first(b, "Task").path("input").get(1);
              fact.remove("valueBoolean");
              fact.put("valueInteger", 3);
            }),
        new Bad(
            "a policy that is none",
            "Bundle.entry[0].resource.instantiatesUri",
            "not-found",
            b ->
                Submissions.first(b, "Task")
                    .put("instantiatesUri", "https://openimr.org/fhir/PlanDefinition/none|1")),
        new Bad(
            "a date where hours count",
            "Bundle.entry[0].resource.input[3]",
            "business-rule",
            b -> Submissions.event(b, "decision-made").put("valueDateTime", "2026-05-21")),
        new Bad(
            "an answer before the grievance",
            "Bundle.entry[0].resource.input[8]",
            "business-rule",
            b ->
                Submissions.event(b, "grievance-resolved")
                    .put("valueDateTime", "2026-05-20T10:00:00-07:00")),
        new Bad(
            "content that is not base64",
            "Bundle.entry[12].resource.content[0].attachment.data",
            "value",
            b -> attachment(b).put("data", "%%%")),
        new Bad(
            "a document without content",
            "Bundle.entry[12].resource.content[0].attachment",
            "required",
            b -> attachment(b).remove("data")),
        new Bad(
            "content elsewhere",
            "Bundle.entry[12].resource.content[0].attachment.url",
            "not-found",
            b -> {
              attachment(b).remove("data");
              attachment(b).put("url", "https://elsewhere.example/1.pdf");
            }),
        new Bad(
            "a hash of something else",
            "Bundle.entry[12].resource.content[0].attachment.extension",
            "value",
            b ->
                attachment(b)
                    .withArray("extension")
                    .addObject()
                    .put("url", ContentHashes.SHA256)
                    .put("valueString", "0".repeat(64))),
        new Bad(
            "a replaced document that is not there",
            "Bundle.entry[12].resource.relatesTo[0].target.reference",
            "conflict",
            b ->
                Submissions.first(b, "DocumentReference")
                    .withArray("relatesTo")
                    .addObject()
                    .put("code", "replaces")
                    .putObject("target")
                    .put("reference", "DocumentReference/none")),
        new Bad(
            "a privilege that is none",
            "Bundle.entry[20].resource.securityLabel[0]",
            "code-invalid",
            b ->
                ((ObjectNode)
                        Submissions.all(b, "DocumentReference")
                            .get(6)
                            .at("/securityLabel/0/coding/0"))
                    .put("code", "royal")),
        new Bad(
            "a decision that is none",
            "Bundle.entry[11].resource.item[0].adjudication[0].category",
            "code-invalid",
            b ->
                ((ObjectNode)
                        Submissions.first(b, "ClaimResponse")
                            .at("/item/0/adjudication/0/category/coding/0"))
                    .put("code", "maybe")),
        new Bad(
            "marks of the server",
            "Bundle.entry[1].resource.meta.tag[0]",
            "forbidden",
            b ->
                Submissions.first(b, "Patient")
                    .with("meta")
                    .withArray("tag")
                    .addObject()
                    .put("system", AccessMarks.PARTY)
                    .put("code", "chw")),
        new Bad(
            "a duty of its own",
            "Bundle.entry[23].resource.code",
            "business-rule",
            b -> {
              ObjectNode entry = entries(b).addObject().put("fullUrl", NOWHERE);
              ObjectNode task = entry.putObject("resource").put("resourceType", "Task");
              task.put("status", "requested").put("intent", "order");
            }));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(Bad bad) {
    ObjectNode bundle = Submissions.small();
    bad.spoil().accept(bundle);

    assertThat(problems(bundle))
        .anySatisfy(
            problem -> {
              assertThat(problem.expression()).isEqualTo(bad.expression());
              assertThat(problem.code()).isEqualTo(bad.code());
            });
  }

  @Test
  void refusesTenThousandEventsAtOnce() {
    ObjectNode bundle = Submissions.small();
    ArrayNode inputs = Submissions.first(bundle, "Task").withArray("input");
    for (int i = 0; i < 10_000; i++) {
      inputs.add(Submissions.event(bundle, "plan-notified").deepCopy());
    }

    assertThat(problems(bundle)).singleElement().extracting(Problem::code).isEqualTo("too-costly");
  }

  @Test
  void marksTheDocumentThatAnotherReplaces() {
    ObjectNode bundle = Submissions.small();
    Submissions.all(bundle, "DocumentReference")
        .get(1)
        .withArray("relatesTo")
        .addObject()
        .put("code", "replaces")
        .putObject("target")
        .set("reference", entry(bundle, 12).get("fullUrl"));

    SubmittedCase read = Submissions.read(bundle);

    assertThat(((DocumentReference) read.entries().get(12).resource()).getStatus().toCode())
        .isEqualTo("superseded");
  }

  private static Iterable<Problem> problems(ObjectNode bundle) {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                Submissions.reader()
                    .read(Submissions.body(bundle), Submissions.RECEIVED, any -> Map.of()));
    assertThat(refused).as("refused").isNotNull();
    return refused.problems();
  }

  private static ArrayNode entries(ObjectNode bundle) {
    return bundle.withArray("entry");
  }

  private static ObjectNode entry(ObjectNode bundle, int index) {
    return (ObjectNode) bundle.path("entry").get(index);
  }

  private static ObjectNode attachment(ObjectNode bundle) {
    return (ObjectNode) Submissions.first(bundle, "DocumentReference").at("/content/0/attachment");
  }

  private static void code(ObjectNode input, String code) {
    ((ObjectNode) input.at("/type/coding/0")).put("code", code);
  }

  record Bad(String name, String expression, String code, Consumer<ObjectNode> spoil) {
    @Override
    public String toString() {
      return name;
    }
  }
}
