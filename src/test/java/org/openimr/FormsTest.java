package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.PackageFiles.BASE;
import static org.openimr.PackageFiles.objects;
import static org.openimr.PackageFiles.property;
import static org.openimr.PackageFiles.resources;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guards the forms: every question in two languages, every fact read, every word known. */
class FormsTest {

  private static final String CORE = "http://hl7.org/fhir/StructureDefinition/";
  private static final String PREFILL = BASE + "StructureDefinition/imr-prefill";
  private static final Pattern LINK_ID = Pattern.compile("linkId = '([^']+)'");
  private static final Pattern WORD = Pattern.compile("%`?([a-z][a-zA-Z-]*)`?");
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "code", Set.of("choice", "open-choice"),
          "boolean", Set.of("boolean"),
          "integer", Set.of("integer"));

  private final List<JsonNode> forms = resources("Questionnaire");
  private final List<String> problems = new ArrayList<>();

  @Test
  void everyQuestionHasANameOfItsOwnAndStandsInSpanish() {
    assertThat(forms).hasSizeGreaterThanOrEqualTo(3);
    for (JsonNode form : forms) {
      Set<String> seen = new HashSet<>();
      check(!spanish(form.path("_title")).isBlank(), id(form), "no title in Spanish");
      for (JsonNode item : items(form)) {
        String linkId = item.path("linkId").asText();
        check(seen.add(linkId), linkId, "stands twice in " + id(form));
        check(linkId.matches("[a-z]+(-[a-z]+)*"), linkId, "is no name");
        check(!item.path("text").asText().isBlank(), linkId, "no text");
        check(!spanish(item.path("_text")).isBlank(), linkId, "no text in Spanish");
        for (JsonNode option : item.path("answerOption")) {
          JsonNode coding = option.path("valueCoding");
          check(!coding.path("display").asText().isBlank(), linkId, "an option has no display");
          check(!spanish(coding.path("_display")).isBlank(), linkId, "an option has no Spanish");
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyCodeThatAnswersAQuestionStandsInSpanish() {
    Map<String, JsonNode> valueSets = new TreeMap<>();
    resources("ValueSet").forEach(each -> valueSets.put(each.path("url").asText(), each));
    for (JsonNode item : allItems()) {
      if (item.has("answerValueSet")) {
        JsonNode valueSet = valueSets.get(item.path("answerValueSet").asText());
        check(valueSet != null, item.path("linkId").asText(), "its value set is not held");
        if (valueSet != null) {
          valueSet.path("compose").path("include").forEach(include -> translated(include));
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private void translated(JsonNode include) {
    String system = include.path("system").asText();
    Map<String, JsonNode> known = new TreeMap<>();
    if (system.startsWith(BASE)) {
      PackageFiles.codeSystem(system.substring(system.lastIndexOf('/') + 1))
          .path("concept")
          .forEach(concept -> known.put(concept.path("code").asText(), concept));
    }
    JsonNode listed = include.path("concept");
    for (JsonNode concept : listed.isMissingNode() ? List.copyOf(known.values()) : listed) {
      JsonNode whole = known.getOrDefault(concept.path("code").asText(), concept);
      check(
          whole.path("designation").findValuesAsText("language").contains("es"),
          system + "#" + concept.path("code").asText(),
          "no designation in Spanish");
    }
  }

  @Test
  void aQuestionDependsOnEarlierOnesInAWayThatIsKnown() {
    for (JsonNode form : forms) {
      Set<String> before = new HashSet<>();
      for (JsonNode item : items(form)) {
        for (JsonNode condition : item.path("enableWhen")) {
          String question = condition.path("question").asText();
          check(
              before.contains(question), item.path("linkId").asText(), question + " is not before");
          check(
              Set.of("exists", "=").contains(condition.path("operator").asText()),
              item.path("linkId").asText(),
              "operator that Enabling does not know");
        }
        before.add(item.path("linkId").asText());
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void aQuestionNamedAfterAFactIsAnsweredAsTheFactIsAndReadForIt() {
    Set<String> read = new TreeSet<>();
    for (JsonNode fact : PackageFiles.codeSystem("imr-fact").path("concept")) {
      String name = fact.path("code").asText();
      String expressions = String.join("\n", property(fact, "expression"));
      read.addAll(linkIds(expressions));
      for (JsonNode item : allItems()) {
        if (asks(item, name)) {
          String type = property(fact, "type").get(0);
          check(TYPES.get(type).contains(item.path("type").asText()), name, "is of another type");
          boolean coded = expressions.contains("CodeSystem/imr-" + name + "'");
          check(coded || linkIds(expressions).contains(name), name, "is asked and not read");
          boolean many = property(fact, "many").contains("true");
          check(many == item.path("repeats").asBoolean(), name, "one value or many");
        }
      }
    }
    known(read);
  }

  @Test
  void aQuestionNamedAfterAnEventIsADateAndReadForIt() {
    Set<String> read = new TreeSet<>();
    for (JsonNode event : PackageFiles.codeSystem("imr-event").path("concept")) {
      String name = event.path("code").asText();
      Set<String> asked = linkIds(String.join("\n", property(event, "expression")));
      read.addAll(asked);
      read.addAll(linkIds(String.join("\n", property(event, "reason-expression"))));
      for (JsonNode item : allItems()) {
        if (asks(item, name)) {
          check(item.path("type").asText().startsWith("date"), name, "is no date");
          check(asked.contains(name), name, "is asked and not read");
        }
      }
    }
    known(read);
  }

  private static boolean asks(JsonNode item, String name) {
    return item.path("linkId").asText().equals(name) && !item.path("type").asText().equals("group");
  }

  private void known(Set<String> linkIds) {
    Set<String> asked =
        allItems().stream().map(item -> item.path("linkId").asText()).collect(Collectors.toSet());
    linkIds.forEach(each -> check(asked.contains(each), each, "is read and no form asks it"));
    assertThat(linkIds).isNotEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void everyWordOfAnExpressionIsKnownAndMeansOneThing() {
    Set<String> common = new TreeSet<>(Set.of("case", "resource"));
    for (String system : List.of("imr-fact", "imr-event")) {
      for (JsonNode concept : PackageFiles.codeSystem(system).path("concept")) {
        String code = concept.path("code").asText();
        check(common.add(code), code, "is a fact and an event");
      }
    }
    for (JsonNode form : forms) {
      Set<String> words = new TreeSet<>(common);
      for (JsonNode extension : form.path("extension")) {
        if (extension.path("url").asText().equals(CORE + "variable")) {
          words(extension.path("valueExpression"), words);
          String name = extension.path("valueExpression").path("name").asText();
          check(words.add(name), name, "means two things in " + id(form));
        }
      }
      for (JsonNode item : items(form)) {
        for (JsonNode extension : item.path("extension")) {
          words(extension.path("valueExpression"), words);
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private void words(JsonNode expression, Set<String> known) {
    Matcher word = WORD.matcher(expression.path("expression").asText());
    while (word.find()) {
      check(known.contains(word.group(1)), word.group(), "is no word of the form");
    }
  }

  @Test
  void whatMustAgreeHasSomethingToAgreeWith() {
    for (JsonNode item : allItems()) {
      List<String> urls = item.path("extension").findValuesAsText("url");
      check(
          !urls.contains(BASE + "StructureDefinition/imr-must-agree") || urls.contains(PREFILL),
          item.path("linkId").asText(),
          "must agree with nothing");
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyRuleOfAFormParsesAndNamesQuestionsThatItAsks() {
    for (JsonNode form : forms) {
      Set<String> asked =
          items(form).stream()
              .map(item -> item.path("linkId").asText())
              .collect(Collectors.toSet());
      Set<String> keys = new HashSet<>();
      for (JsonNode rule : form.path("extension")) {
        if (rule.path("url").asText().equals(CORE + "questionnaire-constraint")) {
          rule(rule, asked, keys);
        }
      }
      assertThat(keys).as(id(form)).isNotEmpty();
    }
    assertThat(problems).isEmpty();
  }

  private void rule(JsonNode rule, Set<String> asked, Set<String> keys) {
    String key = part(rule, "key");
    check(keys.add(key), key, "stands twice");
    check(Set.of("error", "warning").contains(part(rule, "severity")), key, "severity");
    check(part(rule, "human").endsWith("."), key, "says no sentence");
    for (JsonNode part : rule.path("extension")) {
      if (Set.of("expression", "location").contains(part.path("url").asText())) {
        FhirPath.ENGINE.parse(part.path("valueString").asText());
        linkIds(part.path("valueString").asText())
            .forEach(each -> check(asked.contains(each), key, each + " is not asked"));
      }
    }
  }

  private static String part(JsonNode extension, String url) {
    for (JsonNode part : extension.path("extension")) {
      if (part.path("url").asText().equals(url)) {
        return part.path("valueString").asText(part.path("valueCode").asText())
            + part.path("valueId").asText();
      }
    }
    return "";
  }

  private static Set<String> linkIds(String expression) {
    return LINK_ID
        .matcher(expression)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toSet());
  }

  private static String spanish(JsonNode element) {
    for (JsonNode translation : element.path("extension")) {
      if (translation.path("url").asText().equals(CORE + "translation")
          && part(translation, "lang").equals("es")) {
        return part(translation, "content");
      }
    }
    return "";
  }

  private List<JsonNode> allItems() {
    return forms.stream().flatMap(form -> items(form).stream()).toList();
  }

  private static List<JsonNode> items(JsonNode parent) {
    return objects(parent.path("item")).stream().filter(each -> each.has("linkId")).toList();
  }

  private static String id(JsonNode form) {
    return form.path("id").asText();
  }

  private void check(boolean holds, String what, String problem) {
    if (!holds) {
      problems.add(what + ": " + problem);
    }
  }
}
