package org.openimr.server.store.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;

/** How many SQL statements a request costs. What is asserted is what was seen, and little more. */
class StatementsIT {

  private static final String PLAN = "demo-plan-vchcp";

  private static CountingDriver driver;
  private static RunningServer server;
  private static Task warm;

  @BeforeAll
  static void start() throws SQLException {
    String url = "jdbc:h2:mem:counted-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    driver = CountingDriver.before(url);
    server =
        RunningServer.with(
            "--openimr.database.url=" + url,
            // no look at policies while statements are counted
            "--openimr.policies.refresh=1h",
            "--openimr.data.directory=" + RunningServer.temporaryDirectory());
    // what is read once and kept
    warm = stored(submit(Submissions.of(25)));
    read(warm);
    compute(warm);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aCaseOf25ResourcesIsBounded() {
    int statements = counted("submit 25", () -> submit(Submissions.of(25)).isOk(201));

    assertThat(statements).isLessThanOrEqualTo(125);
    recordedOnce();
  }

  @Test
  void aSubmissionGrowsWithItsEntriesAndNoFaster() {
    // each case is linked with five others about the same dispute at most: let there be so many
    for (int i = 0; i < 5; i++) {
      submit(Submissions.of(25)).isOk(201);
    }
    int of50 = counted("submit 50", () -> submit(Submissions.of(50)).isOk(201));
    int of100 = counted("submit 100", () -> submit(Submissions.of(100)).isOk(201));
    int of200 = counted("submit 200", () -> submit(Submissions.of(200)).isOk(201));

    assertThat(of200 - of100).isLessThanOrEqualTo(2 * (of100 - of50) + 4);
  }

  @Test
  void readingIsBounded() {
    Task task = stored(submit(Submissions.of(25)));

    assertThat(counted("read", () -> read(task))).isLessThanOrEqualTo(4);
    assertThat(
            counted(
                "search",
                () ->
                    server.fhir("GET", "Task?part-of=Task/" + id(task)).as(PLAN).send().isOk(200)))
        .isLessThanOrEqualTo(13);
    assertThat(counted("compute-deadlines", () -> compute(task))).isLessThanOrEqualTo(12);
    assertThat(
            counted(
                "packet, draft",
                () ->
                    server
                        .fhir("GET", "Task/" + id(task) + "/$packet?recipient=imro&draft=true")
                        .as(PLAN)
                        .send()
                        .isOk(200)))
        .isLessThanOrEqualTo(13);
  }

  @Test
  void recordingAnEventIsBoundedHoweverManyThereAre() {
    Task task = stored(submit(Submissions.of(25)));
    int first = counted("record-event", () -> record(task, 1, "records-sent"));
    for (int version = 2; version < 30; version++) {
      record(task, version, "annotated-list-sent");
    }
    int thirtieth = counted("record-event 30", () -> record(task, 30, "copies-offered"));

    assertThat(first).isLessThanOrEqualTo(42);
    assertThat(thirtieth).isLessThanOrEqualTo(first);
  }

  private static void record(Task task, int version, String event) {
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\""
                + event
                + "\"},{\"name\":\"time\",\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
        .send()
        .isOk(200);
  }

  @Test
  void recordingAnAccessIsOneInsertIntoEachTable() {
    counted("read", () -> read(warm));
    recordedOnce();
    counted("compute-deadlines", () -> compute(warm));
    recordedOnce();
  }

  private static void recordedOnce() {
    assertThat(driver.sent().stream().filter(StatementsIT::ofTheAudit))
        .satisfiesExactly(
            event -> assertThat(event).startsWith("insert into imr_audit_event "),
            entities -> assertThat(entities).startsWith("insert into imr_audit_entity "));
  }

  @Test
  void theCaseOfADocumentIsLookedForOnce() {
    String claim = warm.getFocus().getReference();
    Runnable read = () -> server.fhir("GET", claim).as(PLAN).send().isOk(200);

    // one of them looks how large it is
    assertThat(counted("first read of a claim", read)).isLessThanOrEqualTo(6);
    assertThat(counted("second read of a claim", read)).isLessThanOrEqualTo(5);
  }

  private static boolean ofTheAudit(String sql) {
    return sql.startsWith("insert into imr_audit_");
  }

  /** How many statements an access costs beside those that record it. */
  private static int counted(String name, Runnable work) {
    driver.clear();
    work.run();
    Map<String, Long> kinds =
        driver.sent().stream()
            .map(sql -> sql.replaceAll("\\s+", " "))
            .map(sql -> sql.length() > 110 ? sql.substring(0, 110) : sql)
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    System.out.println("== " + name + ": " + driver.sent().size() + " statements");
    kinds.forEach((sql, times) -> System.out.println("   " + times + " × " + sql));
    return (int) driver.sent().stream().filter(sql -> !ofTheAudit(sql)).count();
  }

  private static Answer submit(ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(PLAN).json(bundle.toString()).send();
  }

  private static void read(Task task) {
    server.fhir("GET", "Task/" + id(task)).as(PLAN).send().isOk(200);
  }

  private static void compute(Task task) {
    server.fhir("GET", "Task/" + id(task) + "/$compute-deadlines").as(PLAN).send().isOk(200);
  }

  private static Task stored(Answer answer) {
    return (Task) answer.isOk(201).resource(Parameters.class).getParameter("case").getResource();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
