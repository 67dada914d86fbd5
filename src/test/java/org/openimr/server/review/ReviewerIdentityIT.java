package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;

/**
 * A reviewer who comes with a submission is seen by the review organization, and on no other way.
 */
class ReviewerIdentityIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String IMRO = "demo-imro";

  private final RunningServer server = Database.H2.server();
  private final String name = "Rev" + UUID.randomUUID().toString().substring(0, 8);

  private String submit() {
    ObjectNode bundle = Submissions.of(25);
    String person = "urn:uuid:" + UUID.randomUUID();
    add(
        bundle,
        person,
        "{'resourceType':'Practitioner','identifier':[{'system':'http://hl7.org/fhir/sid/us-npi',"
            + "'value':'1992999990'}],'name':[{'family':'"
            + name
            + "','given':['Ann']}]}");
    add(
        bundle,
        "urn:uuid:" + UUID.randomUUID(),
        "{'resourceType':'PractitionerRole','practitioner':{'reference':'"
            + person
            + "','display':'Ann "
            + name
            + "'},'code':[{'coding':[{'system':"
            + "'https://openimr.org/fhir/CodeSystem/imr-party','code':'imro-reviewer'}]}]}");
    return server
        .submitted(PLAN, bundle.toString().replace("cypress-review", IMRO))
        .getIdElement()
        .getIdPart();
  }

  private static void add(ObjectNode bundle, String url, String resource) {
    ObjectNode entry = bundle.withArray("/entry").addObject();
    entry.put("fullUrl", url);
    entry.set("resource", Submissions.parsed(resource.replace('\'', '"')));
  }

  private Bundle search(String query, String token) {
    return server.fhir("GET", query).as(token).send().isOk(200).resource(Bundle.class);
  }

  @Test
  void theReviewOrganizationAloneSeesTheReviewer() {
    String id = submit();
    Bundle found = search("PractitionerRole?practitioner.family=" + name + "&_include=*", IMRO);
    assertThat(found.getTotal()).isOne();
    String role = found.getEntryFirstRep().getResource().getIdElement().getIdPart();
    Bundle people = search("Practitioner?family=" + name, IMRO);
    assertThat(people.getTotal()).isOne();
    String person = people.getEntryFirstRep().getResource().getIdElement().getIdPart();

    for (String token :
        List.of(
            PLAN,
            "demo-plan-staff",
            "demo-plan-physician",
            "demo-cmo",
            "demo-member",
            "demo-representative",
            "demo-provider",
            "demo-facility",
            "demo-department",
            "demo-committee",
            "demo-admin",
            "demo-imro-other")) {
      for (String path :
          List.of(
              "Practitioner/" + person,
              "Practitioner/" + person + "/_history",
              "Practitioner/" + person + "/_history/1",
              "PractitionerRole/" + role,
              "PractitionerRole/" + role + "/_history",
              "Practitioner?family=" + name,
              "Practitioner?_id=" + person + "&_summary=count",
              "PractitionerRole?_id=" + role + "&_include=*",
              "PractitionerRole?practitioner.family=" + name,
              "PractitionerRole?practitioner=Practitioner/" + person,
              "Practitioner?_id=" + person + "&_revinclude=PractitionerRole:practitioner",
              "Practitioner?_has:PractitionerRole:practitioner:_id=" + role,
              "Provenance?target=Task/" + id + "&_include=Provenance:target",
              "Provenance?target:Practitioner.family=" + name,
              "Task?_id=" + id + "&_include=*&_revinclude=*",
              "Task/" + id,
              "Task/" + id + "/_history",
              "Task/" + id + "/$packet?recipient=imro",
              "Task/" + id + "/$packet?recipient=member",
              "Task/" + id + "/$check-eligibility")) {
        nothing(token, path);
      }
    }
  }

  private void nothing(String token, String path) {
    Answer answer = server.fhir("GET", path).as(token).send();
    assertThat(answer.status()).as(token + " " + path).isLessThan(500);
    // a search that says the name is told it again
    assertThat(answer.text().replaceAll("\"url\":\"[^\"]*\"", ""))
        .as(token + " " + path)
        .doesNotContain(name);
    if (path.startsWith("Pract")) {
      if (path.contains("?")) {
        assertThat(answer.status()).as(token + " " + path).isIn(200, 403);
        assertThat(answer.status() == 403 || answer.text().contains("\"total\":0"))
            .as(token + " " + path + " " + answer.text())
            .isTrue();
      } else {
        assertThat(answer.status()).as(token + " " + path).isIn(403, 404);
      }
    }
  }
}
