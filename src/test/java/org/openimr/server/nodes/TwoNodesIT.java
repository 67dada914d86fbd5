package org.openimr.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.openimr.server.ServerProcess;
import org.openimr.server.packet.OpenCases;
import org.openimr.server.packet.OpenCases.Open;

/**
 * Two servers, each a process of its own, on one PostgreSQL and one folder of contents, both
 * started while the database is empty: what is asked of both at once comes about once.
 */
class TwoNodesIT {

  private static final String PLAN = "demo-plan-vchcp";

  @TempDir private static Path directory;
  private static EmbeddedPostgres postgres;
  private static final List<ServerProcess> PROCESSES = new ArrayList<>();
  private static final List<RunningServer> NODES = new ArrayList<>();
  private static final ExecutorService MANY = Executors.newFixedThreadPool(8);

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    String url = "--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres");
    List<Callable<ServerProcess>> starts =
        List.of(
            () -> new ServerProcess(folder("first"), "1g", settings("first", url)),
            () -> new ServerProcess(folder("second"), "1g", settings("second", url)));
    for (ServerProcess each : together(starts)) {
      PROCESSES.add(each);
      NODES.add(each.client());
    }
  }

  @AfterAll
  static void end() throws Exception {
    MANY.shutdownNow();
    for (ServerProcess each : PROCESSES) {
      each.close();
    }
    postgres.close();
  }

  @Test
  void aCaseThatIsSubmittedToBothIsOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      String number = UUID.randomUUID().toString();
      String body = bundle(number).toString();
      List<Answer> answers =
          together(
              List.of(
                  () -> NODES.get(0).fhir("POST", "$submit-case").as(PLAN).json(body).send(),
                  () -> NODES.get(1).fhir("POST", "$submit-case").as(PLAN).json(body).send()));

      assertThat(answers).extracting(Answer::status).contains(201).isSubsetOf(200, 201, 409, 412);
      assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
      for (RunningServer node : NODES) {
        assertThat(node.found(PLAN, "Task?code=imr-case&patient.identifier=" + number)).hasSize(1);
        assertThat(node.found(PLAN, "Patient?identifier=" + number)).hasSize(1);
      }
    }
  }

  @Test
  void ofClerksAtBothOneWinsAndTheOthersLoseNothing() throws Exception {
    Task task = NODES.get(0).submitted(PLAN, bundle(UUID.randomUUID().toString()).toString());
    String id = task.getIdElement().getIdPart();
    int version = 1;
    for (int round = 0; round < 5; round++) {
      int from = version;
      int no = round;
      List<Callable<Answer>> clerks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int clerk = i;
        clerks.add(() -> record(NODES.get(clerk % 2), id, from, "r" + no + "-" + clerk));
      }
      assertThat(together(clerks))
          .extracting(Answer::status)
          .containsExactlyInAnyOrder(200, 412, 412, 412);
      for (RunningServer node : NODES) {
        Task now = node.fhir("GET", "Task/" + id).as(PLAN).send().isOk(200).resource(Task.class);
        assertThat(now.getMeta().getVersionId()).isEqualTo(String.valueOf(from + 1));
        assertThat(
                now.getInput().stream()
                    .filter(
                        each ->
                            each.getType()
                                .getCodingFirstRep()
                                .getCode()
                                .equals("new-record-received")))
            .hasSize(no + 1);
        // by a search parameter of our own, which one of them found loaded
        assertThat(node.found(PLAN, "Task?part-of=Task/" + id + "&milestone=new-records-to-imro"))
            .hasSize(no + 1);
      }
      version = from + 1;
    }
  }

  @Test
  void recordsThatComeToBothAreBroughtOnce() throws Exception {
    List<OpenCases> cases = NODES.stream().map(OpenCases::new).toList();
    Open open = cases.get(0).sent(cases.get(0).unseen(UUID.randomUUID().toString()));
    Set<String> sent = ConcurrentHashMap.newKeySet();
    List<Callable<Duration>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int sender = i;
      senders.add(
          () -> {
            Duration longest = Duration.ZERO;
            for (int j = 0; j < 4; j++) {
              Instant begun = Instant.now();
              sent.add(cases.get(sender % 2).attach(open, "Finding " + sender + " " + j, null));
              Duration taken = Duration.between(begun, Instant.now());
              longest = taken.compareTo(longest) > 0 ? taken : longest;
            }
            return longest;
          });
    }
    List<Duration> longest = together(senders);
    System.out.println("records to two nodes: longest answer of each sender " + longest);

    assertThat(sent).hasSize(16);
    for (String recipient : List.of("imro", "member")) {
      List<String> brought = List.of();
      // one that was claimed and lost its turn is taken up again within a minute or two
      for (int i = 0; i < 600 && brought.size() < sent.size(); i++) {
        Thread.sleep(500);
        brought = brought(cases.get(i % 2), open, recipient);
      }
      assertThat(brought).as(recipient).containsExactlyInAnyOrderElementsOf(sent);
    }
    for (OpenCases each : cases) {
      assertThat(each.packets(open)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLetterIsDraftedOnce() throws Exception {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // the letter was not sent
      ObjectNode bundle =
          Submissions.without(bundle(UUID.randomUUID().toString()), "imr-letter-sent");
      tasks.add(NODES.get(i % 2).submitted(PLAN, bundle.toString()));
    }
    for (Task task : tasks) {
      String search = "Communication?part-of=Task/" + task.getIdElement().getIdPart();
      List<String> kinds = List.of();
      int same = 0;
      for (int i = 0; i < 120 && same < 6; i++) {
        Thread.sleep(500);
        List<String> now = kinds(NODES.get(i % 2), search);
        same = now.equals(kinds) && !now.isEmpty() ? same + 1 : 0;
        kinds = now;
      }
      assertThat(kinds).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @Test
  void anAccessOfOneIsFoundInTheTrailOfTheOther() {
    Task task = NODES.get(0).submitted(PLAN, bundle(UUID.randomUUID().toString()).toString());
    String patient = task.getFor().getReference();
    NODES.get(0).fhir("GET", patient).as(PLAN).send().isOk(200);

    assertThat(NODES.get(1).found("demo-admin", "AuditEvent?entity=" + patient + "&action=R"))
        .isNotEmpty();
  }

  private static List<String> kinds(RunningServer node, String search) {
    return node.found(PLAN, search).stream()
        .map(Communication.class::cast)
        .map(
            each ->
                each.getCategoryFirstRep().getCodingFirstRep().getCode()
                    + " "
                    + each.getReasonCodeFirstRep().getCodingFirstRep().getCode()
                    + " "
                    + each.getRecipientFirstRep().getReference())
        .sorted()
        .toList();
  }

  private static List<String> brought(OpenCases cases, Open open, String recipient) {
    List<String> brought = new ArrayList<>();
    for (String number : cases.packets(open)) {
      if (number.contains("-" + recipient + "-") && !number.endsWith("-imro-1")) {
        brought.addAll(PacketRecords.of(cases.packets(open, number)).hashes());
      }
    }
    return brought;
  }

  private static Answer record(RunningServer node, String id, int version, String event) {
    return node.fhir("POST", "Task/" + id + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'event','part':[{'name':'code',"
                    + "'valueCode':'new-record-received'},{'name':'id','valueString':'"
                    + event
                    + "'},{'name':'time','valueDateTime':'2026-07-03T10:00:00-07:00'}]}]}")
                .replace('\'', '"'))
        .send();
  }

  private static ObjectNode bundle(String number) {
    ObjectNode bundle = Submissions.of(25);
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", number);
    ((ObjectNode) Submissions.first(bundle, "Claim").at("/identifier/0")).put("value", number);
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.addMember(bundle);
    return bundle;
  }

  private static Path folder(String name) throws Exception {
    return Files.createDirectory(directory.resolve(name));
  }

  private static String[] settings(String name, String url) {
    return new String[] {
      url,
      "--openimr.database.user=postgres",
      "--openimr.timers.every=1s",
      "--openimr.data.directory=" + directory.resolve(name).resolve("data"),
      "--openimr.content.directory=" + directory.resolve("content")
    };
  }

  /** All at once; what each gave, in their order. */
  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    List<T> given = new ArrayList<>();
    for (Future<T> each : MANY.invokeAll(calls)) {
      given.add(each.get());
    }
    return given;
  }
}
