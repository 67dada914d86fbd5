package org.openimr.server.security.table;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.AccessInterceptor;
import org.openimr.server.security.StoreAccessInterceptor;
import org.openimr.server.security.table.AccessRule.Verdict;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Every role, with every served type, in every way, for a case of each kind: through the parts that
 * stand before the store and at it, with resources in memory. What is expected comes from the
 * table, and beside it from sentences that were written without looking at it.
 */
class AccessMatrixTest {

  /** What a resource is to the caller. */
  enum Situation {
    OWN,
    OTHER,
    UNASSIGNED,
    FORMER,
    CLOSED
  }

  /** What became of it. */
  enum Outcome {
    DONE,
    NOT_THERE,
    REFUSED
  }

  record Cell(String role, String type, Act act, Situation situation) {}

  static final Map<Act, RestOperationTypeEnum> KINDS = new EnumMap<>(Act.class);

  static {
    KINDS.put(Act.READ, RestOperationTypeEnum.READ);
    KINDS.put(Act.VREAD, RestOperationTypeEnum.VREAD);
    KINDS.put(Act.HISTORY, RestOperationTypeEnum.HISTORY_INSTANCE);
    KINDS.put(Act.SEARCH, RestOperationTypeEnum.SEARCH_TYPE);
    KINDS.put(Act.HISTORY_TYPE, RestOperationTypeEnum.HISTORY_TYPE);
    KINDS.put(Act.CREATE, RestOperationTypeEnum.CREATE);
    KINDS.put(Act.UPDATE, RestOperationTypeEnum.UPDATE);
    KINDS.put(Act.UPDATE_CREATE, RestOperationTypeEnum.UPDATE);
    KINDS.put(Act.PATCH, RestOperationTypeEnum.PATCH);
    KINDS.put(Act.DELETE, RestOperationTypeEnum.DELETE);
    KINDS.put(Act.VALIDATE, RestOperationTypeEnum.VALIDATE);
    KINDS.put(Act.CONDITIONAL, RestOperationTypeEnum.CREATE);
  }

  private static final AccessTable TABLE = AccessTableReader.read();
  private static final TableRule RULE = new TableRule(TABLE);
  private static final Set<String> REVIEW = Set.of("imro", "imro-clerk", "imro-reviewer");

  private final Map<Cell, Outcome> found = new TreeMap<>((a, b) -> a.toString().compareTo(b + ""));
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyCellIsAsTheTableSays() {
    for (String role : TABLE.roles()) {
      for (String type : ServedTypes.ALL) {
        for (Act act : KINDS.keySet()) {
          for (Situation situation : Situation.values()) {
            Cell cell = new Cell(role, type, act, situation);
            Outcome outcome = done(cell);
            found.put(cell, outcome);
            if (outcome != expected(cell)) {
              wrong.add(cell + " is " + outcome);
            }
          }
        }
      }
    }
    long operations = operations();
    System.out.println(
        "access matrix: " + found.size() + " cells of resources, " + operations + " of operations");
    assertThat(wrong).isEmpty();
    sentences();
  }

  /** All ways to ask for all operations, and one that nobody knows. */
  private long operations() {
    long cells = 0;
    Set<String> names = new java.util.TreeSet<>(Set.of("$expunge", "$everything"));
    TABLE.operations().keySet().forEach(cell -> names.add(cell.operation()));
    for (String role : TABLE.roles()) {
      for (String name : names) {
        for (String type : ServedTypes.ALL) {
          for (boolean get : new boolean[] {true, false}) {
            for (OperationPlace place : OperationPlace.values()) {
              String of = place == OperationPlace.SYSTEM ? "" : type;
              Set<String> who =
                  TABLE
                      .operations()
                      .getOrDefault(new OperationCell(name, place, of, get), Set.of());
              Interaction asked =
                  new Interaction(
                      RestOperationTypeEnum.valueOf(
                          "EXTENDED_OPERATION_"
                              + (place == OperationPlace.SYSTEM ? "SERVER" : place)),
                      of,
                      name,
                      false,
                      get,
                      Set.of(),
                      Set.of());
              boolean allowed = RULE.mayBegin(caller(role), asked) == Verdict.ALLOWED;
              if (allowed != who.contains(role)) {
                wrong.add(role + " " + place + " " + of + "/" + name + " is " + allowed);
              }
              cells++;
            }
          }
        }
      }
    }
    return cells;
  }

  static Outcome expected(Cell cell) {
    Set<Relation> of = TABLE.relations(cell.role(), cell.type(), cell.act());
    if (cell.act() == Act.UPDATE_CREATE) {
      // to whom it is not allowed, the id looks like one of others
      return !of.isEmpty()
          ? Outcome.DONE
          : TABLE.relations(cell.role(), cell.type(), Act.UPDATE).isEmpty()
              ? Outcome.REFUSED
              : Outcome.NOT_THERE;
    }
    boolean both =
        cell.act() != Act.CONDITIONAL
            || !TABLE.relations(cell.role(), cell.type(), Act.CREATE).isEmpty();
    if (of.isEmpty() || !both) {
      return Outcome.REFUSED;
    }
    if (cell.act().creates()
        || cell.act() == Act.HISTORY_TYPE
        || ServedTypes.DEFINITIONS.contains(cell.type())) {
      return Outcome.DONE;
    }
    Relation relation = relation(cell);
    if (!TABLE.relations(cell.role(), cell.type(), Act.READ).contains(relation)) {
      return Outcome.NOT_THERE;
    }
    return of.contains(relation) ? Outcome.DONE : Outcome.REFUSED;
  }

  private static Relation relation(Cell cell) {
    return switch (cell.situation()) {
      case OWN -> Relation.PARTY;
      case CLOSED -> Relation.CLOSED;
      case FORMER -> Relation.FORMER;
      case UNASSIGNED -> REVIEW.contains(cell.role()) ? Relation.OTHER : Relation.PARTY;
      case OTHER -> Relation.OTHER;
    };
  }

  /** Does it, as far as it is let. */
  private static Outcome done(Cell cell) {
    IBaseResource stored = stored(cell);
    Caller caller = caller(cell.role());
    SystemRequestDetails request = new SystemRequestDetails();
    caller.putOn(request);
    request.setRestOperationType(KINDS.get(cell.act()));
    try {
      begin(cell, stored, request);
      atTheStore(cell, stored, request);
      return Outcome.DONE;
    } catch (ForbiddenOperationException | AuthenticationException e) {
      return Outcome.REFUSED;
    } catch (ResourceNotFoundException e) {
      return Outcome.NOT_THERE;
    }
  }

  private static void begin(Cell cell, IBaseResource stored, SystemRequestDetails request) {
    AccessInterceptor before =
        new AccessInterceptor(
            http -> caller(cell.role()),
            RULE,
            (type, id) -> {
              if (cell.act() == Act.UPDATE_CREATE) {
                throw new ResourceNotFoundException("is not known");
              }
              return stored;
            });
    Bundle one = new Bundle();
    one.addEntry().getRequest().setMethod(method(cell.act())).setUrl(url(cell));
    if (cell.act() == Act.CONDITIONAL) {
      one.getEntryFirstRep().getRequest().setIfNoneExist("_id=x");
    }
    if (cell.act() == Act.VALIDATE) {
      one.getEntryFirstRep().getRequest().setUrl(cell.type() + "/$validate");
    }
    SystemRequestDetails whole = new SystemRequestDetails();
    Caller.of(request).putOn(whole);
    whole.setResource(one);
    before.beginEntries(whole, RestOperationTypeEnum.TRANSACTION);
  }

  private static HTTPVerb method(Act act) {
    return switch (act) {
      case CREATE, CONDITIONAL, VALIDATE -> HTTPVerb.POST;
      case UPDATE, UPDATE_CREATE -> HTTPVerb.PUT;
      case PATCH -> HTTPVerb.PATCH;
      case DELETE -> HTTPVerb.DELETE;
      default -> HTTPVerb.GET;
    };
  }

  private static String url(Cell cell) {
    return switch (cell.act()) {
      case CREATE, CONDITIONAL -> cell.type();
      case SEARCH -> cell.type() + "?_id=x";
      case VREAD -> cell.type() + "/x/_history/1";
      case HISTORY -> cell.type() + "/x/_history";
      case HISTORY_TYPE -> cell.type() + "/_history";
      default -> cell.type() + "/x";
    };
  }

  private static void atTheStore(Cell cell, IBaseResource stored, RequestDetails request) {
    StoreAccessInterceptor store = new StoreAccessInterceptor(RULE);
    if (Caller.of(request).anonymous()) {
      // the store takes it for the server; nothing but definitions comes so far
      assertThat(ServedTypes.DEFINITIONS).contains(cell.type());
      return;
    }
    switch (cell.act()) {
      case READ, VREAD, HISTORY, SEARCH -> {
        SimplePreResourceAccessDetails shown = new SimplePreResourceAccessDetails(List.of(stored));
        store.withhold(shown, request);
        if (shown.isDontReturnResourceAtIndex(0)) {
          throw new ResourceNotFoundException("is not known");
        }
      }
      case CREATE -> store.markNew(((Resource) stored).copy(), request);
      case UPDATE, PATCH -> store.keepMarks(stored, ((Resource) stored).copy(), request);
      case UPDATE_CREATE -> store.checkName(stored, request);
      case DELETE -> store.checkDeletion(stored, request);
      default -> {}
    }
  }

  private static Caller caller(String role) {
    return role.equals(AccessTable.NOBODY) ? Caller.ANONYMOUS : new Caller("test", role, "mine");
  }

  private static IBaseResource stored(Cell cell) {
    Resource resource =
        (Resource) Submissions.CONTEXT.getResourceDefinition(cell.type()).newInstance();
    resource.setId(cell.type() + "/x");
    if (ServedTypes.DEFINITIONS.contains(cell.type())) {
      return resource;
    }
    switch (cell.situation()) {
      case OWN -> AccessMarks.add(resource, Set.of("mine", "another"));
      case CLOSED -> {
        AccessMarks.add(resource, Set.of("mine", "another"));
        resource.getMeta().addTag(new Coding(AccessMarks.STATE, AccessMarks.CLOSED, null));
      }
      case FORMER -> {
        AccessMarks.add(resource, Set.of("another"));
        resource.getMeta().addTag(new Coding(AccessMarks.FORMER, "mine", null));
      }
      case UNASSIGNED ->
          AccessMarks.add(
              resource, REVIEW.contains(cell.role()) ? Set.of("another") : Set.of("mine"));
      default -> AccessMarks.add(resource, Set.of("another"));
    }
    return resource;
  }

  /** What must hold whatever the table says. */
  private void sentences() {
    found.forEach(
        (cell, outcome) -> {
          boolean definition = ServedTypes.DEFINITIONS.contains(cell.type());
          boolean shown = outcome == Outcome.DONE && cell.act().shows();
          boolean written =
              outcome == Outcome.DONE
                  && Set.of(Act.CREATE, Act.UPDATE, Act.UPDATE_CREATE, Act.PATCH, Act.DELETE)
                      .contains(cell.act());
          boolean others =
              cell.situation() == Situation.OTHER || cell.situation() == Situation.FORMER;
          String role = cell.role();
          if (shown && cell.type().equals("AuditEvent")) {
            assertThat(role).as("who reads what was recorded").isIn("department", "admin");
          } else if (!definition && shown && others) {
            assertThat(role).as("who sees cases of others").isEqualTo("department");
          }
          if (!definition && role.equals("nobody")) {
            assertThat(outcome).as("without token: " + cell).isEqualTo(Outcome.REFUSED);
          }
          if (definition && written) {
            assertThat(role).as("who writes definitions").isEqualTo("admin");
          }
          if (written && cell.type().equals("Organization")) {
            assertThat(role).as("who writes organizations").isEqualTo("admin");
          }
          if (written
              && Set.of("Task", "Provenance", "Bundle", "Composition", "Linkage")
                  .contains(cell.type())) {
            assertThat(role).as("who writes the history of a case").isEqualTo("admin");
          }
          if (written) {
            assertThat(cell.type()).as("what nobody writes").isNotEqualTo("AuditEvent");
          }
          if (!definition && written && cell.act() == Act.DELETE) {
            assertThat(role).as("who deletes").isEqualTo("admin");
          }
          if (written) {
            assertThat(role).as("who writes").isNotIn("committee", "nobody");
          }
          if (!definition && REVIEW.contains(role) && shown) {
            assertThat(cell.situation()).as("what reviewers see").isEqualTo(Situation.OWN);
          }
          if (!definition
              && cell.situation() == Situation.CLOSED
              && written
              && !cell.act().creates()) {
            assertThat(role).as("who changes closed cases").isEqualTo("department");
          }
          if (role.equals("committee") && !definition && shown) {
            assertThat(cell.type())
                .as("what committees see")
                .isNotIn(
                    "Binary",
                    "RelatedPerson",
                    "Practitioner",
                    "Communication",
                    "Consent",
                    "Bundle");
          }
        });
    withheld();
  }

  private static void withheld() {
    for (String role : TABLE.roles()) {
      if (role.equals(AccessTable.NOBODY)) {
        continue;
      }
      Caller caller = caller(role);
      for (String type : List.of("Practitioner", "PractitionerRole", "QuestionnaireResponse")) {
        Resource who = labelled(type);
        who.getMeta().addTag(new Coding(AccessMarks.WITHHELD, "reviewer-identity", null));
        assertThat(RULE.maySee(caller, who))
            .as(role + " sees who reviews")
            .isEqualTo(REVIEW.contains(role));
        assertThat(RULE.maySee(caller.because("a good reason"), who))
            .isEqualTo(REVIEW.contains(role));
      }
      for (String privilege :
          List.of("attorney-client", "work-product", "peer-review", "proprietary")) {
        Resource document = labelled("DocumentReference");
        document
            .getMeta()
            .addSecurity(
                new Coding("https://openimr.org/fhir/CodeSystem/imr-privilege", privilege, null));
        assertThat(RULE.maySee(caller, document))
            .as(role + " sees what is privileged")
            .isEqualTo(
                Set.of(
                            "plan",
                            "plan-staff",
                            "plan-physician",
                            "cmo",
                            "behavioral-health-director",
                            "department")
                        .contains(role)
                    || REVIEW.contains(role));
      }
      Resource notes = labelled("DocumentReference");
      notes
          .getMeta()
          .addSecurity(
              new Coding(
                  "https://openimr.org/fhir/CodeSystem/imr-sensitivity",
                  "psychotherapy-notes",
                  null));
      if (Set.of(
              "member",
              "representative",
              "committee",
              "department",
              "admin",
              "provider",
              "facility")
          .contains(role)) {
        assertThat(RULE.maySee(caller, notes)).as(role + " sees psychotherapy notes").isFalse();
      }
      assertThat(RULE.maySee(caller.because("a good reason"), notes) && !RULE.maySee(caller, notes))
          .as(role + " breaks the glass")
          .isEqualTo(role.equals("department"));
      assertThat(RULE.seesMasked(caller)).isEqualTo(role.equals("committee"));
    }
  }

  private static Resource labelled(String type) {
    Resource resource = (Resource) Submissions.CONTEXT.getResourceDefinition(type).newInstance();
    AccessMarks.add(resource, Set.of("mine"));
    return resource;
  }
}
