package org.openimr.fhir.casefile.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** A PAS request and its response are taken as they are, beside the case. */
class PasPairTest {

  private static final String MEMBER = "http://provider.example.org/fhir/Patient/m-7";

  @Test
  void whatBothBundlesHoldIsStoredOnce() {
    SubmittedCase read = Submissions.read(PasPair.nested());

    assertThat(read.entries())
        .extracting(entry -> entry.resource().fhirType())
        .containsExactly(
            "Task",
            "Claim",
            "Organization",
            "Organization",
            "Coverage",
            "Patient",
            "ClaimResponse");
    Patient member = only(read, Patient.class);
    assertThat(member.getIdentifier())
        .extracting(Identifier::getValue)
        .containsExactly("OV-700-1188", "88");
    assertThat(member.getBirthDateElement().getValueAsString()).isEqualTo("1979-02-14");
  }

  @Test
  void referencesLeadToWhatStays() {
    SubmittedCase read = Submissions.read(PasPair.nested());

    assertThat(only(read, Claim.class).getPatient().getReference()).isEqualTo(MEMBER);
    ClaimResponse answer = only(read, ClaimResponse.class);
    assertThat(answer.getPatient().getReference()).isEqualTo(MEMBER);
    assertThat(answer.getInsurer().getReference())
        .isEqualTo("http://provider.example.org/fhir/Organization/insurer");
    assertThat(answer.getRequest().getReference())
        .isEqualTo("http://provider.example.org/fhir/Claim/pa-1");
  }

  @Test
  void theCaseMayNameTheMemberAsThePlanDoes() {
    for (String name : List.of("http://payer.example.org/fhir/Patient/88", "Patient/88")) {
      ObjectNode task = PasPair.task();
      task.withObject("/for").put("reference", name);

      SubmittedCase read =
          Submissions.read(PasPair.nested(task, PasPair.request(), PasPair.response()));

      assertThat(read.task().getFor().getReference()).isEqualTo(MEMBER);
      assertThat(read.reviewCase().facts().value("member-age")).isEqualTo(47);
    }
  }

  @Test
  void theEntriesOfBothAreTakenAsWell() {
    ObjectNode task = PasPair.task();
    task.withObject("/reasonReference")
        .put("reference", "http://provider.example.org/fhir/ClaimResponse/d-31");

    SubmittedCase read = Submissions.read(PasPair.flat(task, PasPair.request(), ofOneServer()));

    assertThat(read.entries()).hasSize(7);
    assertThat(read.reviewCase().facts().value("decision")).isEqualTo("modified");
  }

  @Test
  void whatIsSentStaysAsItWas() {
    SubmittedBody body = Submissions.body(PasPair.nested());
    String before = body.tree().toString();

    Submissions.reader().read(body, Submissions.RECEIVED, references -> java.util.Map.of());

    assertThat(body.tree().toString()).isEqualTo(before);
  }

  @Test
  void theNamesOfTheBundlesAreKept() {
    assertThat(Submissions.read(PasPair.nested()).within())
        .extracting(Identifier::getSystem, Identifier::getValue)
        .containsExactly(
            tuple("http://provider.example.org/transactions", "PA-2026-0511"),
            tuple("http://provider.example.org/transactions", "PA-2026-0511"));
  }

  @Test
  void twoThatContradictEachOtherAreRefusedByWhereTheyStood() {
    ObjectNode response = PasPair.response();
    Submissions.first(response, "Patient").put("birthDate", "1979-02-15");

    assertThat(problems(PasPair.nested(PasPair.task(), PasPair.request(), response)))
        .extracting(Problem::code, Problem::expression, Problem::text)
        .contains(
            tuple(
                "duplicate",
                "Bundle.entry[2].resource.entry[3].resource.identifier[0]",
                "The identifier is that of Bundle.entry[1].resource.entry[4].resource as well."));
  }

  @Test
  void aClaimThatTwoBundlesTellDifferentlyIsRefused() {
    ObjectNode response = ofOneServer();
    ObjectNode claim = Submissions.first(PasPair.request(), "Claim").put("status", "cancelled");
    ((ArrayNode) response.path("entry"))
        .addObject()
        .put("fullUrl", "http://provider.example.org/fhir/Claim/pa-1")
        .set("resource", claim);

    assertThat(problems(PasPair.nested(PasPair.task(), PasPair.request(), response)))
        .extracting(Problem::expression, Problem::text)
        .contains(
            tuple(
                "Bundle.entry[2].resource.entry[1].fullUrl",
                "The entry has the same fullUrl as Bundle.entry[1].resource.entry[0]."));
  }

  @Test
  void oneBundleMayNotSayAThingTwice() {
    ObjectNode request = PasPair.request();
    ((ArrayNode) request.path("entry")).add(request.path("entry").get(4).deepCopy());

    assertThat(problems(PasPair.nested(PasPair.task(), request, PasPair.response())))
        .extracting(Problem::code, Problem::expression)
        .contains(tuple("duplicate", "Bundle.entry[1].resource.entry[5].fullUrl"));
  }

  @Test
  void everyProblemIsNamedByWhereItStood() {
    ObjectNode request = PasPair.request();
    ObjectNode response = PasPair.response();
    Submissions.first(request, "Claim").put("use", "unheard-of");
    Submissions.first(response, "ClaimResponse").remove("outcome");
    Submissions.first(response, "ClaimResponse")
        .withObject("/request")
        .put("reference", "Claim/none");
    response.put("type", "history").put("nonsense", 1);

    assertThat(problems(PasPair.nested(PasPair.task(), request, response)))
        .extracting(Problem::expression)
        .contains(
            "Bundle.entry[1].resource.entry[0].resource.use",
            "Bundle.entry[2].resource.entry[0].resource",
            "Bundle.entry[2].resource.entry[0].resource.request.reference",
            "Bundle.entry[2].resource.type",
            "Bundle.entry[2].resource");
  }

  @Test
  void aBundleWithinABundleWithinOneIsRefused() {
    ObjectNode request = PasPair.request();
    ((ArrayNode) request.path("entry"))
        .addObject()
        .put("fullUrl", "urn:uuid:0f6d3c52-5c0f-4a7b-8c35-0d4c7a1f9c01")
        .set("resource", PasPair.response());

    assertThat(problems(PasPair.nested(PasPair.task(), request, PasPair.response())))
        .extracting(Problem::code, Problem::expression)
        .contains(tuple("not-supported", "Bundle.entry[1].resource.entry[5].resource"));
  }

  @Test
  void linksOfANarrativeAndElementsOfOtherVersionsDoNoHarm() {
    ObjectNode request = PasPair.request();
    Submissions.first(request, "Claim")
        .putObject("text")
        .put("status", "generated")
        .put(
            "div",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"Patient-x.html\">x</a></div>");
    Submissions.first(request, "Claim")
        .putArray("extension")
        .addObject()
        .put("url", "http://hl7.org/fhir/5.0/StructureDefinition/extension-Claim.encounter")
        .putObject("valueReference")
        .put("display", "the visit");

    assertThat(Submissions.read(PasPair.nested(PasPair.task(), request, PasPair.response())))
        .isNotNull();
  }

  /** The response of a plan that uses the server of the request, and sends nothing twice. */
  private static ObjectNode ofOneServer() {
    ObjectNode response = PasPair.response();
    ArrayNode entries = (ArrayNode) response.path("entry");
    while (entries.size() > 1) {
      entries.remove(1);
    }
    ((ObjectNode) entries.get(0))
        .put("fullUrl", "http://provider.example.org/fhir/ClaimResponse/d-31");
    ObjectNode answer = Submissions.first(response, "ClaimResponse");
    answer.withObject("/patient").put("reference", "Patient/m-7");
    answer.withObject("/insurer").put("reference", "Organization/insurer");
    answer.withObject("/requestor").put("reference", "Organization/agency");
    return response;
  }

  private static List<Problem> problems(ObjectNode submission) {
    return catchThrowableOfType(
            UnreadableResourceException.class, () -> Submissions.read(submission))
        .problems();
  }

  private static <T extends Resource> T only(SubmittedCase read, Class<T> type) {
    List<T> found =
        read.entries().stream()
            .map(SubmittedEntry::resource)
            .filter(type::isInstance)
            .map(type::cast)
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
