package org.openimr.server.security.table;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.RunningServer.Call;
import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.table.AccessMatrixTest.Cell;
import org.openimr.server.security.table.AccessMatrixTest.Outcome;
import org.openimr.server.security.table.AccessMatrixTest.Situation;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * The matrix over HTTP, and for what a caller may not see all side paths to it. Four types; all of
 * them with {@code -Daccess.matrix=full}, others by their names; {@code -Daccess.roles} names the
 * roles that are meant.
 */
class AccessMatrixIT {

  private static final Set<String> TYPES = types(System.getProperty("access.matrix"));
  private static final Predicate<String> ROLE =
      System.getProperty("access.roles") == null
          ? role -> true
          : Set.of(System.getProperty("access.roles").split(","))::contains;
  private static final AccessTable TABLE = AccessTableReader.read();
  private static final String AUDIT = "AuditEvent";
  private static final String SECRET = "urn:openimr:secret";

  private final RunningServer server = Database.H2.server();
  private final Map<String, String> tokens = new TreeMap<>();
  private final Set<String> organizations = new TreeSet<>();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong cells = new AtomicLong();
  private final AtomicLong probes = new AtomicLong();

  @Test
  void everyCellAndEverySidePathIsAsTheTableSays() {
    DemoCallers.published()
        .forEach(
            (token, caller) -> {
              if (!Set.of("chw", "partnership", "demo-imro-other")
                  .contains(caller.organization())) {
                tokens.put(caller.role(), token);
                organizations.add(caller.organization());
              }
            });
    assertThat(tokens.keySet()).isEqualTo(org.openimr.server.artifact.PackagedParties.codes());
    Instant began = Instant.now();
    // types do not meet one another, so that several can be gone through at once
    List.copyOf(TYPES).parallelStream()
        .forEach(
            type -> {
              go(type);
              report(type, began);
            });
    report("all", began);
    assertThat(wrong).isEmpty();
  }

  private static Set<String> types(String wanted) {
    return new TreeSet<>(
        wanted == null
            ? Set.of("Task", "Patient", "CodeSystem", AUDIT)
            : wanted.equals("full") ? ServedTypes.ALL : Set.of(wanted.split(",")));
  }

  private void report(String of, Instant began) {
    System.out.printf(
        "access over HTTP, %s: so far %d cells, %d side paths, %d wrong, %d s%n",
        of, cells.get(), probes.get(), wrong.size(), began.until(Instant.now(), SECONDS));
  }

  private void go(String type) {
    boolean definition = ServedTypes.DEFINITIONS.contains(type);
    Map<Situation, Resource> stored = new EnumMap<>(Situation.class);
    for (Situation situation : Situation.values()) {
      stored.put(situation, definition ? instance(type) : store(type, situation));
    }
    go(AccessTable.NOBODY, type, stored);
    tokens.keySet().stream().filter(ROLE).forEach(role -> go(role, type, stored));
  }

  private void go(String role, String type, Map<Situation, Resource> stored) {
    for (Situation situation :
        ServedTypes.DEFINITIONS.contains(type)
            ? List.of(Situation.OWN)
            : List.of(Situation.values())) {
      Resource resource = stored.get(situation);
      for (Act act : AccessMatrixTest.KINDS.keySet()) {
        Cell cell = new Cell(role, type, act, situation);
        Outcome outcome = outcome(cell, ask(cell, resource));
        cells.incrementAndGet();
        if (outcome != AccessMatrixTest.expected(cell)) {
          wrong(cell + " is " + outcome);
        }
      }
      boolean hidden =
          AccessMatrixTest.expected(new Cell(role, type, Act.READ, situation)) != Outcome.DONE;
      if (hidden && !role.equals(AccessTable.NOBODY)) {
        besides(role, type, resource);
      }
    }
  }

  private void wrong(String what) {
    wrong.add(what);
    System.out.println("WRONG " + what);
  }

  private Answer ask(Cell cell, Resource resource) {
    String type = cell.type();
    boolean definition = ServedTypes.DEFINITIONS.contains(type);
    String id = resource.getIdPart();
    Resource throwaway = resource;
    if (cell.act() == Act.DELETE
        && !definition
        && AccessMatrixTest.expected(cell) == Outcome.DONE) {
      throwaway = store(type, cell.situation());
    }
    // a body of another type is refused for what it is, once it is looked at
    String body = "{\"resourceType\":\"" + (definition ? "Account" : type) + "\"%s}";
    String named = body.formatted(",\"id\":\"%s\"");
    return switch (cell.act()) {
      case READ -> call(cell.role(), "GET", type + "/" + id).send();
      case VREAD -> call(cell.role(), "GET", type + "/" + id + "/_history/1").send();
      case HISTORY -> call(cell.role(), "GET", type + "/" + id + "/_history").send();
      case SEARCH -> call(cell.role(), "GET", type + "?_id=" + id).send();
      case HISTORY_TYPE -> call(cell.role(), "GET", type + "/_history?_count=1").send();
      case CREATE -> call(cell.role(), "POST", type).json(body.formatted("")).send();
      case CONDITIONAL ->
          call(cell.role(), "POST", type)
              .header("If-None-Exist", "_id=" + id)
              .json(body.formatted(""))
              .send();
      case UPDATE -> call(cell.role(), "PUT", type + "/" + id).json(named.formatted(id)).send();
      case UPDATE_CREATE -> {
        String fresh = UUID.randomUUID().toString();
        yield call(cell.role(), "PUT", type + "/" + fresh).json(named.formatted(fresh)).send();
      }
      case PATCH ->
          call(cell.role(), "PATCH", type + "/" + id)
              .body(
                  "application/json-patch+json",
                  "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"en\"}]")
              .send();
      case DELETE -> call(cell.role(), "DELETE", type + "/" + throwaway.getIdPart()).send();
      case VALIDATE ->
          call(cell.role(), "POST", type + "/$validate").json(body.formatted("")).send();
      default -> throw new IllegalStateException(cell.toString());
    };
  }

  private Call call(String role, String method, String path) {
    Call call = server.fhir(method, path);
    return role.equals(AccessTable.NOBODY) ? call : call.as(tokens.get(role));
  }

  private static Outcome outcome(Cell cell, Answer answer) {
    boolean definition = ServedTypes.DEFINITIONS.contains(cell.type());
    if (answer.status() >= 500) {
      throw new IllegalStateException(cell + ": " + answer.text());
    }
    // what the table lets nobody do may not be there at all
    boolean nobodyMay =
        TABLE.roles().stream()
            .allMatch(role -> TABLE.relations(role, cell.type(), cell.act()).isEmpty());
    if (Set.of(401, 403, 405).contains(answer.status()) || nobodyMay && answer.status() >= 400) {
      return Outcome.REFUSED;
    }
    if (answer.status() == 404 || answer.status() == 410) {
      return definition ? Outcome.DONE : Outcome.NOT_THERE;
    }
    return cell.act() == Act.SEARCH && !definition && answer.text().contains("\"total\":0")
        ? Outcome.NOT_THERE
        : Outcome.DONE;
  }

  /**
   * Asks for something hidden in every other way; each answers as for something that is not there.
   */
  private void besides(String role, String type, Resource hidden) {
    String at = type + "/{id}";
    same(role, hidden, "GET", type + "?_id={id}&_summary=count", null);
    same(role, hidden, "GET", type + "?_id={id}&_total=accurate&_include=*", null);
    same(role, hidden, "GET", type + "?_id={id}&_revinclude=Provenance:target", null);
    same(role, hidden, "GET", type + "?_id={id},other&_elements=id", null);
    same(role, hidden, "GET", type + "?_has:Provenance:target:_id={provenance}&_id={id}", null);
    same(role, hidden, "GET", type + "?_tag=" + SECRET + "%7C{secret}", null);
    same(role, hidden, "GET", type + "?_list={id}", null);
    same(role, hidden, "GET", "Provenance?target:" + type + "._id={id}", null);
    same(role, hidden, "GET", "Provenance?target._id={id}&_id={provenance}", null);
    same(
        role, hidden, "GET", "Provenance?target:" + type + "._tag=" + SECRET + "%7C{secret}", null);
    same(role, hidden, "GET", "Provenance?_id={provenance}&_include=Provenance:target", null);
    same(role, hidden, "GET", "Provenance?_id={provenance}&_sort=target." + "_lastUpdated", null);
    same(role, hidden, "GET", at + "?_summary=true", null);
    same(role, hidden, "HEAD", at, null);
    same(role, hidden, "GET", at + "/_history?_count=1", null);
    same(role, hidden, "GET", at + "/_history/1", null);
    same(role, hidden, "GET", at + "/_history/2", null);
    same(role, hidden, "DELETE", at, null);
    same(role, hidden, "DELETE", type + "?_id={id}", null);
    if (TABLE.relations(role, type, Act.UPDATE_CREATE).isEmpty()) {
      // who names resources learns which names are taken
      same(role, hidden, "PUT", at, "{\"resourceType\":\"" + type + "\",\"id\":\"{id}\"}");
      putOfAVersion(role, type, hidden);
    }
    same(role, hidden, "PUT", type + "?_id={id}", "{\"resourceType\":\"" + type + "\"}");
    same(role, hidden, "POST", at + "/$validate?mode=delete", "{\"resourceType\":\"Parameters\"}");
    same(role, hidden, "POST", at + "/$meta-add", "{\"resourceType\":\"Parameters\"}");
    same(role, hidden, "GET", at + "/$everything", null);
    same(role, hidden, "GET", at + "/$check-eligibility", null);
    same(role, hidden, "GET", at + "/$compute-deadlines", null);
    same(role, hidden, "GET", at + "/$packet?recipient=imro", null);
    same(role, hidden, "GET", at + "/$request-information", null);
    same(
        role,
        hidden,
        "POST",
        "",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\""
            + at
            + "\"}}]}");
    for (String writable : List.of("DocumentReference", "QuestionnaireResponse", "List")) {
      same(
          role,
          hidden,
          "POST",
          writable,
          "{\"resourceType\":\""
              + writable
              + "\",\"extension\":[{\"url\":\"urn:x\",\"valueReference\":{\"reference\":\""
              + at
              + "\"}}]}");
    }
    headers(role, type, hidden);
  }

  private void putOfAVersion(String role, String type, Resource hidden) {
    compare(
        role + " PUT If-Match " + type,
        hidden,
        id ->
            call(role, "PUT", type + "/" + id)
                .header("If-Match", "W/\"77\"")
                .json("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"}")
                .send());
  }

  /** Conditions in headers. */
  private void headers(String role, String type, Resource hidden) {
    for (Map.Entry<String, String> header :
        Map.of(
                "If-None-Match", "W/\"1\"",
                "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
            .entrySet()) {
      compare(
          role + " GET " + type + " " + header,
          hidden,
          id ->
              call(role, "GET", type + "/" + id).header(header.getKey(), header.getValue()).send());
    }
    compare(
        role + " PATCH " + type,
        hidden,
        id ->
            call(role, "PATCH", type + "/" + id)
                .body(
                    "application/json-patch+json",
                    "[{\"op\":\"test\",\"path\":\"/language\",\"value\":\"xx\"}]")
                .send());
    compare(
        role + " POST If-None-Exist " + type,
        hidden,
        id ->
            call(role, "POST", type)
                .header("If-None-Exist", "_id=" + id)
                .json("{\"resourceType\":\"" + type + "\"}")
                .send());
  }

  private void same(String role, Resource hidden, String method, String path, String body) {
    compare(
        role + " " + method + " " + path,
        hidden,
        id -> {
          boolean nothing = !id.equals(hidden.getIdPart());
          String secret = nothing ? UUID.randomUUID().toString() : secret(hidden);
          String filled =
              path.replace("{id}", id)
                  .replace("{secret}", secret)
                  .replace("{provenance}", provenance(hidden));
          Call call = call(role, method, filled);
          return (body == null ? call : call.json(body.replace("{id}", id))).send();
        });
  }

  private void compare(
      String what, Resource hidden, java.util.function.Function<String, Answer> way) {
    probes.incrementAndGet();
    Answer toHidden = way.apply(hidden.getIdPart());
    String nothing = UUID.randomUUID().toString();
    Answer toNothing = way.apply(nothing);
    boolean told = toHidden.text().contains(secret(hidden)) && !what.contains("{secret}");
    if (told
        || toHidden.status() != toNothing.status()
        || toHidden.status() >= 500
        || !plain(toHidden, hidden, nothing).equals(plain(toNothing, hidden, nothing))) {
      wrong(
          what
              + " tells of it: "
              + toHidden.status()
              + " "
              + plain(toHidden, hidden, nothing)
              + " against "
              + toNothing.status()
              + " "
              + plain(toNothing, hidden, nothing));
    }
  }

  /** Without what differs from answer to answer. */
  private static String plain(Answer answer, Resource hidden, String nothing) {
    return answer
        .text()
        .replace(hidden.getIdPart(), "ID")
        .replace(nothing, "ID")
        .replaceAll(
            "\"(id|lastUpdated|url|versionId|location|etag|lastModified|source)\":\"[^\"]*\"", "");
  }

  private static String secret(Resource resource) {
    return resource.getMeta().getTag().stream()
        .filter(tag -> SECRET.equals(tag.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElseThrow();
  }

  private static String provenance(Resource resource) {
    return (String) resource.getUserData("provenance");
  }

  private Resource store(String type, Situation situation) {
    Resource resource = instance(type);
    resource.getMeta().addTag(new Coding(SECRET, UUID.randomUUID().toString(), null));
    Set<String> unassigned = new TreeSet<>(organizations);
    unassigned.remove("demo-imro");
    switch (situation) {
      case OWN, CLOSED -> AccessMarks.add(resource, organizations);
      case UNASSIGNED -> AccessMarks.add(resource, unassigned);
      case FORMER -> {
        AccessMarks.add(resource, Set.of("nobody-else"));
        organizations.forEach(
            each -> resource.getMeta().addTag(new Coding(AccessMarks.FORMER, each, null)));
      }
      default -> AccessMarks.add(resource, Set.of("nobody-else"));
    }
    if (situation == Situation.CLOSED) {
      resource.getMeta().addTag(new Coding(AccessMarks.STATE, AccessMarks.CLOSED, null));
    }
    Provenance provenance = new Provenance();
    if (type.equals(AUDIT)) {
      record(resource);
    } else {
      create(resource);
      provenance.addTarget(new Reference(type + "/" + resource.getIdPart()));
    }
    AccessMarks.add(provenance, organizations);
    create(provenance);
    resource.setUserData("provenance", provenance.getIdPart());
    return resource;
  }

  /** Has an access recorded, of a request that bears the secret. */
  private void record(Resource event) {
    server
        .fhir("GET", "Task?_count=1")
        .as(tokens.get("department"))
        .header("X-Request-ID", secret(event))
        .send()
        .isOk(200);
    event.setId(
        server
            .fhir("GET", AUDIT + "?entity:identifier=" + secret(event))
            .as(tokens.get("department"))
            .send()
            .isOk(200)
            .resource(Bundle.class)
            .getEntryFirstRep()
            .getResource()
            .getIdElement()
            .getIdPart());
  }

  private static Resource instance(String type) {
    Resource resource =
        (Resource) FhirContext.forR4Cached().getResourceDefinition(type).newInstance();
    resource.setId(type + "/" + UUID.randomUUID());
    if (resource instanceof Bundle bundle) {
      bundle.setType(Bundle.BundleType.COLLECTION); // the store takes none without
    }
    return resource;
  }

  @SuppressWarnings("unchecked")
  private <R extends Resource> void create(Resource resource) {
    resource.setId((String) null);
    server
        .bean(DaoRegistry.class)
        .<R>getResourceDao(resource.fhirType())
        .create((R) resource, new SystemRequestDetails());
  }
}
