package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.PackageFiles.objects;
import static org.openimr.PackageFiles.resources;
import static org.openimr.PackageFiles.text;
import static org.openimr.PackageFiles.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guards the page on which an application is typed: it can draw whatever our forms hold. */
class ApplicationPageTest {

  private static final Path PAGE = Path.of("src/main/resources/application");
  private static final String FORM = "https://openimr.org/fhir/Questionnaire/imr-application";

  /** What the page understands of an item, and what it need not. */
  private static final Set<String> ITEM =
      Set.of(
          "linkId",
          "text",
          "_text",
          "type",
          "required",
          "repeats",
          "maxLength",
          "answerOption",
          "answerValueSet",
          "enableWhen",
          "enableBehavior",
          "item",
          "extension");

  private static List<JsonNode> items() {
    return resources("Questionnaire").stream()
        .flatMap(form -> objects(form.path("item")).stream())
        .filter(each -> each.has("linkId"))
        .toList();
  }

  @Test
  void everyTypeOfItemHasAControl() {
    JsonNode types = tree(text(PAGE.resolve("types.json")));
    String fields = text(PAGE.resolve("fields.js"));
    assertThat(items()).hasSizeGreaterThan(90);
    for (JsonNode item : items()) {
      String control = types.path(item.path("type").asText()).asText();
      assertThat(control)
          .as("control for %s of %s", item.path("type"), item.path("linkId"))
          .isNotEmpty();
      assertThat(fields).contains("\n  " + control + "(node) {");
    }
  }

  @Test
  void everyCodeInTheAnswerHasASpanishName() {
    Matcher shown =
        Pattern.compile("const SHOWN = \\[([^\\]]*)\\]").matcher(text(PAGE.resolve("server.js")));
    assertThat(shown.find()).isTrue();
    List<String> names = List.of(shown.group(1).replace("'", "").split(", "));
    assertThat(names).hasSizeGreaterThan(5);
    for (String name : names) {
      JsonNode system =
          tree(text(Path.of("profiles/terminology/CodeSystem-imr-" + name + ".json")));
      assertThat(system.path("concept")).isNotEmpty();
      for (JsonNode concept : system.path("concept")) {
        assertThat(concept.path("designation"))
            .as("%s of %s", concept.path("code").asText(), name)
            .anyMatch(
                each ->
                    each.path("language").asText().equals("es")
                        && !each.path("value").asText().isBlank());
      }
    }
  }

  @Test
  void whatIsTypedIntoALineIsReadByItsType() {
    JsonNode types = tree(text(PAGE.resolve("types.json")));
    String values = text(PAGE.resolve("values.js"));
    types
        .properties()
        .forEach(
            type -> {
              if (Set.of("line", "box").contains(type.getValue().asText())) {
                assertThat(values).contains("\n  " + type.getKey() + ": (text");
              }
            });
  }

  @Test
  void everythingElseThatAnItemHoldsIsUnderstood() {
    for (JsonNode item : items()) {
      Set<String> held = new HashSet<>();
      item.fieldNames().forEachRemaining(held::add);
      assertThat(ITEM).as(item.path("linkId").asText()).containsAll(held);
      String type = item.path("type").asText();
      if (item.path("repeats").asBoolean()) {
        assertThat(type).as(item.path("linkId").asText()).isIn("group", "choice");
      }
      assertThat(item.has("item")).as(item.path("linkId").asText()).isEqualTo(type.equals("group"));
      item.path("answerOption").forEach(option -> assertThat(option.has("valueCoding")).isTrue());
      for (JsonNode condition : item.path("enableWhen")) {
        assertThat(condition.path("operator").asText()).isIn("=", "exists");
        assertThat(condition.has("answerBoolean") || condition.has("answerCoding")).isTrue();
      }
    }
  }

  @Test
  void theCaseIsMadeOfQuestionsThatTheFormHas() {
    JsonNode form =
        resources("Questionnaire").stream()
            .filter(each -> each.path("url").asText().equals(FORM))
            .findFirst()
            .orElseThrow();
    Set<String> known = new HashSet<>(form.path("item").findValuesAsText("linkId"));
    String template = text(PAGE.resolve("case-imr-application.json"));
    Set<String> asked = new TreeSet<>();
    for (String pattern : List.of("[{|]([a-z-]+)", "\\?([a-z-]+)=", "\"needs\": \"([a-z-]+)\"")) {
      Matcher found = Pattern.compile(pattern).matcher(template);
      while (found.find()) {
        asked.add(found.group(1));
      }
    }
    assertThat(asked).contains("patient-last-name", "requester", "representative-name");
    assertThat(known).containsAll(asked);
  }

  @Test
  void thePageHasItsWordsInBothLanguages() {
    String[] languages = text(PAGE.resolve("words.js")).split("\n  es: \\{");
    assertThat(languages).hasSize(2);
    assertThat(words(languages[0])).hasSizeGreaterThan(80).isEqualTo(words(languages[1]));
  }

  private static Set<String> words(String part) {
    Set<String> words = new TreeSet<>();
    Matcher word = Pattern.compile("[ {]'?([a-zA-Z-]+)'?: ['\"]").matcher(part);
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }

  @Test
  void nothingIsKeptInTheBrowserAndNothingComesFromElsewhere() {
    List<String> files =
        Stream.of("start", "panel", "fields", "case", "papers", "server", "sign-in", "signed-in")
            .map(name -> text(PAGE.resolve(name + ".js")))
            .toList();
    for (String file : files) {
      assertThat(file)
          .doesNotContain("localStorage", "sessionStorage", "indexedDB", "cookie", "innerHTML")
          .doesNotContainPattern("(fetch|import)\\(['\"`]https?:");
    }
    for (String page : List.of("index.html", "signed-in.html")) {
      assertThat(text(PAGE.resolve(page)))
          .doesNotContain("<style", " style=", "http://", "https://")
          .doesNotContainPattern("<script(?![^>]* src=)")
          .doesNotContainPattern(" on[a-z]+=");
    }
  }
}
