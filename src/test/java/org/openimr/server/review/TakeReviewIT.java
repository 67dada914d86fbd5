package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * A case that one review organization declines goes to another, and out of the sight of the first.
 */
@OnEachDatabase
class TakeReviewIT {

  private static final String CLERK = "demo-imro-clerk";
  private static final String OTHER = "demo-imro-other";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;

  TakeReviewIT(Database database) {
    this.server = database.server();
  }

  private Task submit() {
    return server.submitted(
        "demo-plan-vchcp", Submissions.of(25).toString().replace("cypress-review", "demo-imro"));
  }

  private Answer take(String token, Task task, String version, String parameters) {
    return server
        .fhir("POST", CaseFile.reference(task) + "/$take-review")
        .as(token)
        .header("If-Match", "W/\"" + version + "\"")
        .json(("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"'))
        .send();
  }

  private static String step(String code, String more) {
    return "{'name':'step','valueCode':'" + code + "'}" + more;
  }

  private static final String DECLINE =
      step("decline", ",{'name':'reason','valueCode':'capacity'}");

  private int sees(String token, Task task) {
    return server.fhir("GET", CaseFile.reference(task)).as(token).send().status();
  }

  /** Another organization, as the department knows it: from a case of another plan. */
  private String other() {
    Task elsewhere =
        server.submitted(
            "demo-plan-vchcp",
            Submissions.of(25)
                .toString()
                .replace("cypress-review", "demo-imro-other")
                .replace("Cypress Independent Review", "Juniper Independent Review"));
    return reviewOrganization(elsewhere);
  }

  private String reviewOrganization(Task elsewhere) {
    return server
        .fhir(
            "GET",
            "Provenance?target=" + CaseFile.reference(elsewhere) + "&_include=Provenance:target")
        .as(DEPARTMENT)
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getEntry()
        .stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(
            each ->
                each instanceof Organization organization
                    && organization.getType().stream()
                        .map(CodeableConcept::getCodingFirstRep)
                        .map(Coding::getCode)
                        .anyMatch("imro"::equals))
        .map(CaseFile::reference)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeclinedCaseGoesToAnotherOrganization() {
    Task task = submit();
    assertThat(sees(CLERK, task)).isEqualTo(200);

    Task declined =
        (Task)
            take(CLERK, task, "1", DECLINE)
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("case")
                .getResource();
    assertThat(sees(CLERK, task)).isEqualTo(404);
    assertThat(sees(OTHER, task)).isEqualTo(404);
    Task review =
        (Task)
            take(
                    DEPARTMENT,
                    task,
                    declined.getMeta().getVersionId(),
                    step(
                        "offer",
                        ",{'name':'organization','valueReference':{'reference':'"
                            + other()
                            + "'}}"))
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("review")
                .getResource();

    assertThat(review.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("offered");
    assertThat(sees(CLERK, task)).isEqualTo(404);
    assertThat(sees(OTHER, task)).isEqualTo(200);
    assertThat(sees("demo-plan-vchcp", task)).isEqualTo(200);
  }

  @Test
  void aCaseIsTakenFromAnOrganizationThatDidNothing() {
    Task task = submit();

    take(
            DEPARTMENT,
            task,
            "1",
            step(
                "offer",
                ",{'name':'organization','valueReference':{'reference':'" + other() + "'}}"))
        .isOk(200);

    assertThat(sees(CLERK, task)).isEqualTo(404);
    assertThat(sees(OTHER, task)).isEqualTo(200);
  }

  @Test
  void aLinkToAnotherCaseGoesAndComesWithTheCase() {
    String claim = "BH-" + UUID.randomUUID();
    Task first = disputed(claim);
    Task second = disputed(claim);
    String imro = reviewOrganization(first);
    assertThat(links(CLERK, second)).isOne();

    Task declined =
        (Task)
            take(CLERK, second, "1", DECLINE)
                .isOk(200)
                .resource(Parameters.class)
                .getParameter("case")
                .getResource();
    assertThat(sees(CLERK, first)).isEqualTo(200);
    assertThat(links(CLERK, first)).as("nobody learns of a case it is not party to").isZero();
    assertThat(links("demo-plan-vchcp", first)).isOne();

    Task offered = offer(second, declined.getMeta().getVersionId(), other());
    assertThat(links(OTHER, first)).as("party to one of both").isZero();

    offer(second, offered.getMeta().getVersionId(), imro);
    assertThat(links(CLERK, first)).as("party to both again").isOne();
    assertThat(links(OTHER, first)).isZero();
  }

  private Task disputed(String claim) {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    return server.submitted(
        "demo-plan-vchcp",
        bundle
            .toString()
            .replace("cypress-review", "demo-imro")
            .replace("VC-7731904", "VC-" + claim)
            .replace("MN26-90417", "MN26-" + (10_000 + Math.floorMod(claim.hashCode(), 80_000)))
            .replace("BH-2026-118834", claim));
  }

  private Task offer(Task task, String version, String organization) {
    return (Task)
        take(
                DEPARTMENT,
                task,
                version,
                step(
                    "offer",
                    ",{'name':'organization','valueReference':{'reference':'"
                        + organization
                        + "'}}"))
            .isOk(200)
            .resource(Parameters.class)
            .getParameter("case")
            .getResource();
  }

  private int links(String token, Task task) {
    return server
        .fhir("GET", "Linkage?item=" + CaseFile.reference(task))
        .as(token)
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getEntry()
        .size();
  }

  @Test
  void whoMayNotIsRefusedAndWhatCannotBeIsNamed() {
    Task task = submit();
    for (String token : List.of("demo-plan-vchcp", DEPARTMENT)) {
      assertThat(take(token, task, "1", DECLINE).status()).as(token).isEqualTo(403);
    }
    assertThat(take("demo-imro-reviewer", task, "1", DECLINE).status()).isEqualTo(403);
    assertThat(take("demo-member", task, "1", DECLINE).status()).isEqualTo(403);
    assertThat(take(OTHER, task, "1", DECLINE).status()).isEqualTo(404);
    assertThat(take(CLERK, task, "5", DECLINE).status()).isEqualTo(412);
    assertThat(take(CLERK, task, "1", step("accept", "")).status()).isEqualTo(400);
    assertThat(take(CLERK, task, "1", step("check", "")).status()).isEqualTo(422);
    assertThat(
            server
                .fhir("GET", CaseFile.reference(task))
                .as(CLERK)
                .send()
                .resource(Task.class)
                .getMeta()
                .getVersionId())
        .isEqualTo("1");
  }
}
