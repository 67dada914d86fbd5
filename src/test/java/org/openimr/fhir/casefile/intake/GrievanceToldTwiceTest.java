package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/**
 * A grievance that messages and the member's form tell: what differs is said, and messages count.
 */
class GrievanceToldTwiceTest {

  private static final String CODES = "https://openimr.org/fhir/CodeSystem/";
  private static final String ANSWERS = "Bundle.entry[7].resource.item[7].item";
  private static final String MESSAGE = "Bundle.entry[%d].resource";

  private final ObjectNode bundle = Submissions.example("member-application");
  private final int first = bundle.path("entry").size();

  @Test
  void nothingIsSaidWhereBothTellTheSameDays() {
    answers("upheld", "2026-05-21", "2026-06-19");
    message("grievance", "received", "2026-05-21T16:00:00-07:00");
    message("grievance-response", "sent", "2026-06-19").set("topic", status("upheld"));

    assertThat(remarks()).isEmpty();
  }

  @Test
  void anotherDayIsSaidAtTheFormAndTheMessageCounts() {
    answers("upheld", "2026-05-20", "2026-06-18");
    message("grievance", "received", "2026-05-21T16:00:00-07:00");
    message("grievance-response", "sent", "2026-06-19").set("topic", status("upheld"));

    SubmittedCase read = read();

    assertThat(read.remarks())
        .extracting(Problem::expression, Problem::text)
        .containsExactlyInAnyOrder(
            tuple(ANSWERS + "[1].answer[0].value", another("grievance-filed", first, "received")),
            tuple(
                ANSWERS + "[2].answer[0].value", another("grievance-resolved", first + 1, "sent")));
    assertThat(read.reviewCase().events())
        .filteredOn(event -> event.code().startsWith("grievance-"))
        .extracting(event -> event.time().toString())
        .allSatisfy(time -> assertThat(time).containsAnyOf("2026-05-21", "2026-06-19"));
  }

  @Test
  void noGrievanceAndTheMessageOfOneDiffer() {
    // the form of the example says that none was filed
    message("grievance", "received", "2026-05-21T16:00:00-07:00");

    SubmittedCase read = read();

    assertThat(read.remarks())
        .extracting(Problem::expression)
        .containsExactly(ANSWERS + "[0].answer[0].value.code");
    assertThat(read.remarks().get(0).text())
        .isEqualTo(
            "This tells the fact grievance-status otherwise than the events of the case; the latter"
                + " count.");
    assertThat(read.reviewCase().events()).extracting(CaseEvent::code).contains("grievance-filed");
  }

  @Test
  void whichWayItWentIsCompared() {
    answers("upheld", "2026-05-21", "2026-06-19");
    message("grievance", "received", "2026-05-21T16:00:00-07:00");
    message("grievance-response", "sent", "2026-06-19").set("topic", status("resolved-in-favor"));

    assertThat(remarks())
        .extracting(Problem::expression)
        .containsExactly(ANSWERS + "[0].answer[0].value.code");
  }

  @Test
  void whatHappenedAfterTheApplicationIsNoContradiction() {
    answers("filed", "2026-05-21", null);
    message("grievance", "received", "2026-05-21T16:00:00-07:00");
    // the application arrived on 26 June
    message("grievance-response", "sent", "2026-06-29").set("topic", status("upheld"));

    assertThat(remarks()).isEmpty();
  }

  @Test
  void aMessageIsComparedWithTheInputsOfTheTaskToo() {
    answers("filed", "2026-05-20", null);
    message("grievance", "received", "2026-05-21T16:00:00-07:00");
    ObjectNode input = Submissions.first(bundle, "Task").withArray("input").addObject();
    input
        .putObject("type")
        .putArray("coding")
        .addObject()
        .put("system", CODES + "imr-event")
        .put("code", "grievance-filed");
    input.put("valueDateTime", "2026-05-22");

    assertThat(remarks())
        .extracting(Problem::expression)
        .containsExactlyInAnyOrder(
            MESSAGE.formatted(first) + ".received", ANSWERS + "[1].answer[0].value");
  }

  private static String another(String event, int entry, String element) {
    return "This tells another date of the event "
        + event
        + " than "
        + MESSAGE.formatted(entry)
        + "."
        + element
        + "; the latter counts.";
  }

  private List<Problem> remarks() {
    return read().remarks();
  }

  private SubmittedCase read() {
    return Submissions.reader()
        .read(Submissions.body(bundle), Submissions.RECEIVED, references -> Map.of());
  }

  private void answers(String status, String filed, String resolved) {
    ArrayNode items = (ArrayNode) bundle.at("/entry/7/resource/item/7/item");
    items.removeAll();
    ObjectNode coding = item(items, "grievance-status").putObject("valueCoding");
    coding.put("system", CODES + "imr-grievance-status").put("code", status);
    item(items, "grievance-filed").put("valueDate", filed);
    if (resolved != null) {
      item(items, "grievance-resolved").put("valueDate", resolved);
    }
  }

  private static ObjectNode item(ArrayNode items, String linkId) {
    return items.addObject().put("linkId", linkId).putArray("answer").addObject();
  }

  private static ObjectNode status(String code) {
    ObjectNode concept = SubmittedBody.JSON.createObjectNode();
    concept
        .putArray("coding")
        .addObject()
        .put("system", CODES + "imr-grievance-status")
        .put("code", code);
    return concept;
  }

  private ObjectNode message(String category, String element, String time) {
    ObjectNode entry = ((ArrayNode) bundle.path("entry")).addObject();
    entry.put(
        "fullUrl",
        "urn:uuid:00000000-0000-4000-8000-00000000000" + bundle.path("entry").size() % 10);
    ObjectNode message = entry.putObject("resource").put("resourceType", "Communication");
    message
        .putObject("meta")
        .putArray("profile")
        .add("https://openimr.org/fhir/StructureDefinition/imr-grievance");
    message.put("status", "completed");
    message
        .putArray("category")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", CODES + "imr-document-type")
        .put("code", category);
    message.putObject("subject").put("reference", bundle.at("/entry/1/fullUrl").asText());
    return message.put(element, time);
  }
}
