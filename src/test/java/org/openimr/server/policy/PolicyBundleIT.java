package org.openimr.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A policy that is patched, or comes with others in a Bundle, passes the same gate as one put. */
@OnEachDatabase
class PolicyBundleIT {

  private static final String ADMIN = "demo-admin";

  private final RunningServer server;

  PolicyBundleIT(Database database) {
    this.server = database.server();
  }

  private static PlanDefinition plan(String policy) {
    return plan(policy, "2027-01-01", PolicyIT.text());
  }

  private static PlanDefinition plan(String policy, String version, String text) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(PlanDefinition.class, PolicyIT.plan(policy, version, text));
  }

  private static PlanDefinition broken(String policy) {
    return plan(
        policy,
        "2027-01-01",
        PolicyIT.text()
            .replace("stops-with: records-sent", "stops-with: records-lost")
            .replace("%urgency = 'standard'", "%urgency = 'lazy'"));
  }

  private static Organization organization(String id) {
    Organization organization = new Organization();
    organization.setName("Made up").setId(id);
    return organization;
  }

  private static Bundle bundle(BundleType type, Resource... resources) {
    Bundle bundle = new Bundle().setType(type);
    for (Resource resource : resources) {
      String url = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
      bundle.addEntry().setResource(resource).getRequest().setMethod(HTTPVerb.PUT).setUrl(url);
    }
    return bundle;
  }

  private Answer send(Bundle bundle) {
    return send(bundle, ADMIN);
  }

  private Answer send(Bundle bundle, String token) {
    return server.fhir("POST", "").as(token).json(json(bundle)).send();
  }

  private static String json(Resource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }

  private static List<OperationOutcomeIssueComponent> issues(Answer answer) {
    return answer.resource(OperationOutcome.class).getIssue();
  }

  private static List<String> at(List<OperationOutcomeIssueComponent> issues, String text) {
    return issues.stream()
        .filter(issue -> issue.getDetails().getText().contains(text))
        .map(issue -> issue.getExpression().get(0).getValue())
        .toList();
  }

  private void isStored(boolean stored, String... resources) {
    for (String resource : resources) {
      server.fhir("GET", resource).as(ADMIN).send().isOk(stored ? 200 : 404);
    }
  }

  private boolean atWork(String policy) {
    return server.at("GET", "/health/policies").send().text().contains("/" + policy + "|");
  }

  @Test
  void aPatchIsCheckedLikeAPutAndTheNarrativeFollows() {
    String id = "PlanDefinition/patched-imr-2027-01-01";
    server.fhir("PUT", id).as(ADMIN).json(json(plan("patched-imr"))).send().isOk(201);
    Answer accepted =
        patch(id, "[{'op':'replace','path':'/title','value':'Another title'}]").isOk(200);
    assertThat(accepted.resource(PlanDefinition.class).getText().getDivAsString())
        .contains("Another title");

    String bound = "/action/2/action/0";
    Answer refused =
        patch(
                id,
                "[{'op':'replace','path':'%s/relatedAction/0/actionId','value':'records-lost'},"
                        .formatted(bound)
                    + "{'op':'replace','path':'%s/action/0/condition/0/expression/expression',"
                        .formatted(bound)
                    + "'value':'%urgency = \\\"lazy\\\"'},{'op':'remove','path':'/title'}]")
            .isOk(422);
    assertThat(issues(refused))
        .extracting(issue -> issue.getDetails().getText())
        .anyMatch(text -> text.contains("has no title"))
        .anyMatch(text -> text.contains("there is no event 'records-lost'"))
        .anyMatch(text -> text.startsWith("records-to-imro.SVH-2: when "));
    PlanDefinition kept = server.fhir("GET", id).send().isOk(200).resource(PlanDefinition.class);
    assertThat(kept.getMeta().getVersionId()).isEqualTo("2");
    assertThat(kept.getTitle()).isEqualTo("Another title");
  }

  private Answer patch(String id, String operations) {
    return server
        .fhir("PATCH", id)
        .as(ADMIN)
        .body("application/json-patch+json", operations.replace('\'', '"'))
        .send();
  }

  @Test
  void policiesOfATransactionAreAtWorkTogether() {
    send(bundle(
            BundleType.TRANSACTION,
            plan("together-one-imr"),
            organization("together"),
            plan("together-two-imr")))
        .isOk(200);
    isStored(true, "Organization/together", "PlanDefinition/together-two-imr-2027-01-01");
    assertThat(atWork("together-one-imr")).isTrue();
    assertThat(atWork("together-two-imr")).isTrue();
    assertThat(
            server
                .fhir("GET", "PlanDefinition/together-two-imr-2027-01-01")
                .send()
                .resource(PlanDefinition.class)
                .getText()
                .getDivAsString())
        .contains("SVH-2", "2 business days");
  }

  @Test
  void aTransactionWithBrokenPoliciesNamesAllReasonsAndStoresNothing() {
    Answer answer =
        send(bundle(
                BundleType.TRANSACTION,
                organization("unstored"),
                plan("sound-beside-broken-imr"),
                broken("broken-one-imr"),
                broken("broken-two-imr")))
            .isOk(422);
    List<OperationOutcomeIssueComponent> issues = issues(answer);
    String milestone = ".repeat(action).where(id = 'records-to-imro')";
    assertThat(at(issues, "there is no event 'records-lost'"))
        .containsExactly(
            "Bundle.entry[2].resource" + milestone, "Bundle.entry[3].resource" + milestone);
    assertThat(at(issues, "no value 'lazy'")).hasSize(2);
    isStored(
        false,
        "Organization/unstored",
        "PlanDefinition/sound-beside-broken-imr-2027-01-01",
        "PlanDefinition/broken-one-imr-2027-01-01",
        "PlanDefinition/broken-two-imr-2027-01-01");
    assertThat(atWork("sound-beside-broken-imr")).isFalse();
  }

  @Test
  void versionsOfOneTransactionMustNotHoldOnTheSameDay() {
    String later = PolicyIT.text().replace("from: 2027-01-01", "from: 2027-07-01");
    Answer answer =
        send(bundle(
                BundleType.TRANSACTION,
                plan("overlapping-imr"),
                plan("overlapping-imr", "2027-07-01", later)))
            .isOk(422);
    assertThat(at(issues(answer), "version 2027-01-01 holds on the same day"))
        .containsExactly("Bundle.entry[1].resource.effectivePeriod");
    isStored(false, "PlanDefinition/overlapping-imr-2027-01-01");
  }

  @Test
  void aSuccessorAndTheEndOfItsPredecessorComeInAnyOrder() {
    PlanDefinition first = plan("succeeded-imr");
    send(bundle(BundleType.TRANSACTION, first)).isOk(200);
    String ended =
        PolicyIT.text().replace("from: 2027-01-01", "from: 2027-01-01\n  until: 2027-06-30");
    String later = PolicyIT.text().replace("from: 2027-01-01", "from: 2027-07-01");
    send(bundle(
            BundleType.TRANSACTION,
            plan("succeeded-imr", "2027-07-01", later),
            plan("succeeded-imr", "2027-01-01", ended)))
        .isOk(200);
    assertThat(server.at("GET", "/health/policies").send().text())
        .contains("/succeeded-imr|2027-01-01", "/succeeded-imr|2027-07-01");
  }

  @Test
  void aBatchJudgesEachPolicyByItself() {
    Bundle batch = bundle(BundleType.BATCH, plan("batch-sound-imr"), broken("batch-broken-imr"));
    batch
        .addEntry()
        .setResource(plan("batch-posted-imr"))
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("PlanDefinition");
    List<BundleEntryComponent> entries = send(batch).isOk(200).resource(Bundle.class).getEntry();
    assertThat(entries)
        .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
        .containsExactly("201", "422", "422");
    List<OperationOutcomeIssueComponent> broken =
        ((OperationOutcome) entries.get(1).getResponse().getOutcome()).getIssue();
    assertThat(at(broken, "there is no event 'records-lost'")).hasSize(1);
    assertThat(at(broken, "no value 'lazy'")).hasSize(1);
    List<OperationOutcomeIssueComponent> posted =
        ((OperationOutcome) entries.get(2).getResponse().getOutcome()).getIssue();
    assertThat(at(posted, "PUT PlanDefinition/POLICY-VERSION was expected"))
        .containsExactly("Bundle.entry[0].request.method");
    isStored(true, "PlanDefinition/batch-sound-imr-2027-01-01");
    isStored(false, "PlanDefinition/batch-broken-imr-2027-01-01");
    assertThat(atWork("batch-sound-imr")).isTrue();
  }

  @Test
  void anEntryOfABatchIsRefusedInOurOwnWords() {
    Bundle batch = new Bundle().setType(BundleType.BATCH);
    batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Organization/there-is-none");
    batch
        .addEntry()
        .getRequest()
        .setMethod(HTTPVerb.DELETE)
        .setUrl("PlanDefinition/phc-um-2025-10-08");
    Answer answer = send(batch).isOk(200);
    assertThat(answer.text()).doesNotContain("HAPI-", "there-is-none");
    List<BundleEntryComponent> entries = answer.resource(Bundle.class).getEntry();
    assertThat(entries)
        .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
        .containsExactly("404", "409");
    assertThat(answer.text())
        .contains("There is no resource of this type", "This version comes with the program");
  }

  @Test
  void aBoundVersionKeepsItsRulesInATransactionToo() {
    send(bundle(BundleType.TRANSACTION, plan("bound-in-bundle-imr"))).isOk(200);
    server
        .fhir("POST", "Task")
        .as(ADMIN)
        .json(
            """
            {"resourceType":"Task","status":"requested","intent":"order","instantiatesUri":
             "https://openimr.org/fhir/PlanDefinition/bound-in-bundle-imr|2027-01-01"}
            """)
        .send()
        .isOk(201);
    PlanDefinition changed =
        plan("bound-in-bundle-imr", "2027-01-01", PolicyIT.text().replace("2 bd", "3 bd"));
    assertThat(send(bundle(BundleType.TRANSACTION, changed)).isOk(422).text())
        .contains("its rules stay; a change is a new version", "Bundle.entry[0].resource");
  }

  @Test
  void onlyTheAdministratorPutsPoliciesInABundle() {
    for (BundleType type : List.of(BundleType.TRANSACTION, BundleType.BATCH)) {
      send(bundle(type, plan("not-by-a-plan-imr")), "demo-plan-chw").isOk(403);
    }
    isStored(false, "PlanDefinition/not-by-a-plan-imr-2027-01-01");
  }

  @Test
  void aPolicyThatNamesALawHasItsLimitsAndKeepsThemUnaltered() {
    String naming = PolicyIT.text().replaceFirst("(?m)^zone:", "law: us-ca-imr|2026-11-27\nzone:");
    PlanDefinition plan = plan("law-beside-imr", "2027-01-01", naming);
    send(bundle(BundleType.TRANSACTION, plan)).isOk(200);
    assertThat(
            server
                .fhir("GET", "PlanDefinition/law-beside-imr-2027-01-01")
                .send()
                .resource(PlanDefinition.class)
                .getText()
                .getDivAsString())
        .contains("Beside it stands the law: us-ca-imr|2026-11-27", "section 1374.30");
    String altered = json(plan).replace("law-beside-imr", "law-altered-imr");
    altered = altered.replace("within three business days", "within three weeks");
    assertThat(
            server
                .fhir("PUT", "PlanDefinition/law-altered-imr-2027-01-01")
                .as(ADMIN)
                .json(altered)
                .send()
                .isOk(422)
                .text())
        .contains("records-to-imro.L09: is not what the law named says");
  }
}
