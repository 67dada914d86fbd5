package org.openimr.server.security.table;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.RunningServer.Call;
import org.openimr.server.artifact.PackagedParties;
import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.table.AccessMatrixTest.Situation;
import org.openimr.server.store.casefile.MarkedCases;

/**
 * Every operation over HTTP: by everybody, at every place and by both methods, of a case of each
 * kind. Who may not is answered 403 (401 without a token) before anything else; who may, but does
 * not see the case, is answered as for one that is not there; all others get further. What nobody
 * may is refused in whatever way, since it may not be there at all.
 */
class OperationMatrixIT {

  private static final AccessTable TABLE = AccessTableReader.read();
  private static final Set<String> REVIEW = Set.of("imro", "imro-clerk", "imro-reviewer");
  private static final String NOTHING = "{\"resourceType\":\"Parameters\"}";
  private static final String NO_CASE = UUID.randomUUID().toString();

  private final RunningServer server = Database.H2.server();
  private final Map<String, String> tokens = new TreeMap<>();
  private final Set<String> organizations = new TreeSet<>();
  private final Map<Situation, String> cases = new EnumMap<>(Situation.class);
  private final List<String> wrong = new ArrayList<>();
  private int cells;

  @Test
  void everyOperationIsForThoseWhomTheTableNames() {
    DemoCallers.published()
        .forEach(
            (token, caller) -> {
              if (!Set.of("chw", "partnership", "demo-imro-other")
                  .contains(caller.organization())) {
                tokens.put(caller.role(), token);
                organizations.add(caller.organization());
              }
            });
    assertThat(tokens.keySet()).isEqualTo(PackagedParties.codes());
    for (Situation situation : Situation.values()) {
      cases.put(situation, store(situation));
    }
    Set<String> names = new TreeSet<>(Set.of("$expunge", "$everything", "$meta-add", "$diff"));
    TABLE.operations().keySet().forEach(cell -> names.add(cell.operation()));
    for (String name : names) {
      for (String method : List.of("GET", "POST")) {
        go(name, OperationPlace.SYSTEM, "", method);
        // what is not named of a type is refused alike for all: one type of a case, one without
        for (String type : types(name)) {
          go(name, OperationPlace.TYPE, type, method);
          go(name, OperationPlace.INSTANCE, type, method);
        }
      }
    }
    System.out.println("operations over HTTP: " + cells + " cells");
    assertThat(wrong).isEmpty();
  }

  private static Set<String> types(String name) {
    Set<String> types = new TreeSet<>(Set.of("Task", "Patient", "CodeSystem", "Questionnaire"));
    TABLE.operations().keySet().stream()
        .filter(cell -> cell.operation().equals(name) && !cell.type().isEmpty())
        .forEach(cell -> types.add(cell.type()));
    return types;
  }

  private void go(String name, OperationPlace place, String type, String method) {
    Set<String> who =
        TABLE
            .operations()
            .getOrDefault(new OperationCell(name, place, type, method.equals("GET")), Set.of());
    for (String role : TABLE.roles()) {
      if (place == OperationPlace.INSTANCE && type.equals("Task")) {
        for (Situation situation : Situation.values()) {
          ofACase(name, method, role, situation, who);
        }
        continue;
      }
      String at =
          switch (place) {
            case SYSTEM -> "";
            case TYPE -> type + "/";
            case INSTANCE -> type + "/" + UUID.randomUUID() + "/";
          };
      Answer answer = ask(role, method, at + name);
      cells++;
      check(role + " " + method + " " + at + name, role, answer, who);
    }
  }

  private void ofACase(
      String name, String method, String role, Situation situation, Set<String> who) {
    String what = role + " " + method + " " + situation + " " + name;
    String at = "Task/" + cases.get(situation) + "/" + name;
    Answer answer = ask(role, method, at);
    cells++;
    check(what, role, answer, who);
    if (!who.contains(role)) {
      return;
    }
    if (!sees(role, situation)) {
      Answer toNothing = toNothing(role, method, name);
      if (answer.status() != 404
          || toNothing.status() != 404
          || !plain(answer, cases.get(situation)).equals(plain(toNothing, NO_CASE))) {
        wrong.add(what + " tells of it: " + answer.status() + " " + answer.text());
      }
    } else if (answer.status() == 404
        // none of these cases is decided, which is said otherwise than that there is no case
        && !(name.equals("$determination")
            && answer.text().contains("No determination of this case was recorded")
            && !plain(answer, cases.get(situation))
                .equals(plain(toNothing(role, method, name), NO_CASE)))) {
      wrong.add(what + " does not find it: " + answer.text());
    }
  }

  /** What is answered about a case that is not there. */
  private Answer toNothing(String role, String method, String name) {
    return ask(role, method, "Task/" + NO_CASE + "/" + name);
  }

  private void check(String what, String role, Answer answer, Set<String> who) {
    int status = answer.status();
    if (who.isEmpty()) {
      if (status < 400 || status >= 500) {
        wrong.add(what + " is " + status + " " + answer.text());
      }
      return;
    }
    boolean allowed = who.contains(role);
    if (!allowed && status == 404 && answer.text().contains("There is no such operation")) {
      return; // the table allows more to others than there is
    }
    boolean refused = status == 403 || status == 401;
    boolean known = role.equals(AccessTable.NOBODY) ? status == 401 : status == 403;
    if (status >= 500 || refused == allowed || refused && !known) {
      wrong.add(what + " is " + status + " " + answer.text());
    }
  }

  private static String plain(Answer answer, String id) {
    return answer.text().replace(id, "ID");
  }

  private static boolean sees(String role, Situation situation) {
    Relation relation =
        switch (situation) {
          case OWN -> Relation.PARTY;
          case CLOSED -> Relation.CLOSED;
          case FORMER -> Relation.FORMER;
          case UNASSIGNED -> REVIEW.contains(role) ? Relation.OTHER : Relation.PARTY;
          case OTHER -> Relation.OTHER;
        };
    return TABLE.relations(role, "Task", Act.READ).contains(relation);
  }

  private Answer ask(String role, String method, String path) {
    Call call = server.fhir(method, path);
    if (!role.equals(AccessTable.NOBODY)) {
      call = call.as(tokens.get(role));
    }
    return (method.equals("POST") ? call.json(NOTHING) : call).send();
  }

  /** A case as it is submitted, whose parties are then made what the situation says. */
  private String store(Situation situation) {
    IIdType id =
        server
            .fhir("POST", "$submit-case")
            .as(tokens.get("plan"))
            .json(Submissions.of(25).toString())
            .send()
            .isOk(201)
            .resource(Parameters.class)
            .getParameter("case")
            .getResource()
            .getIdElement()
            .toUnqualifiedVersionless();
    IFhirResourceDao<Task> tasks = server.bean(DaoRegistry.class).getResourceDao(Task.class);
    Meta before = tasks.metaGetOperation(Meta.class, id, new SystemRequestDetails());
    before.getTag().removeIf(tag -> !AccessMarks.ours(tag));
    tasks.metaDeleteOperation(id, before, marking());
    tasks.metaAddOperation(id, marks(situation), marking());
    return id.getIdPart();
  }

  // else the server would bring the marks in step with the state of the case
  private static SystemRequestDetails marking() {
    SystemRequestDetails request = new SystemRequestDetails();
    request.getUserData().put(MarkedCases.class.getName(), true);
    return request;
  }

  private Meta marks(Situation situation) {
    Task task = new Task();
    Set<String> parties = new TreeSet<>(organizations);
    switch (situation) {
      case OWN, CLOSED -> AccessMarks.add(task, parties);
      case UNASSIGNED -> {
        parties.remove("demo-imro");
        AccessMarks.add(task, parties);
      }
      case FORMER -> {
        AccessMarks.add(task, Set.of("nobody-else"));
        parties.forEach(each -> task.getMeta().addTag(new Coding(AccessMarks.FORMER, each, null)));
      }
      default -> AccessMarks.add(task, Set.of("nobody-else"));
    }
    if (situation == Situation.CLOSED) {
      task.getMeta().addTag(new Coding(AccessMarks.STATE, AccessMarks.CLOSED, null));
    }
    return task.getMeta();
  }
}
