package org.openimr.fhir.casefile.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedBody;

/**
 * Every event that a submission tells is read from it, and nothing is read where nothing is told.
 *
 * <p>The cases of an event stand in {@code events/<event>.json}: what the case says, the times, the
 * reason and, unless it is the application, the evidence expected, the resources of the Bundle.
 */
class ToldEventReaderTest {

  private static final Path CASES = Path.of("src/test/resources/events");
  private static final ToldEventReader READER =
      new ToldEventReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT);

  @TestFactory
  Stream<DynamicTest> readsWhatTheResourcesTell() {
    return told().stream()
        .flatMap(
            event ->
                cases(event).stream()
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                event + ": " + each.path("says").asText(),
                                () -> check(event, each))));
  }

  private static void check(String event, JsonNode each) {
    List<ToldEvent> found =
        READER.read(bundle(each.path("resources")), new ProblemList()).stream()
            .filter(told -> told.code().equals(event))
            .toList();
    List<String> times = new ArrayList<>();
    each.path("times").forEach(time -> times.add(time.asText()));
    assertThat(found).extracting(told -> told.value().getValueAsString()).isEqualTo(times);
    if (!times.isEmpty()) {
      assertThat(found.get(0).reason()).isEqualTo(each.path("reason").asText(null));
      assertThat(found.get(0).evidence())
          .isEqualTo(
              each.path("evidence")
                  .asText("https://example.org/fhir/QuestionnaireResponse/application"));
    }
  }

  @Test
  void everyEventThatIsReadHasAPositiveCase() {
    assertThat(told())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            event -> assertThat(cases(event)).anyMatch(each -> !each.path("times").isEmpty()));
  }

  @Test
  void aVagueDateIsRemarkedAndTellsNothing() {
    JsonNode first = cases("grievance-filed").get(0).deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode)
            first.at("/resources/1/item/0/item/0/answer/0"))
        .put("valueDate", "2026-05");
    ProblemList remarks = new ProblemList();

    assertThat(READER.read(bundle(first.path("resources")), remarks)).isEmpty();
    assertThat(remarks.all())
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.expression())
                  .isEqualTo("Bundle.entry[1].resource.item[0].item[0].answer[0].value");
              assertThat(remark.text()).contains("grievance-filed").doesNotContain("2026");
            });
  }

  private static List<String> told() {
    return HeldPolicies.VOCABULARY.events().stream()
        .filter(event -> !event.expressions().isEmpty())
        .map(EventDefinition::code)
        .toList();
  }

  private static List<JsonNode> cases(String event) {
    try {
      List<JsonNode> cases = new ArrayList<>();
      SubmittedBody.JSON
          .readTree(Files.readString(CASES.resolve(event + ".json")))
          .forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bundle bundle(JsonNode resources) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    for (JsonNode each : resources) {
      Resource resource =
          (Resource) Submissions.CONTEXT.newJsonParser().parseResource(each.toString());
      bundle
          .addEntry()
          .setFullUrl(
              "https://example.org/fhir/"
                  + resource.fhirType()
                  + "/"
                  + resource.getIdElement().getIdPart())
          .setResource(resource);
    }
    return bundle;
  }
}
