package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a newcomer reads is true: links lead somewhere, snippets can be read, commands exist. */
class DocumentationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path POSTMAN = Path.of("examples/postman/openimr.postman_collection.json");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$");
  private static final Pattern BODY = Pattern.compile("(?s)(?:-d|--data) '(\\{.*?\\})'");
  private static final Pattern FILE =
      Pattern.compile("(?:@|\\s)((?:examples|src|profiles)/[^\\s'\"]+)");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : all(LINK, withoutBlocks(Files.readString(page)))) {
        String target = link.group(1);
        if (!target.matches("(https?|mailto):.*") && !leadsSomewhere(page, target)) {
          broken.add(page + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(file)).contains(parts[1]);
  }

  private static List<String> anchors(String page) {
    return all(HEADING, withoutBlocks(page)).stream()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .toList();
  }

  @Test
  void everyJsonSnippetCanBeRead() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult block : all(BLOCK, Files.readString(page))) {
        String text = block.group(3);
        if (block.group(2).equals("json")) {
          read(text, page, broken);
        }
        if (block.group(2).equals("sh")) {
          all(BODY, text).forEach(body -> read(body.group(1), page, broken));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static void read(String json, Path page, List<String> broken) {
    try {
      JSON.readTree(json);
    } catch (IOException e) {
      broken.add(page + ": " + e.getMessage());
    }
  }

  @Test
  void everyCommandNamesFilesAndTestsThatExist() throws IOException {
    List<String> broken = new ArrayList<>();
    List<String> tests =
        files("src/test/java", ".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .toList();
    for (Path page : pages()) {
      for (MatchResult block : all(BLOCK, Files.readString(page))) {
        if (block.group(2).equals("sh")) {
          all(FILE, block.group(3)).stream()
              .filter(file -> !Files.exists(Path.of(file.group(1))))
              .forEach(file -> broken.add(page + ": " + file.group(1)));
        }
      }
      all(TEST, Files.readString(page)).stream()
          .filter(test -> !tests.contains(test.group(1)))
          .forEach(test -> broken.add(page + ": there is no test " + test.group(1)));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path file : files("src/test/java", ".java")) {
      sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
    }
    List<String> broken = new ArrayList<>();
    int named = 0;
    for (Path page : pages()) {
      for (MatchResult test : all(NAMED_TEST, Files.readString(page))) {
        named++;
        if (!sources.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "(")) {
          broken.add(page + ": there is no test " + test.group());
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(named).isGreaterThan(50);
  }

  @Test
  void everyOperationHasAPageAndARequest() throws IOException {
    String requests = Files.readString(POSTMAN);
    for (Path definition : files("profiles/operation", ".json")) {
      JsonNode operation = JSON.readTree(definition.toFile());
      String code = operation.get("code").asText();
      assertThat(Path.of("docs/operations", operation.get("id").asText() + ".md")).exists();
      assertThat(requests).as("a request in the Postman collection").contains("$" + code);
    }
  }

  @Test
  void theCollectionSubmitsTheExample() throws IOException {
    JsonNode example =
        JSON.readTree(Path.of("examples/residential-mental-health/request.json").toFile());
    List<String> bodies = JSON.readTree(POSTMAN.toFile()).findValuesAsText("raw");
    assertThat(bodies.stream().filter(body -> body.startsWith("{\n")).map(DocumentationTest::tree))
        .contains(example);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static String withoutBlocks(String page) {
    return BLOCK.matcher(page).replaceAll("");
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(files("docs", ".md"));
    pages.addAll(files("examples", ".md"));
    try (Stream<Path> top = Files.list(Path.of("."))) {
      top.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
