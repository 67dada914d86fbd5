package org.openimr.operation.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.secondlook.SecondLookTerms;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.Asking;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.review.AssignWorkOperation;

/**
 * The second look: drawn alike by all (U70), blind, of the audited kinds (U71), 90 of a hundred
 * (U72).
 */
class SecondLookOperationTest {

  private static final Caller OFFICE = new Caller("desk", "plan-staff", "vchcp");
  private static final Caller RATER = new Caller("r.sato", "second-rater", "vchcp");
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2026-07-02T18:00:00Z"), ZoneOffset.UTC);
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2027-01-11T18:00:00Z"), ZoneOffset.UTC);

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private final SecondLookOperation drawing =
      new SecondLookOperation(
          HeldCases.in(store),
          store,
          new SecondLookTerms(50, 5, 90, "U70"),
          HeldPolicies.VOCABULARY,
          NOW);
  private final RateSecondLookOperation rating =
      new RateSecondLookOperation(
          HeldCases.in(store),
          store,
          Set.of("physician-recommendation"),
          HeldPolicies.VOCABULARY,
          NOW);

  @BeforeEach
  void aCaseThatWasDeniedAndWhoseWorkWasOfSomebody() {
    String id =
        Posted.submit(
            store, THEN, new Caller("test", "plan", "vchcp"), Submissions.small().toString());
    new AssignWorkOperation(store, (caller, deed) -> true, THEN)
        .assign(
            new IdType("Task", id),
            Posted.by(OFFICE, body("{'name':'assignee','valueString':'a.reyes'}")));
  }

  private static String body(String parameters) {
    return ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"');
  }

  private Parameters draw(Caller caller, String reviewer, int year) {
    return drawing.draw(
        Posted.by(
            caller,
            body(
                "{'name':'reviewer','valueString':'"
                    + reviewer
                    + "'},{'name':'year','valueInteger':"
                    + year
                    + "},{'name':'kind','valueCode':'nurse-inpatient'}")));
  }

  private Parameters rate(Caller caller, String parameters) {
    return rating.rate(Posted.by(caller, body(parameters)));
  }

  private static int number(Parameters answer, String name) {
    return ((IntegerType) answer.getParameter(name).getValue()).getValue();
  }

  private static boolean action(Parameters answer) {
    return ((BooleanType) answer.getParameter("correctiveAction").getValue()).booleanValue();
  }

  private String drawn() {
    Parameters answer = draw(OFFICE, "a.reyes", 2026);
    return answer.getParameter("secondLook").getResource().getIdElement().getIdPart();
  }

  @Test
  void theCasesOfAYearAreDrawnOnce() {
    Parameters first = draw(OFFICE, "a.reyes", 2026);
    int size = store.size();
    Parameters again = draw(OFFICE, "a.reyes", 2026);

    assertThat(number(first, "cases")).isEqualTo(1);
    assertThat(number(first, "sampled")).isEqualTo(1);
    assertThat(number(first, "rated")).isZero();
    assertThat(action(first)).isFalse();
    assertThat(store.size()).as("drawn again it is the same").isEqualTo(size);
    assertThat(((Task) again.getParameter("secondLook").getResource()).getIdElement().getIdPart())
        .isEqualTo(
            ((Task) first.getParameter("secondLook").getResource()).getIdElement().getIdPart());
    assertThat(number(draw(OFFICE, "b.lund", 2026), "cases")).isZero();
    assertThat(number(draw(OFFICE, "a.reyes", 2025), "cases")).isZero();
    assertThat(number(draw(new Caller("x", "plan", "chw"), "a.reyes", 2026), "cases")).isZero();
  }

  @Test
  void theSecondRaterSeesNothingOfTheFirstRating() {
    String id = drawn();

    Parameters open = rate(RATER, "");
    assertThat(open.getParameter("secondLook").getValue().primitiveValue()).isEqualTo(id);
    Bundle file =
        (Bundle)
            rate(RATER, "{'name':'secondLook','valueString':'" + id + "'}")
                .getParameter("file")
                .getResource();
    assertThat(file.getEntry()).isNotEmpty();
    assertThat(file.getEntry())
        .extracting(each -> each.getResource().fhirType())
        .contains("ServiceRequest", "Claim", "Patient")
        .doesNotContain("ClaimResponse", "Task", "Composition", "Communication", "Provenance");
    assertThat(Asking.json(file)).doesNotContain("denied", "imr-decision", "a.reyes");
    Parameters done =
        rate(
            RATER,
            "{'name':'secondLook','valueString':'"
                + id
                + "'},{'name':'rating','valueCode':'denied'}");
    assertThat(done.getParameter()).hasSize(1);
    assertThat(Asking.json(done)).doesNotContain("denied");
    assertThat(rate(RATER, "").getParameter()).isEmpty();
  }

  @Test
  void ratingsThatAgreeReachTheTarget() {
    rate(
        RATER,
        "{'name':'secondLook','valueString':'"
            + drawn()
            + "'},{'name':'rating','valueCode':'denied'}");

    Parameters report = draw(OFFICE, "a.reyes", 2026);
    assertThat(number(report, "rated")).isEqualTo(1);
    assertThat(number(report, "agreed")).isEqualTo(1);
    assertThat(report.getParameter("accuracy").getValue().primitiveValue()).isEqualTo("100.0");
    assertThat(action(report)).isFalse();
  }

  @Test
  void ratingsThatDifferOweCorrectiveAction() {
    rate(
        RATER,
        "{'name':'secondLook','valueString':'"
            + drawn()
            + "'},{'name':'rating','valueCode':'approved'}");

    Parameters report = draw(OFFICE, "a.reyes", 2026);
    assertThat(number(report, "agreed")).isZero();
    assertThat(report.getParameter("accuracy").getValue().primitiveValue()).isEqualTo("0.0");
    assertThat(action(report)).isTrue();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(refused(() -> draw(OFFICE, "a.reyes", 2027))).contains("is not over");
    String id = drawn();
    String look = "{'name':'secondLook','valueString':'" + id + "'}";
    assertThat(refused(() -> rate(new Caller("a.reyes", "second-rater", "vchcp"), look)))
        .contains("Who rated first");
    assertThat(refused(() -> rate(new Caller("x", "second-rater", "chw"), look)))
        .contains("There is no such second rating here");
    assertThat(refused(() -> rate(RATER, look + ",{'name':'rating','valueCode':'upheld'}")))
        .contains("There is no such rating");
    rate(RATER, look + ",{'name':'rating','valueCode':'denied'}");
    assertThat(refused(() -> rate(RATER, look + ",{'name':'rating','valueCode':'approved'}")))
        .contains("was given before");
    assertThat(refused(() -> rate(RATER, "{'name':'rating','valueCode':'denied'}")))
        .contains("needs the parameter secondLook");
    assertThat(
            refused(
                () ->
                    drawing.draw(
                        Posted.by(
                            OFFICE,
                            body(
                                "{'name':'reviewer','valueString':'two words'},"
                                    + "{'name':'year','valueInteger':3},"
                                    + "{'name':'kind','valueCode':'nobody'}")))))
        .contains("reviewer must be", "year must be", "There is no kind 'nobody'");
  }

  private static String refused(Runnable work) {
    return catchThrowableOfType(UnreadableResourceException.class, work::run).getMessage();
  }
}
