package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.Facts;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.event.CaseEventReader;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/** What a member's application tells, what is remarked about it, and what is refused. */
class ApplicationTest {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final String APPLICATION = "Bundle.entry[7].resource";
  private static final String CERTIFICATION = "Bundle.entry[8].resource";

  @Test
  void aCompletedApplicationDecidesFacts() {
    SubmittedCase read = read(bundle());

    Facts facts = read.reviewCase().facts();
    assertThat(facts.value("review-type")).isEqualTo("experimental-investigational");
    assertThat(facts.value("urgency")).isEqualTo("expedited");
    assertThat(facts.value("urgency-determined-by")).isEqualTo("treating-physician");
    assertThat(facts.value("decision-basis")).isEqualTo(Set.of("experimental-investigational"));
    assertThat(facts.value("service-rendered")).isEqualTo(false);
    assertThat(facts.value("state-fair-hearing")).isEqualTo("none");
    assertThat(facts.value("supporting-documents")).isEqualTo(2);
    assertThat(facts.value("requester")).isEqualTo("representative");
    assertThat(read.remarks()).isEmpty();
  }

  @Test
  void whatTheApplicationTellsBecomesAnEventOfTheCase() {
    SubmittedCase read = read(bundle());

    assertThat(read.reviewCase().events())
        .extracting(CaseEvent::code)
        .containsExactly("decision-made", "application-received");
    Task task = read.task();
    assertThat(task.getInput())
        .filteredOn(input -> input.getType().getCodingFirstRep().getSystem().endsWith("imr-event"))
        .hasSize(2);
    assertThat(CaseEventReader.read(task, "Task", new ProblemList()).events())
        .isEqualTo(read.reviewCase().events());
    assertThat(read.reviewCase().events().get(0).evidence())
        .isEqualTo(bundle().at("/entry/7/fullUrl").asText());
  }

  @Test
  void anUnfinishedApplicationTellsNothing() {
    ObjectNode bundle = bundle();
    resource(bundle, 7).put("status", "in-progress");

    SubmittedCase read = read(bundle);

    assertThat(read.reviewCase().facts().value("decision")).isNull();
    assertThat(read.reviewCase().events()).isEmpty();
    assertThat(read.remarks())
        .extracting(Problem::expression)
        .containsExactly(APPLICATION + ".status");
  }

  @Test
  void questionsMayStandInSpanish() {
    ObjectNode bundle = bundle();
    item(bundle, 7, "patient-first-name").put("text", "Nombre");
    item(bundle, 7, "patient").put("text", "The patient");

    assertThat(read(bundle).remarks()).isEmpty();
  }

  /** Something that is remarked and not refused. */
  record Remarked(String name, String expression, String text, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Remarked> remarked() {
    return Stream.of(
        new Remarked(
            "an application that nobody signed",
            APPLICATION + ".item[10]",
            "signature of the applicant",
            b -> remove(b, 7, "signed-by")),
        new Remarked(
            "a certification that nobody signed",
            CERTIFICATION + ".item[6]",
            "signature of the physician",
            b -> remove(b, 8, "signed-on")),
        new Remarked(
            "no permission to obtain records",
            APPLICATION + ".item[10]",
            "permission to obtain",
            b -> remove(b, 7, "release")),
        new Remarked(
            "a fast review that nobody certified",
            APPLICATION + ".item[6].item[0].answer[0].value",
            "no physician is said to have certified",
            b -> {
              remove(b, 7, "urgency-certified");
              remove(b, 7, "urgency-certifier");
            }),
        new Remarked(
            "a therapy that is not recommended and not supported",
            CERTIFICATION + ".item[4]",
            "neither a written recommendation",
            b -> {
              remove(b, 8, "physician-recommended-in-writing");
              remove(b, 8, "evidence");
            }),
        new Remarked(
            "a representative without authorization",
            APPLICATION + ".item[1].item[0].answer[0].value",
            "A representative acts",
            b -> remove(b, 7, "representative-authorized")),
        new Remarked(
            "a denial of unknown date",
            APPLICATION + ".item[5]",
            "date of the plan's decision is missing",
            b -> remove(b, 7, "decision-made")),
        new Remarked(
            "another birth date than the member's",
            APPLICATION + ".item[0].item[2].answer[0].value",
            "patient-birth-date differs",
            b -> answer(b, 7, "patient-birth-date").put("valueDate", "1958-09-03")),
        new Remarked(
            "another family name than the member's",
            APPLICATION + ".item[0].item[1].answer[0].value",
            "patient-last-name differs",
            b -> answer(b, 7, "patient-last-name").put("valueString", "Quintana")),
        new Remarked(
            "another membership number",
            APPLICATION + ".item[4].item[1].answer[0].value",
            "member-number differs",
            b -> answer(b, 7, "member-number").put("valueString", "CHW-4410972")),
        new Remarked(
            "a document that is said to be there and is not",
            APPLICATION + ".item[9].item[0].answer[1].value",
            "documents differs",
            b -> ((ArrayNode) resource(b, 10).at("/type/coding")).remove(1)),
        new Remarked(
            "another kind of review than the case says",
            APPLICATION + ".item[5].item[0].answer[0].value.code",
            "the fact review-type otherwise than Bundle.entry[0].resource.reasonCode",
            b ->
                resource(b, 0)
                    .putObject("reasonCode")
                    .putArray("coding")
                    .addObject()
                    .put("system", CODES + "imr-review-type")
                    .put("code", "medical-necessity")),
        new Remarked(
            "another basis than the case states",
            APPLICATION + ".item[5].item[6].answer[0].value.code",
            "the fact decision-basis otherwise than Bundle.entry[0].resource.input[0].value",
            b -> input(b, "imr-fact", "decision-basis").put("valueCode", "benefit-exclusion")),
        new Remarked(
            "another date than the case states",
            APPLICATION + ".item[5].item[5].answer[0].value",
            "another date of the event decision-made",
            b -> input(b, "imr-event", "decision-made").put("valueDateTime", "2026-04-22")),
        new Remarked(
            "a date of which only the month is known",
            APPLICATION + ".item[5].item[5].answer[0].value",
            "decision-made is not read",
            b -> answer(b, 7, "decision-made").put("valueDate", "2026-04")),
        new Remarked(
            "a date that no calendar covers",
            APPLICATION + ".item[5].item[5].answer[0].value",
            "decision-made is not read",
            b -> answer(b, 7, "decision-made").put("valueDate", "1826-04-20")),
        new Remarked(
            "another version of the form",
            APPLICATION + ".questionnaire",
            "another version",
            b ->
                resource(b, 7)
                    .put(
                        "questionnaire",
                        "https://openimr.org/fhir/Questionnaire/imr-application|0.0.9")),
        new Remarked(
            "a release that nobody signed",
            "Bundle.entry[12].resource",
            "signature of whoever gave the release",
            b -> resource(b, 12).remove("verification")),
        new Remarked(
            "a release that is no longer active",
            "Bundle.entry[12].resource",
            "The release is not in force",
            b -> resource(b, 12).put("status", "inactive")),
        new Remarked(
            "a release that has ended",
            "Bundle.entry[12]",
            "The release of records has ended",
            b -> ((ObjectNode) resource(b, 12).at("/provision/period")).put("end", "2026-06-25")),
        new Remarked(
            "an authorization that the member did not sign",
            "Bundle.entry[11].resource",
            "The member has not signed",
            b ->
                ((ObjectNode) resource(b, 11).at("/extension/0")).withArray("extension").remove(1)),
        new Remarked(
            "an authorization that the representative did not sign",
            "Bundle.entry[11].resource",
            "The representative has not signed",
            b -> resource(b, 11).withArray("extension").remove(1)),
        new Remarked(
            "an authorization that has ended",
            "Bundle.entry[11]",
            "has ended before",
            b -> resource(b, 11).with("period").put("end", "2026-06-25")),
        new Remarked(
            "an authorization that begins later",
            "Bundle.entry[11]",
            "begins after",
            b -> resource(b, 11).with("period").put("start", "2026-06-27")),
        new Remarked(
            "a mother who acts for a patient of age",
            "Bundle.entry[11]",
            "A parent acts for a patient who is of age",
            b -> {
              resource(b, 11).remove("extension");
              ((ObjectNode) resource(b, 11).at("/relationship/0/coding/0")).put("code", "MTH");
            }));
  }

  @ParameterizedTest
  @MethodSource("remarked")
  void remarks(Remarked remarked) {
    ObjectNode bundle = bundle();
    remarked.change().accept(bundle);

    assertThat(read(bundle).remarks())
        .anySatisfy(
            remark -> {
              assertThat(remark.expression()).isEqualTo(remarked.expression());
              assertThat(remark.text()).contains(remarked.text());
            });
  }

  @Test
  void aDateAloneWhereHoursCountIsLeftOutAndSaid() {
    ObjectNode bundle = bundle();
    resource(bundle, 0)
        .put("instantiatesUri", "https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp");
    answer(bundle, 7, "application-received").put("valueDateTime", "2026-06-26");

    SubmittedCase read = read(bundle);

    assertThat(read.reviewCase().events())
        .extracting(CaseEvent::code)
        .doesNotContain("application-received");
    assertThat(read.remarks())
        .extracting(Problem::expression)
        .contains(APPLICATION + ".item[11].item[0].answer[0].value");
  }

  @Test
  void remarksTellNothingOfThePerson() {
    ObjectNode bundle = bundle();
    answer(bundle, 7, "patient-last-name").put("valueString", "Secretive");
    answer(bundle, 7, "patient-birth-date").put("valueDate", "1911-11-11");

    assertThat(read(bundle).remarks())
        .hasSize(2)
        .allSatisfy(
            remark ->
                assertThat(remark.text())
                    .doesNotContain("Secretive", "1911", "Quintanilla", "1958"));
  }

  /** Something that is refused. */
  record Refused(String name, String expression, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
        new Refused(
            "an unknown link id",
            APPLICATION + ".item[0]",
            b -> item(b, 7, "patient-middle-name-of-aunt", "patient-gender")),
        new Refused(
            "a question in the wrong group",
            APPLICATION + ".item[0]",
            b -> item(b, 7, "member-paid", "patient-gender")),
        new Refused(
            "an answer of the wrong type",
            APPLICATION + ".item[5].item[7].answer[0].value",
            b -> value(answer(b, 7, "service-rendered"), "valueString", "no")),
        new Refused(
            "an answer that is no date",
            APPLICATION + ".item[0].item[2].answer[0].value",
            b -> answer(b, 7, "patient-birth-date").put("valueDate", "yesterday")),
        new Refused(
            "written at a time that is none",
            APPLICATION + ".authored",
            b -> resource(b, 7).put("authored", true)),
        new Refused(
            "written at no time",
            APPLICATION + ".authored",
            b -> resource(b, 7).put("authored", "2026-13-45T99:00")),
        new Refused(
            "a code outside the value set",
            APPLICATION + ".item[5].item[4].answer[0]",
            b -> coding(b, 7, "decision").put("code", "approved")),
        new Refused(
            "a code of another system",
            APPLICATION + ".item[7].item[0].answer[0]",
            b -> coding(b, 7, "grievance-status").put("system", CODES + "imr-decision")),
        new Refused(
            "a code that is none of the options",
            APPLICATION + ".item[0].item[3].answer[0]",
            b -> coding(b, 7, "patient-gender").put("code", "F")),
        new Refused(
            "a grievance that was not filed and yet has a date",
            APPLICATION + ".item[7].item[1]",
            b ->
                item(b, 7, "grievance-filed", "grievance-why-not")
                    .putArray("answer")
                    .addObject()
                    .put("valueDate", "2026-05-01")),
        new Refused(
            "a guardian of an adult",
            APPLICATION + ".item[1].item[1]",
            b -> {
              ObjectNode guardian = item(b, 7, "guardian", "representative");
              guardian
                  .putArray("item")
                  .addObject()
                  .put("linkId", "guardian-first-name")
                  .putArray("answer")
                  .addObject()
                  .put("valueString", "Ana");
            }),
        new Refused(
            "two answers where one is asked",
            APPLICATION + ".item[5].item[0]",
            b ->
                item(b, 7, "review-type")
                    .withArray("answer")
                    .add(answer(b, 7, "review-type").deepCopy())),
        new Refused(
            "a required answer that is missing",
            APPLICATION + ".item[5]",
            b -> remove(b, 7, "decision")),
        new Refused(
            "an adult who is under 18",
            APPLICATION + ".item[0].item[4].answer[0].value",
            b -> answer(b, 7, "patient-birth-date").put("valueDate", "2012-03-09")),
        new Refused(
            "a denial after the application",
            APPLICATION + ".item[5].item[5].answer[0].value",
            b -> answer(b, 7, "decision-made").put("valueDate", "2026-06-26")),
        new Refused(
            "certifications that exclude each other",
            CERTIFICATION + ".item[3].item[3].answer[1].value",
            b ->
                item(b, 8, "physician-certification")
                    .withArray("answer")
                    .addObject()
                    .putObject("valueCoding")
                    .put("system", CODES + "imr-physician-certification")
                    .put("code", "none")),
        new Refused(
            "a form that the package does not have",
            APPLICATION + ".questionnaire",
            b ->
                resource(b, 7)
                    .put("questionnaire", "https://openimr.org/fhir/Questionnaire/imr-aplication")),
        new Refused(
            "two applications that contradict each other",
            "Bundle.entry[13].resource.item[5].item[7].answer[0].value",
            b -> {
              ObjectNode second = b.withArray("entry").addObject();
              second.put("fullUrl", "urn:uuid:00000000-0000-4000-8000-000000000001");
              second.set("resource", resource(b, 7).deepCopy());
              resource(b, 13).with("identifier").put("value", "another");
              answer(b, 13, "service-rendered").put("valueBoolean", true);
              remove(b, 13, "service-partly-rendered");
            }));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(Refused refused) {
    ObjectNode bundle = bundle();
    refused.change().accept(bundle);

    UnreadableResourceException thrown =
        catchThrowableOfType(UnreadableResourceException.class, () -> read(bundle));
    assertThat(thrown).as("refused").isNotNull();
    assertThat(thrown.problems()).extracting(Problem::expression).contains(refused.expression());
    assertThat(thrown.problems())
        .allSatisfy(problem -> assertThat(problem.text()).doesNotContain("Quintanilla", "1958"));
  }

  private static SubmittedCase read(ObjectNode bundle) {
    return Submissions.reader()
        .read(Submissions.body(bundle), Submissions.RECEIVED, references -> Map.of());
  }

  private static ObjectNode bundle() {
    return Submissions.example("member-application");
  }

  private static ObjectNode resource(ObjectNode bundle, int entry) {
    return (ObjectNode) bundle.path("entry").get(entry).path("resource");
  }

  private static ObjectNode item(ObjectNode bundle, int entry, String linkId) {
    ObjectNode found = find(resource(bundle, entry), linkId);
    assertThat(found).as(linkId).isNotNull();
    return found;
  }

  /** A new item in the place of an old one. */
  private static ObjectNode item(ObjectNode bundle, int entry, String linkId, String instead) {
    ObjectNode item = item(bundle, entry, instead);
    item.removeAll();
    return item.put("linkId", linkId);
  }

  private static ObjectNode find(JsonNode parent, String linkId) {
    for (JsonNode item : parent.path("item")) {
      ObjectNode found =
          item.path("linkId").asText().equals(linkId) ? (ObjectNode) item : find(item, linkId);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static void remove(ObjectNode bundle, int entry, String linkId) {
    assertThat(removed(resource(bundle, entry), linkId)).as(linkId).isTrue();
  }

  private static boolean removed(JsonNode parent, String linkId) {
    for (int i = 0; i < parent.path("item").size(); i++) {
      if (parent.path("item").get(i).path("linkId").asText().equals(linkId)) {
        ((ArrayNode) parent.path("item")).remove(i);
        return true;
      }
      if (removed(parent.path("item").get(i), linkId)) {
        return true;
      }
    }
    return false;
  }

  private static ObjectNode answer(ObjectNode bundle, int entry, String linkId) {
    return (ObjectNode) item(bundle, entry, linkId).path("answer").get(0);
  }

  private static ObjectNode coding(ObjectNode bundle, int entry, String linkId) {
    return (ObjectNode) answer(bundle, entry, linkId).path("valueCoding");
  }

  private static void value(ObjectNode answer, String name, String value) {
    answer.removeAll();
    answer.put(name, value);
  }

  private static ObjectNode input(ObjectNode bundle, String system, String code) {
    ObjectNode input = resource(bundle, 0).withArray("input").addObject();
    input
        .putObject("type")
        .putArray("coding")
        .addObject()
        .put("system", CODES + system)
        .put("code", code);
    return input;
  }
}
