package org.openimr.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of the commands names every command and option there is, and none that there is not. */
class CommandsDocumentationTest {

  private static final Path PAGE = Path.of("docs/commands.md");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)( [A-Z]+)?`");
  private static final Pattern CALL =
      Pattern.compile("(?m)^\\s*(?:openimr|java -jar \\S*openimr\\S*\\.jar) (.+)$");

  /** Of what the server itself takes beside its settings. */
  private static final Set<String> OF_SERVE = Set.of("--demo", "--stop");

  private static void leaves(String path, CommandLine command, Map<String, CommandLine> leaves) {
    if (command.getSubcommands().isEmpty()) {
      leaves.put(path, command);
    }
    command
        .getSubcommands()
        .forEach((name, each) -> leaves((path + " " + name).strip(), each, leaves));
  }

  private static Map<String, CommandLine> commands() {
    Map<String, CommandLine> leaves = new TreeMap<>();
    leaves("", new CommandLine(new ImrCommand()), leaves);
    assertThat(leaves).hasSizeGreaterThan(15);
    return leaves;
  }

  private static List<String> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf("\n" + heading) + 1)
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  @Test
  void everyCommandIsInTheFirstTableAndNoOther() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String row : rows("| command | does |")) {
      Matcher found = QUOTED.matcher(row.split(" \\| ")[0]);
      while (found.find()) {
        named.add(found.group(1).replaceAll(" ?\\[?[A-Z]{2,}[A-Z …\\]\\[]*", "").strip());
      }
    }
    assertThat(named).isEqualTo(new TreeSet<>(commands().keySet()));
  }

  @Test
  void everyOptionIsInTheTableOfOptionsAndNoOther() throws IOException {
    Map<String, Set<String>> told = new TreeMap<>();
    for (String row : rows("## Options")) {
      String[] cells = row.split("\\|", -1);
      Set<String> options = new TreeSet<>();
      Matcher found = OPTION.matcher(cells[2]);
      while (found.find()) {
        options.add(found.group(1) + (found.group(2) == null ? "" : found.group(2)));
      }
      told.put(cells[1].strip().replace("`", ""), options);
    }
    told.get("serve").removeAll(OF_SERVE);
    Map<String, Set<String>> there = new TreeMap<>();
    commands().forEach((path, command) -> there.put(path, options(command)));
    assertThat(told).isEqualTo(there);
  }

  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(each -> !each.usageHelp() && !each.versionHelp())
        .map(CommandsDocumentationTest::told)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String told(OptionSpec option) {
    return option.longestName()
        + (option.arity().max() == 0 ? "" : " " + option.paramLabel().replace("=", ""));
  }

  @Test
  void everyCallOfTheDocumentationIsUnderstood() throws IOException {
    Map<String, List<String>> calls = new LinkedHashMap<>();
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    try (var docs = Files.list(Path.of("docs"))) {
      docs.filter(each -> each.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path page : pages) {
      Matcher found = CALL.matcher(Files.readString(page));
      while (found.find()) {
        String[] words =
            found
                .group(1)
                .replaceAll(" [<>#&] ?.*|\\\\$", "")
                .replaceAll("\"[^\"]*\"", "quoted")
                .strip()
                .split(" +");
        // a call that goes on in the next line is not read
        boolean whole = !found.group(1).endsWith("\\");
        if (whole && words.length > 0 && !words[0].isEmpty() && CommandPath.named(words)) {
          calls.put(page + ": " + found.group(1), List.of(words));
        }
      }
    }
    assertThat(calls).hasSizeGreaterThan(8);
    calls.forEach(
        (where, words) -> {
          CommandLine command = new CommandLine(new ImrCommand());
          String[] given = words.stream().map(each -> each.replace("'", "")).toArray(String[]::new);
          assertThat(command.parseArgs(given).errors()).as(where).isEmpty();
        });
  }
}
