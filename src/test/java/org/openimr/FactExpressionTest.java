package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.PackageFiles.BASE;
import static org.openimr.PackageFiles.property;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.fhir.casefile.fact.FactsRead;

/**
 * Every fact that a submission tells is read from it, and nothing is read where nothing is told.
 *
 * <p>The cases of a fact stand in {@code facts/<fact>.json}: what the case says, the values
 * expected, the resources of the Bundle.
 */
class FactExpressionTest {

  private static final Path CASES = Path.of("src/test/resources/facts");

  private final Map<String, List<String>> expressions = new TreeMap<>();
  private final IParser parser = FhirContext.forR4Cached().newJsonParser();

  FactExpressionTest() {
    for (JsonNode fact : PackageFiles.codeSystem("imr-fact").path("concept")) {
      if (!property(fact, "expression").isEmpty()) {
        expressions.put(fact.path("code").asText(), property(fact, "expression"));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> readsWhatTheResourcesTell() {
    return expressions.keySet().stream()
        .flatMap(
            fact ->
                cases(fact).stream()
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                fact + ": " + each.path("says").asText(),
                                () ->
                                    assertThat(
                                            FactsRead.values(fact, bundle(each.path("resources"))))
                                        .containsExactlyInAnyOrderElementsOf(
                                            texts(each.path("values"))))));
  }

  @TestFactory
  Stream<DynamicTest> anEmptyBundleTellsNothing() {
    return expressions.keySet().stream()
        .map(
            fact ->
                DynamicTest.dynamicTest(
                    fact, () -> assertThat(FactsRead.values(fact, new Bundle())).isEmpty()));
  }

  @Test
  void everyFactThatIsReadHasAPositiveCase() {
    assertThat(expressions.keySet())
        .allSatisfy(
            fact -> assertThat(cases(fact)).anyMatch(each -> !each.path("values").isEmpty()));
  }

  @Test
  void everySourceOfAFactHasACaseInWhichItIsTheFirstToTell() {
    List<String> untested = new ArrayList<>();
    for (String fact : expressions.keySet()) {
      List<String> sources = new ArrayList<>(expressions.get(fact));
      for (JsonNode each : cases(fact)) {
        Bundle bundle = bundle(each.path("resources"));
        expressions.get(fact).stream()
            .filter(source -> !FhirPath.ENGINE.evaluate(bundle, source).isEmpty())
            .findFirst()
            .ifPresent(sources::remove);
      }
      sources.forEach(source -> untested.add(fact + ": " + source));
    }
    assertThat(untested).isEmpty();
  }

  @Test
  void codesAreOfTheValueSetOfTheFact() {
    for (String fact : expressions.keySet()) {
      Path system = PackageFiles.ROOT.resolve("terminology/CodeSystem-imr-" + fact + ".json");
      if (Files.exists(system)) {
        List<String> codes =
            PackageFiles.codeSystem("imr-" + fact).path("concept").findValuesAsText("code");
        cases(fact).forEach(each -> assertThat(codes).containsAll(texts(each.path("values"))));
      }
    }
  }

  @Test
  void setByNamesEventsAndValuesThatExist() {
    List<String> events =
        PackageFiles.codeSystem("imr-event").path("concept").findValuesAsText("code");
    for (JsonNode fact : PackageFiles.codeSystem("imr-fact").path("concept")) {
      for (String setter : property(fact, "set-by")) {
        assertThat(events).contains(setter.split("=")[0]);
      }
      for (String span :
          Stream.concat(
                  property(fact, "true-between").stream(), property(fact, "days-between").stream())
              .toList()) {
        assertThat(events).contains(span.split(" ")[0].split("\\.\\."));
      }
      if (property(fact, "type").contains("code")) {
        assertThat(property(fact, "value-set"))
            .containsExactly(BASE + "ValueSet/imr-" + fact.path("code").asText());
      }
    }
  }

  @Test
  void costGrowsWithTheBundleAndNotWithItsSquare() {
    Bundle large = new Bundle();
    Task task = new Task();
    task.getCode().addCoding().setSystem(BASE + "CodeSystem/imr-task-type").setCode("imr-case");
    task.getFocus().setReference("Claim/1");
    large.addEntry().setFullUrl("https://example.org/fhir/Task/case").setResource(task);
    IntStream.range(0, 2_000)
        .forEach(
            i ->
                large
                    .addEntry()
                    .setFullUrl("https://example.org/fhir/DocumentReference/" + i)
                    .setResource(new DocumentReference()));
    // time of the processor, which other work on the machine does not lengthen
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    expressions.keySet().forEach(fact -> FactsRead.values(fact, large));
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(10));
  }

  private Bundle bundle(JsonNode resources) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.COLLECTION);
    for (JsonNode each : resources) {
      Resource resource = (Resource) parser.parseResource(each.toString());
      String id = resource.getIdElement().getIdPart();
      String url =
          id.length() == 36
              ? "urn:uuid:" + id
              : "https://example.org/fhir/" + resource.fhirType() + "/" + id;
      bundle.addEntry().setFullUrl(url).setResource(resource);
    }
    return bundle;
  }

  private static List<JsonNode> cases(String fact) {
    List<JsonNode> cases = new ArrayList<>();
    PackageFiles.tree(PackageFiles.text(CASES.resolve(fact + ".json"))).forEach(cases::add);
    return cases;
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
