package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.PackageFiles.BASE;
import static org.openimr.PackageFiles.objects;
import static org.openimr.PackageFiles.resources;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.junit.jupiter.api.Test;

/** Guards the FHIR package: what the official validator does not see, and what it sees, faster. */
class ProfilesTest {

  private static final Pattern CANONICAL =
      Pattern.compile(
          Pattern.quote(BASE)
              + "((CodeSystem|ValueSet|StructureDefinition|OperationDefinition|SearchParameter"
              + "|ImplementationGuide|CapabilityStatement|PlanDefinition|Questionnaire)/[A-Za-z0-9.-]+)");

  private final Map<Path, JsonNode> all = resources();
  private final List<String> problems = new ArrayList<>();

  @Test
  void everyFileIsStrictFhir() {
    var parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    for (Path file : all.keySet()) {
      try {
        parser.parseResource(PackageFiles.text(file));
      } catch (DataFormatException e) {
        problems.add(file + ": " + e.getMessage());
      }
    }
    assertThat(problems).isEmpty();
    assertThat(all).hasSizeGreaterThan(100);
  }

  @Test
  void everyFileIsNamedAfterItsResource() {
    all.forEach(
        (file, resource) -> {
          String type = resource.path("resourceType").asText();
          String id = resource.path("id").asText();
          check(file, file.getFileName().toString().equals(type + "-" + id + ".json"), "file name");
          if (type.equals("PlanDefinition")) {
            String policy = resource.path("url").asText().substring(BASE.length() + 15);
            check(file, id.equals(policy + "-" + resource.path("version").asText()), "id");
          } else if (canonical(resource)) {
            check(file, resource.path("url").asText().equals(BASE + type + "/" + id), "url");
          }
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void idsAndCanonicalsAreUnique() {
    Set<String> seen = new HashSet<>();
    all.forEach(
        (file, resource) -> {
          String type = resource.path("resourceType").asText();
          check(file, seen.add(type + "/" + resource.path("id").asText()), "id is taken");
          String canonical =
              resource.path("url").asText() + "|" + resource.path("version").asText();
          check(file, !canonical(resource) || seen.add(canonical), "canonical is taken");
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void everyResourceSaysWhatItIsFor() {
    all.forEach(
        (file, resource) -> {
          String description = resource.path("description").asText();
          check(file, description.length() > 30, "description is missing or too short");
          check(file, !description.equals(resource.path("title").asText()), "repeats its title");
          check(file, resource.path("text").has("div"), "narrative is missing");
          check(file, resource.path("publisher").asText().equals("OpenIMR"), "publisher");
          check(file, resource.has("date"), "date");
          check(file, !canonical(resource) || resource.has("version"), "version");
        });
    assertThat(problems).isEmpty();
  }

  /** Whether FHIR R4 gives resources of this type a url and a version: all but NamingSystem. */
  private static boolean canonical(JsonNode resource) {
    return !resource.path("resourceType").asText().equals("NamingSystem");
  }

  @Test
  void everyCanonicalOfTheProjectResolves() {
    Set<String> known =
        all.values().stream().map(r -> r.path("url").asText()).collect(Collectors.toSet());
    all.keySet()
        .forEach(
            file -> {
              Matcher canonical = CANONICAL.matcher(PackageFiles.text(file));
              while (canonical.find()) {
                check(file, known.contains(BASE + canonical.group(1)), canonical.group());
              }
            });
    assertThat(problems).isEmpty();
  }

  @Test
  void everyCodeOfTheProjectIsDefined() {
    Map<String, Set<String>> codes = PackageFiles.codes();
    all.forEach(
        (file, resource) -> {
          for (JsonNode object : objects(resource)) {
            Set<String> known = codes.get(object.path("system").asText());
            if (known != null && object.has("code")) {
              String code = object.path("code").asText();
              check(file, known.contains(code), object.path("system").asText() + "#" + code);
            }
            if (known != null && object.path("concept").isArray()) {
              object
                  .path("concept")
                  .forEach(c -> check(file, known.contains(c.path("code").asText()), c.toString()));
            }
          }
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void everyExpressionParses() {
    FHIRPathEngine engine = FhirPath.ENGINE;
    all.forEach(
        (file, resource) -> {
          for (JsonNode object : objects(resource)) {
            boolean fact = object.path("code").asText().equals("expression");
            JsonNode expression = fact ? object.path("valueString") : object.path("expression");
            boolean context = object.path("type").asText().equals("element");
            if (expression.isTextual() && !context) {
              try {
                engine.parse(expression.asText());
              } catch (RuntimeException e) {
                problems.add(file + ": " + expression.asText() + ": " + e.getMessage());
              }
            }
          }
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void everyOperationHasItsPageAndIsOffered() {
    Set<String> offered = new TreeSet<>();
    for (JsonNode object : objects(resources("CapabilityStatement").get(0))) {
      if (object.has("definition") && object.path("definition").asText().contains("Operation")) {
        offered.add(object.path("name").asText());
      }
    }
    Set<String> defined = new TreeSet<>();
    for (JsonNode operation : resources("OperationDefinition")) {
      String code = operation.path("code").asText();
      defined.add(code);
      checkThat(
          Files.exists(Path.of("docs/operations", code + ".md")),
          "operation " + code + " has no page docs/operations/" + code + ".md");
      for (JsonNode object : objects(operation.path("parameter"))) {
        if (object.has("use")) {
          checkThat(object.has("documentation"), code + ": " + object.path("name").asText());
          checkThat(object.has("type") != object.has("part"), code + ": type or part");
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(offered).isEqualTo(defined);
  }

  @Test
  void everySearchParameterIsOffered() {
    String offered = resources("CapabilityStatement").get(0).toString();
    for (JsonNode parameter : resources("SearchParameter")) {
      checkThat(offered.contains(parameter.path("url").asText()), parameter.path("id").asText());
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyActionOfAPolicyPointsToOneOfItsOwn() {
    for (JsonNode policy : resources("PlanDefinition")) {
      String id = policy.path("id").asText();
      Set<String> actions = new HashSet<>();
      for (JsonNode object : objects(policy.path("action"))) {
        if (object.has("id")) {
          checkThat(actions.add(object.path("id").asText()), id + ": " + object.path("id"));
        }
      }
      for (JsonNode object : objects(policy.path("action"))) {
        if (object.has("actionId")) {
          checkThat(actions.contains(object.path("actionId").asText()), id + ": " + object);
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyRuleOfAPolicyIsCited() {
    for (JsonNode policy : resources("PlanDefinition")) {
      for (JsonNode action : objects(policy.path("action"))) {
        if (action.path("code").toString().contains("CodeSystem/imr-rule")) {
          boolean cited =
              objects(action.path("documentation")).stream()
                  .anyMatch(d -> !d.path("citation").asText().isBlank());
          checkThat(cited, policy.path("id").asText() + ": " + action.path("id").asText());
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private void check(Path file, boolean holds, String what) {
    checkThat(holds, file + ": " + what);
  }

  private void checkThat(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
