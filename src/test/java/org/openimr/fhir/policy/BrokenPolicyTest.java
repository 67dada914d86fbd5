package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.HeldPolicies;
import org.openimr.fhir.policy.plan.UnreadablePlanException;

/** However a policy is broken, it is read or refused; nothing else happens. */
class BrokenPolicyTest {

  private static final int TRIES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> texts() {
    return PolicyFiles.texts();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aPlanDefinitionWithPartsMissingOrMisplacedIsRefused(Path file)
      throws JsonProcessingException {
    Random random = new Random(file.getFileName().toString().hashCode());
    String sound = PolicyFiles.text(PolicyFiles.compiled(file));
    for (int i = 0; i < TRIES; i++) {
      JsonNode tree = JSON.readTree(sound);
      for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
        wound(tree, random);
      }
      String broken = tree.toString();
      assertThatCode(() -> read(broken)).as(broken).doesNotThrowAnyException();
    }
  }

  private static void read(String json) {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
    PlanDefinition plan = parser.parseResource(PlanDefinition.class, json);
    try {
      HeldPolicies.read(plan);
    } catch (UnreadablePlanException refused) {
      refused.toUnreadableResource();
    }
  }

  private static void wound(JsonNode tree, Random random) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(tree.get("action"), containers);
    collect(tree.get("extension"), containers);
    collect(tree.get("relatedArtifact"), containers);
    ContainerNode<?> target = containers.get(random.nextInt(containers.size()));
    if (target.isEmpty()) {
      return;
    }
    int place = random.nextInt(target.size());
    if (target instanceof ArrayNode array) {
      if (random.nextBoolean() && array.size() > 1) {
        array.remove(place);
      } else {
        array.add(array.get(place).deepCopy());
      }
      return;
    }
    ObjectNode object = (ObjectNode) target;
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(place);
    if (object.get(name).isTextual() && random.nextBoolean()) {
      object.put(name, "x" + object.get(name).asText());
    } else {
      object.remove(name);
    }
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> into) {
    if (node instanceof ContainerNode<?> container) {
      into.add(container);
      container.forEach(child -> collect(child, into));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextWithLinesMissingOrMangledIsRefused(Path file) {
    Random random = new Random(file.getFileName().toString().hashCode());
    List<String> sound = Arrays.asList(PolicyFiles.text(file).split("\n"));
    for (int i = 0; i < TRIES; i++) {
      List<String> lines = new ArrayList<>(sound);
      for (int wounds = 1 + random.nextInt(4); wounds > 0; wounds--) {
        int place = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
          case 0 -> lines.remove(place);
          case 1 -> lines.add(place, lines.get(place));
          case 2 -> lines.set(place, lines.get(place).replaceFirst(": .*", ": [x, {y: z}]"));
          default -> lines.set(place, lines.get(place).replaceFirst("[a-z]", "#"));
        }
      }
      String broken = String.join("\n", lines);
      assertThatCode(
              () ->
                  PolicyCheck.check(
                      "broken.yaml",
                      broken,
                      HeldPolicies.VOCABULARY,
                      HeldPolicies.CALENDARS,
                      HeldPolicies.LAWS))
          .as(broken)
          .doesNotThrowAnyException();
    }
  }
}
