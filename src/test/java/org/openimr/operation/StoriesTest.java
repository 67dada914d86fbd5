package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.determination.RecordDeterminationOperation;
import org.openimr.operation.determination.RefusedDeterminationException;
import org.openimr.operation.packet.IncompletePacketException;
import org.openimr.operation.report.PublicRowMaking;
import org.openimr.server.artifact.PackagedReport;
import org.yaml.snakeyaml.Yaml;

/** The examples go on to their end, step by step, as worked out by hand. */
class StoriesTest {

  private static final Set<String> OPEN = Set.of("running", "overdue");

  /** What is expected after a step. */
  private record StateOf(Map<String, Object> said) {

    @SuppressWarnings("unchecked")
    List<String> open() {
      return (List<String>) said.get("open");
    }

    @SuppressWarnings("unchecked")
    Map<String, String> done() {
      return (Map<String, String>) said.getOrDefault("done", Map.of());
    }
  }

  private final MemoryCaseStore store = new MemoryCaseStore(Date.from(Submissions.RECEIVED));
  private String id;
  private String organization;
  private StoryReview review;
  private StoryLetters letters;
  private Set<String> expectedLetters = Set.of();

  static List<Path> stories() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("examples"))) {
      List<Path> stories =
          folders.map(each -> each.resolve("story.yaml")).filter(Files::exists).sorted().toList();
      assertThat(stories).hasSizeGreaterThanOrEqualTo(9);
      return stories;
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  @SuppressWarnings("unchecked")
  void aStoryGoesAsWorkedOut(Path file) throws IOException {
    Map<String, Object> story = new Yaml().load(Files.readString(file));
    Map<String, String> submitted = (Map<String, String>) story.get("submitted");
    submit(file.getParent(), submitted);
    letters = new StoryLetters(store, id);
    review = new StoryReview(store, id, (String) story.getOrDefault("offered-by", "dmhc"));
    letters.draft(clock(submitted.get("at")));
    verify("submitted", new StateOf((Map<String, Object>) story.get("then")));
    for (Map<String, Object> step : (List<Map<String, Object>>) story.get("steps")) {
      String name = step.toString();
      if (step.containsKey("refused")) {
        Task before = task();
        Throwable refused = catchThrowable(() -> act(name, step));
        assertThat(refused).as(name).isNotNull();
        assertThat(reasons(refused)).as(name).contains(texts(step.get("refused")));
        assertThat(task().equalsDeep(before)).as(name + " leaves the case as it was").isTrue();
      } else {
        act(name, step);
        letters.draft(clock((String) step.get("at")));
        verify(name, new StateOf((Map<String, Object>) step.get("then")));
      }
    }
    assertThat(letters.sent())
        .as("the letters that went out")
        .containsExactlyInAnyOrder(texts(story.getOrDefault("sent", List.of())));
    publicRow(story);
    unnamed();
  }

  /** Nothing of a case names who reviews: determination, answer, letters, history (P28). */
  private void unnamed() {
    for (Resource each : store.open()) {
      String text = Submissions.CONTEXT.newJsonParser().encodeResourceToString(each);
      assertThat(text).as(CaseFile.reference(each)).doesNotContain("Quist", "19929998");
    }
  }

  private void publicRow(Map<String, Object> story) {
    Optional<PublicRowMaking.Made> made =
        new PublicRowMaking(HeldCases.in(store), store, PackagedReport.read().rows())
            .of(id, Instant.parse("2027-01-01T00:00:00Z"));
    if (story.containsKey("public-row")) {
      assertThat(made.orElseThrow().outcome().refused()).isEmpty();
      assertThat(made.orElseThrow().outcome().row().values()).isEqualTo(story.get("public-row"));
    } else {
      // not decided by the department, or by no department at all
      assertThat(made.map(each -> each.outcome().row())).isEmpty();
    }
  }

  private void act(String name, Map<String, Object> step) {
    Clock at = clock((String) step.get("at"));
    StoryReview.StoryRequest asked =
        body ->
            request(
                (String) step.get("as"), task().getMeta().getVersionId(), StoryReview.json(body));
    if (step.containsKey("packet")) {
      issue(step);
    } else if (step.containsKey("take")) {
      review.take(step, at, asked);
    } else if (step.containsKey("assign")) {
      review.assign(step, at, asked);
    } else if (step.containsKey("determine")) {
      determine(name, step);
    } else if (step.containsKey("send")) {
      letters.send(
          step,
          at,
          version ->
              request((String) step.get("as"), version, "{\"resourceType\":\"Parameters\"}"));
    } else if (step.containsKey("add")) {
      add(step);
    } else {
      record(step);
    }
  }

  /** All that a refusal says. */
  private static String reasons(Throwable refused) {
    if (refused instanceof UnreadableResourceException unreadable) {
      return unreadable.problems().toString();
    }
    if (refused instanceof RefusedDeterminationException determination) {
      return determination.problems().toString();
    }
    if (refused instanceof IncompletePacketException incomplete) {
      return incomplete.missing().stream()
          .map(PacketElement::code)
          .collect(Collectors.joining(", "));
    }
    assertThat(refused).isInstanceOfAny(RefusedEventException.class, NotForThisRoleException.class);
    return refused.getMessage();
  }

  @SuppressWarnings("unchecked")
  private static String[] texts(Object told) {
    return told instanceof List<?> list
        ? ((List<String>) list).toArray(String[]::new)
        : new String[] {(String) told};
  }

  /** What a party adds to its case: documents, each of the type that it is told with. */
  @SuppressWarnings("unchecked")
  private void add(Map<String, Object> step) {
    Set<String> parties = AccessMarks.parties(task());
    ((Map<String, String>) step.get("add"))
        .forEach(
            (type, text) -> {
              Binary content = new Binary();
              content.setContentType("text/plain");
              content.setData(text.getBytes(StandardCharsets.UTF_8));
              String url = CaseFile.reference(store.stored(content, organization));
              DocumentReference document = new DocumentReference();
              document.addIdentifier().setSystem("https://plan.example/documents").setValue(type);
              document.setStatus(Enumerations.DocumentReferenceStatus.CURRENT);
              document
                  .getType()
                  .addCoding()
                  .setSystem("https://openimr.org/fhir/CodeSystem/imr-document-type")
                  .setCode(type);
              document.setSubject(task().getFor().copy());
              document.setDate(Date.from(clock((String) step.get("at")).instant()));
              document.setDescription(text);
              document.addContent().getAttachment().setContentType("text/plain").setUrl(url);
              AccessMarks.add(store.stored(document, organization), parties);
            });
    if (step.get("answers") instanceof String disposition) {
      ClaimResponse answer = new ClaimResponse();
      answer.setStatus(ClaimResponse.ClaimResponseStatus.ACTIVE);
      answer.setPatient(task().getFor().copy());
      answer.setRequest(task().getFocus().copy());
      answer.setDisposition(disposition);
      AccessMarks.add(store.stored(answer, organization), parties);
    }
  }

  private void submit(Path example, Map<String, String> submitted) {
    organization = submitted.get("for");
    Parameters answer =
        HeldCases.submission(store, clock(submitted.get("at")))
            .submit(
                request(
                    submitted.get("as"),
                    null,
                    Submissions.example(example.getFileName().toString()).toString()));
    id = answer.getParameter("case").getResource().getIdElement().getIdPart();
  }

  private void record(Map<String, Object> step) {
    String at = (String) step.get("at");
    Parameters body = new Parameters();
    ParametersParameterComponent event = body.addParameter().setName("event");
    event.addPart().setName("code").setValue(new CodeType((String) step.get("event")));
    event.addPart().setName("time").setValue(new DateTimeType(at));
    for (String part : List.of("actor", "reason")) {
      if (step.containsKey(part)) {
        event.addPart().setName(part).setValue(new CodeType((String) step.get(part)));
      }
    }
    if (step.get("strikes") instanceof String struck) {
      event.addPart().setName("refersTo").setValue(new StringType(latest(struck)));
    }
    if (step.get("facts") instanceof Map<?, ?> facts) {
      facts.forEach(
          (name, value) -> {
            ParametersParameterComponent fact = body.addParameter().setName("fact");
            fact.addPart().setName("name").setValue(new CodeType((String) name));
            fact.addPart()
                .setName("value")
                .setValue(
                    value instanceof Boolean truth
                        ? new BooleanType(truth)
                        : new CodeType((String) value));
          });
    }
    HeldCases.recording(store, clock(at))
        .record(
            new IdType("Task", id),
            request(
                (String) step.get("as"),
                task().getMeta().getVersionId(),
                Submissions.CONTEXT.newJsonParser().encodeResourceToString(body)));
  }

  /** The id of the latest entry of an event. */
  private String latest(String event) {
    return task().getInput().stream()
        .filter(each -> each.getType().getCodingFirstRep().getCode().equals(event))
        .reduce((first, second) -> second)
        .map(
            each ->
                each.getExtensionByUrl(
                        "https://openimr.org/fhir/StructureDefinition/imr-event-detail")
                    .getExtensionByUrl("id")
                    .getValue()
                    .primitiveValue())
        .orElseThrow();
  }

  private void issue(Map<String, Object> step) {
    SystemRequestDetails request = request((String) step.get("as"), null, "");
    request.addParameter("recipient", new String[] {(String) step.get("packet")});
    request.setFhirServerBase("http://localhost/fhir");
    HeldCases.packets(store, clock((String) step.get("at")))
        .packet(new IdType("Task", id), request);
  }

  /** A determination of all documents of a packet but those named as unread. */
  @SuppressWarnings("unchecked")
  private void determine(String name, Map<String, Object> step) {
    String number = (String) step.getOrDefault("of", "2026-000001-imro-1");
    Bundle packet =
        store.read(Caller.SERVER, Set.copyOf(PacketIssue.of(task()))).values().stream()
            .map(Bundle.class::cast)
            .filter(each -> number.equals(each.getIdentifier().getValue()))
            .findFirst()
            .orElseThrow();
    StoryDetermination told = new StoryDetermination(packet, (List<String>) step.get("unread"));
    ((List<Map<String, Object>>) step.get("determine")).forEach(told::line);
    SystemRequestDetails request =
        request((String) step.get("as"), task().getMeta().getVersionId(), told.json());
    RecordDeterminationOperation operation =
        HeldCases.determining(store, clock((String) step.get("at")));
    Composition made =
        (Composition)
            operation
                .record(new IdType("Task", id), request)
                .getParameter("determination")
                .getResource();
    assertThat(made.getText().getDivAsString())
        .as(name)
        .contains(((List<String>) step.get("says")).toArray(String[]::new));
  }

  private void verify(String step, StateOf expected) {
    assertThat(CaseStatus.stated(task())).as(step).isEqualTo(expected.said().get("status"));
    if (expected.said().containsKey("owner")) {
      assertThat(task().getOwner().getDisplay()).as(step).isEqualTo(expected.said().get("owner"));
    }
    if (expected.said().containsKey("letters")) {
      expectedLetters = Set.of(texts(expected.said().get("letters")));
    }
    assertThat(letters.waiting()).as(step).containsExactlyInAnyOrderElementsOf(expectedLetters);
    Set<String> open = new TreeSet<>();
    String nearest = null;
    for (Task duty : duties()) {
      if (OPEN.contains(status(duty))) {
        String due = duty.getRestriction().getPeriod().getEndElement().getValueAsString();
        open.add(milestone(duty) + (due == null ? "" : " " + due));
        nearest = due == null || nearest != null && nearest.compareTo(due) < 0 ? nearest : due;
      }
    }
    assertThat(open).as(step).containsExactlyInAnyOrderElementsOf(expected.open());
    // all in one zone, so that texts sort as times do; rights and duties alike
    assertThat(task().getRestriction().getPeriod().getEndElement().getValueAsString())
        .as(step)
        .isEqualTo(nearest);
    expected
        .done()
        .forEach(
            (milestone, status) ->
                assertThat(
                        duties().stream()
                            .filter(each -> milestone.equals(milestone(each)))
                            .map(StoriesTest::status))
                    .as(step + ", " + milestone)
                    .containsExactly(status));
  }

  private Task task() {
    return store.load(Caller.SERVER, id).task();
  }

  private List<Task> duties() {
    return store.load(Caller.SERVER, id).resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(each -> milestone(each) != null)
        .toList();
  }

  private static String milestone(Task duty) {
    return duty.getCode().getCoding().stream()
        .filter(coding -> coding.getSystem().endsWith("/imr-milestone"))
        .map(coding -> coding.getCode())
        .findFirst()
        .orElse(null);
  }

  private static String status(Task duty) {
    return duty.getBusinessStatus().getCodingFirstRep().getCode();
  }

  private static Clock clock(String at) {
    return Clock.fixed(OffsetDateTime.parse(at).toInstant(), ZoneOffset.UTC);
  }

  private SystemRequestDetails request(String role, String version, String body) {
    String of =
        role.equals("department")
            ? "dmhc"
            : role.startsWith("imro") ? StoryReview.IMRO : organization;
    return Posted.by(new Caller("test", role, of), version, body);
  }
}
