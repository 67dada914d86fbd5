package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
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
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.casefile.CaseStatus;
import org.openimr.fhir.casefile.Submissions;
import org.openimr.fhir.packet.PacketIssue;
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
    submit(file.getParent(), (Map<String, String>) story.get("submitted"));
    verify("submitted", new StateOf((Map<String, Object>) story.get("then")));
    for (Map<String, Object> step : (List<Map<String, Object>>) story.get("steps")) {
      String name = step.keySet() + " " + step.get("event") + " at " + step.get("at");
      if (step.containsKey("packet")) {
        issue(step);
        verify(name, new StateOf((Map<String, Object>) step.get("then")));
      } else if (step.containsKey("determine")) {
        determine(name, step);
      } else if (step.containsKey("refused")) {
        RefusedEventException refused =
            catchThrowableOfType(RefusedEventException.class, () -> record(step));
        assertThat(refused).as(name).isNotNull();
        assertThat(refused.getMessage()).as(name).contains((String) step.get("refused"));
      } else {
        record(step);
        verify(name, new StateOf((Map<String, Object>) step.get("then")));
      }
    }
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
    if (step.containsKey("refused")) {
      RefusedDeterminationException refused =
          catchThrowableOfType(
              RefusedDeterminationException.class,
              () -> operation.record(new IdType("Task", id), request));
      assertThat(refused).as(name).isNotNull();
      assertThat(refused.problems())
          .as(name)
          .anyMatch(each -> each.text().contains((String) step.get("refused")));
      return;
    }
    Composition made =
        (Composition)
            operation
                .record(new IdType("Task", id), request)
                .getParameter("determination")
                .getResource();
    assertThat(made.getText().getDivAsString())
        .as(name)
        .contains(((List<String>) step.get("says")).toArray(String[]::new));
    verify(name, new StateOf((Map<String, Object>) step.get("then")));
  }

  private void verify(String step, StateOf expected) {
    assertThat(CaseStatus.stated(task())).as(step).isEqualTo(expected.said().get("status"));
    if (expected.said().containsKey("owner")) {
      assertThat(task().getOwner().getDisplay()).as(step).isEqualTo(expected.said().get("owner"));
    }
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
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(RequestTypeEnum.POST);
    request.addHeader("Content-Type", "application/fhir+json");
    if (version != null) {
      request.addHeader("If-Match", "W/\"" + version + "\"");
    }
    request.setRequestContents(body.getBytes(StandardCharsets.UTF_8));
    new Caller("test", role, role.equals("department") ? "dmhc" : organization).putOn(request);
    return request;
  }
}
