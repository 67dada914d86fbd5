package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.store.relation.CaseIndexKeeper;
import org.springframework.jdbc.core.JdbcTemplate;

/** Cases about one dispute are linked, and nobody learns from that of a case of others. */
@OnEachDatabase
class RelatedCasesIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";
  private static final String PROVIDER = "demo-provider";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;
  private final String member = "M" + UUID.randomUUID();
  private final String claim = "C" + UUID.randomUUID();

  RelatedCasesIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aSecondApplicationOfOneSubmitterIsTold() {
    Task first = task(submit(PLAN, dispute()));
    Answer answer = submit(PLAN, dispute());

    ParametersParameterComponent related = related(answer).get(0);
    assertThat(related(answer)).hasSize(1);
    assertThat(((Reference) part(related, "case")).getReference()).isEqualTo("Task/" + id(first));
    assertThat(((Reference) part(related, "case")).getDisplay())
        .isEqualTo(first.getIdentifierFirstRep().getValue());
    assertThat(code(related, "relation")).isEqualTo("duplicate");
    assertThat(related.getPart())
        .filteredOn(part -> part.getName().equals("common"))
        .extracting(part -> part.getValue().primitiveValue())
        .containsExactly("denial", "service");
    assertThat(code(related, "status")).isEqualTo("records-requested");
    assertThat(code(related, "open")).isEqualTo("true");
    // nothing is merged, and the first case is what it was
    assertThat(read("Task/" + id(first), PLAN).getMeta().getVersionId()).isEqualTo("1");
  }

  @Test
  void theFirstCaseHasNoRelations() {
    Answer answer = submit(PLAN, dispute());

    assertThat(related(answer)).isEmpty();
    assertThat(links(task(answer), DEPARTMENT)).isEmpty();
  }

  @Test
  void sentAgainTheSameSubmissionTellsTheSame() {
    submit(PLAN, dispute()).isOk(201);
    ObjectNode second = dispute();
    Answer first = submit(PLAN, second).isOk(201);
    Answer again = submit(PLAN, second).isOk(200);

    assertThat(related(again)).hasSize(1);
    assertThat(code(related(again).get(0), "relation"))
        .isEqualTo(code(related(first).get(0), "relation"));
  }

  @Test
  void theSameDisputeOfAMemberAndOfAPlanIsLinkedForThoseWhoArePartyToBoth() {
    Task plans = task(submit(PLAN, dispute()));
    Answer answer = submit(PROVIDER, dispute());
    Task providers = task(answer);

    // the provider is not party to the case of the plan, and hears nothing of it
    assertThat(related(answer)).isEmpty();
    assertThat(answer.text()).doesNotContain(id(plans));
    assertThat(links(providers, PROVIDER)).isEmpty();
    // the plan and the department are party to both
    assertThat(links(providers, PLAN)).hasSize(1);
    Linkage link = links(plans, DEPARTMENT).get(0);
    assertThat(link.getItem())
        .extracting(item -> item.getType().toCode() + " " + item.getResource().getReference())
        .containsExactly("source Task/" + id(plans), "alternate Task/" + id(providers));
    assertThat(link.getMeta().getTag())
        .extracting("code")
        .containsExactlyInAnyOrder("vchcp", "dmhc", "cypress-review");
  }

  @Test
  void nobodyLearnsOfACaseOfOthersInAnyWay() {
    Task plans = task(submit(PLAN, dispute()));
    ObjectNode stranger = dispute();
    // names no party but itself
    organizations(stranger).forEach(each -> each.remove("identifier"));
    Answer answer = submit(OTHER, stranger);
    Task strangers = task(answer);
    Linkage link = links(plans, DEPARTMENT).get(0);
    ObjectNode alone = dispute("M" + UUID.randomUUID(), "C" + UUID.randomUUID());
    organizations(alone).forEach(each -> each.remove("identifier"));
    Answer unrelated = submit(OTHER, alone);

    assertThat(names(answer)).isEqualTo(names(unrelated));
    assertThat(answer.text()).doesNotContain(id(plans), link.getIdElement().getIdPart());
    assertThat(link.getMeta().getTag()).isEmpty();
    for (String organization : List.of(OTHER, PLAN)) {
      String mine = id(organization.equals(PLAN) ? plans : strangers);
      String foreign = id(organization.equals(PLAN) ? strangers : plans);
      String linkage = "Linkage/" + link.getIdElement().getIdPart();
      server.fhir("GET", linkage).as(organization).send().isOk(404);
      server.fhir("GET", linkage + "/_history").as(organization).send().isOk(404);
      assertThat(total("Linkage?item=Task/" + mine, organization)).isZero();
      assertThat(total("Linkage?item=Task/" + foreign, organization)).isZero();
      assertThat(total("Linkage?source=Task/" + mine, organization)).isZero();
      assertThat(total("Linkage", organization, "item=Task/" + foreign)).isZero();
      Bundle around =
          server
              .fhir("GET", "Task?_id=" + mine + "&_revinclude=Linkage:item&_include=*")
              .as(organization)
              .send()
              .isOk(200)
              .resource(Bundle.class);
      assertThat(around.getEntry())
          .extracting(entry -> entry.getResource().fhirType())
          .doesNotContain("Linkage");
      for (String reverse :
          List.of(
              "_has:Linkage:item:_lastUpdated=gt2000-01-01",
              "_has:Linkage:source:item=Task/" + foreign,
              "_has:Linkage:item:_has:Provenance:target:recorded=gt2000-01-01")) {
        server
            .fhir("GET", "Task?_id=" + mine + "&" + reverse)
            .as(organization)
            .send()
            .isRefused(
                403,
                "forbidden",
                "Searches with _has and _list are for those who see all that they look into.");
      }
      assertThat(
              server
                  .fhir("POST", "Linkage")
                  .as(organization)
                  .json("{\"resourceType\":\"Linkage\"}")
                  .send()
                  .status())
          .isEqualTo(403);
    }
    assertThat(
            total(
                "Task?_has:Linkage:source:_lastUpdated=gt2000-01-01&_id=" + id(plans), DEPARTMENT))
        .isOne();
  }

  @Test
  void whoComesToOneCaseLaterDoesNotSeeTheOther() {
    Task plans = task(submit(PLAN, dispute()));
    ObjectNode shared = dispute();
    Submissions.name(shared, 3, PROVIDER);
    Task seen = task(submit(PLAN, shared));

    server.fhir("GET", "Task/" + id(seen)).as(PROVIDER).send().isOk(200);
    assertThat(links(seen, PROVIDER)).isEmpty();
    assertThat(links(seen, PLAN)).hasSize(1);
    server.fhir("GET", "Task/" + id(plans)).as(PROVIDER).send().isOk(404);
  }

  @Test
  void anApplicationWhileThePlansOwnReviewIsOpenIsTold() {
    ObjectNode own = dispute();
    Submissions.first(own, "Task")
        .put("instantiatesUri", "https://openimr.org/fhir/PlanDefinition/phc-um");
    ArrayNode inputs = (ArrayNode) Submissions.first(own, "Task").path("input");
    for (int i = inputs.size() - 1; i >= 0; i--) {
      String code = inputs.get(i).at("/type/coding/0/code").asText();
      if (inputs.get(i).has("valueDateTime") && !code.equals("request-received")) {
        inputs.remove(i);
      }
    }
    Task first = task(submit(PLAN, own));

    Answer answer = submit(PLAN, dispute());

    ParametersParameterComponent related = related(answer).get(0);
    assertThat(((Reference) part(related, "case")).getReference()).isEqualTo("Task/" + id(first));
    assertThat(code(related, "relation")).isEqualTo("other-review");
    assertThat(code(related, "status")).isEqualTo("requested");
    assertThat(code(related, "open")).isEqualTo("true");
  }

  @Test
  void anotherServiceOfTheMemberIsNoRelation() {
    submit(PLAN, dispute()).isOk(201);
    ObjectNode another = dispute(member, "C" + UUID.randomUUID());
    ((ObjectNode) Submissions.first(another, "Claim").at("/item/0/productOrService/coding/0"))
        .put("code", "H0015");

    assertThat(related(submit(PLAN, another))).isEmpty();
  }

  @Test
  void theSameServiceWithAnotherDenialIsAFurtherApplication() {
    submit(PLAN, dispute()).isOk(201);

    ParametersParameterComponent related =
        related(submit(PLAN, dispute(member, "C" + UUID.randomUUID()))).get(0);

    assertThat(code(related, "relation")).isEqualTo("further-application");
    assertThat(code(related, "common")).isEqualTo("service");
  }

  @Test
  void ofManyTheFirstAndTheLatestAreLinked() {
    List<String> cases = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      cases.add("Task/" + id(task(submit(PLAN, dispute()))));
    }
    List<String> linked =
        related(submit(PLAN, dispute())).stream()
            .map(each -> ((Reference) part(each, "case")).getReference())
            .toList();

    assertThat(linked)
        .containsExactlyInAnyOrder(
            cases.get(0), cases.get(3), cases.get(4), cases.get(5), cases.get(6));
  }

  @Test
  void casesThatComeAtOnceAreLinkedOnce() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (String token : List.of(PLAN, PROVIDER, PLAN)) {
        ObjectNode bundle = dispute();
        sent.add(clients.submit(() -> submit(token, bundle)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : sent) {
        answers.add(each.get());
      }
      // every case is linked with both others, whichever came first
      for (Answer each : answers) {
        assertThat(links(task(each), DEPARTMENT)).hasSize(2);
      }
    } finally {
      clients.shutdown();
    }
  }

  @Test
  void aConsolidationNamesTheLeadingCase() {
    Task leading = task(submit(PLAN, dispute()));
    Task joined = task(submit(DEPARTMENT, consolidated(id(leading))));

    assertThat(joined.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("consolidated");
    assertThat(joined.getStatus()).isEqualTo(Task.TaskStatus.COMPLETED);
    assertThat(server.fhir("GET", "Task/" + id(joined)).as(PLAN).send().isOk(200).text())
        .contains("\"url\":\"refersTo\",\"valueString\":\"" + id(leading) + "\"");
    server.fhir("GET", "Task/" + id(joined) + "/$compute-deadlines").as(PLAN).send().isOk(200);
  }

  @Test
  void aConsolidationWithACaseOfOthersIsRefusedLikeOneWithNone() {
    ObjectNode stranger = dispute();
    organizations(stranger).forEach(each -> each.remove("identifier"));
    Task others = task(submit(OTHER, stranger));
    Task duty =
        (Task)
            server
                .fhir("GET", "Task?part-of=Task/" + id(others) + "&_count=1")
                .as(OTHER)
                .send()
                .resource(Bundle.class)
                .getEntryFirstRep()
                .getResource();

    List<String> refusals = new ArrayList<>();
    for (String id : List.of(id(others), UUID.randomUUID().toString(), "no case", id(duty))) {
      Answer refused = submit(PLAN, consolidated(id));
      assertThat(refused.status()).isEqualTo(422);
      OperationOutcome outcome = refused.resource(OperationOutcome.class);
      refusals.add(
          outcome.getIssue().stream()
              .map(each -> each.getExpression().get(0) + each.getDetails().getText())
              .collect(Collectors.joining("\n")));
    }
    assertThat(refusals).allMatch(each -> each.equals(refusals.get(0)));
    assertThat(refusals.get(0)).contains("names in refersTo, by the id of its Task, a case");
  }

  @Test
  void theIndexHoldsNothingInClear() {
    submit(PLAN, dispute()).isOk(201);
    List<String> rows =
        server
            .bean(JdbcTemplate.class)
            .query(
                "select kind, key_hash from imr_case_key",
                (row, number) -> row.getString(1) + " " + row.getString(2));

    assertThat(rows)
        .isNotEmpty()
        .allMatch(row -> row.matches("(member|denial|number|service) [0-9a-f]{64}"));
  }

  @Test
  void theIndexIsMadeAgainFromTheResources() {
    Task first = task(submit(PLAN, dispute()));
    Task second = task(submit(PLAN, dispute()));
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    List<String> before = index(jdbc, first, second);
    assertThat(before).isNotEmpty();

    jdbc.update("delete from imr_case_key");
    jdbc.update("update imr_matching set indexed_by = ''");
    server.bean(CaseIndexKeeper.class).keep();

    assertThat(index(jdbc, first, second)).isEqualTo(before);
    assertThat(links(first, DEPARTMENT)).hasSize(1);
    assertThat(related(submit(PLAN, dispute()))).hasSize(2);
  }

  private static List<String> index(JdbcTemplate jdbc, Task... cases) {
    List<String> rows = new ArrayList<>();
    for (Task each : cases) {
      rows.addAll(
          jdbc.query(
              "select kind, key_hash, date_from, date_to from imr_case_key where case_id = ?"
                  + " order by kind, key_hash",
              (row, number) ->
                  String.join(
                      " ",
                      row.getString(1),
                      row.getString(2),
                      String.valueOf(row.getDate(3)),
                      String.valueOf(row.getDate(4))),
              id(each)));
    }
    return rows;
  }

  private ObjectNode consolidated(String leading) {
    ObjectNode bundle = dispute();
    ObjectNode event = Submissions.event(bundle, "plan-notified").deepCopy();
    ((ObjectNode) event.at("/type/coding/0")).put("code", "consolidated");
    event.put("valueDateTime", "2026-07-02T09:00:00-07:00");
    ObjectNode detail = event.putArray("extension").addObject();
    detail.put("url", "https://openimr.org/fhir/StructureDefinition/imr-event-detail");
    detail.putArray("extension").addObject().put("url", "refersTo").put("valueString", leading);
    ((ArrayNode) Submissions.first(bundle, "Task").path("input")).add(event);
    return bundle;
  }

  /** The dispute of this test in a submission of its own. */
  private ObjectNode dispute() {
    return dispute(member, claim);
  }

  private static ObjectNode dispute(String member, String claim) {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", member);
    Submissions.first(bundle, "Coverage").put("subscriberId", member);
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", claim);
    Submissions.first(bundle, "Task").remove("identifier");
    return bundle;
  }

  private static List<ObjectNode> organizations(ObjectNode bundle) {
    return Submissions.all(bundle, "Organization");
  }

  private Answer submit(String token, ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(token).json(bundle.toString()).send();
  }

  private static Task task(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return (Task) answer.resource(Parameters.class).getParameter("case").getResource();
  }

  private static List<ParametersParameterComponent> related(Answer answer) {
    return answer.resource(Parameters.class).getParameter().stream()
        .filter(each -> each.getName().equals("related"))
        .toList();
  }

  private static List<String> names(Answer answer) {
    return answer.resource(Parameters.class).getParameter().stream()
        .map(ParametersParameterComponent::getName)
        .toList();
  }

  private static org.hl7.fhir.r4.model.Type part(ParametersParameterComponent of, String name) {
    return of.getPart().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static String code(ParametersParameterComponent of, String name) {
    return part(of, name).primitiveValue();
  }

  private List<Linkage> links(Task task, String token) {
    return server
        .fhir("GET", "Linkage?item=Task/" + id(task))
        .as(token)
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getEntry()
        .stream()
        .map(entry -> (Linkage) entry.getResource())
        .toList();
  }

  private Resource read(String reference, String token) {
    return server.fhir("GET", reference).as(token).send().isOk(200).resource(Task.class);
  }

  private int total(String search, String token) {
    return server.fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class).getTotal();
  }

  /** The same search, sent as a form. */
  private int total(String type, String token, String form) {
    return server
        .fhir("POST", type + "/_search")
        .as(token)
        .body(
            "application/x-www-form-urlencoded",
            form.split("=")[0]
                + "="
                + URLEncoder.encode(form.split("=", 2)[1], StandardCharsets.UTF_8))
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getTotal();
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }
}
