package org.openimr.server.security.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the table into its page, between two lines that say so. */
final class AccessPage {

  private static final String BEGIN = "<!-- the table: written by AccessTableTest -->\n";
  private static final String END = "<!-- end of the table -->\n";

  private AccessPage() {}

  /** The page with this table in it. */
  static String write(String page, AccessTable table) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin)
        + "\n"
        + resources(table)
        + operations(table)
        + besides(table)
        + "\n"
        + page.substring(page.indexOf(END));
  }

  private static String resources(AccessTable table) {
    StringBuilder text = new StringBuilder();
    Map<String, List<String>> rolesByRows = new LinkedHashMap<>();
    for (String role : table.roles()) {
      rolesByRows.computeIfAbsent(rows(table, role), r -> new ArrayList<>()).add(role);
    }
    rolesByRows.forEach(
        (rows, roles) ->
            text.append("### ")
                .append(String.join(", ", roles))
                .append("\n\n| types | may |\n|---|---|\n")
                .append(rows)
                .append("\n"));
    return text.toString();
  }

  private static String rows(AccessTable table, String role) {
    Map<String, List<String>> typesByCell = new LinkedHashMap<>();
    new TreeMap<>(table.cells().getOrDefault(role, Map.of()))
        .forEach(
            (type, acts) ->
                typesByCell.computeIfAbsent(cell(acts), c -> new ArrayList<>()).add(type));
    StringBuilder rows = new StringBuilder();
    typesByCell.forEach(
        (cell, types) ->
            rows.append("| ")
                .append(String.join(" ", types))
                .append(" | ")
                .append(cell)
                .append(" |\n"));
    String system =
        Arrays.stream(Act.values())
            .filter(act -> table.allows(role, act))
            .map(Act::code)
            .collect(Collectors.joining(", "));
    return rows + (system.isEmpty() ? "" : "| about no type | " + system + " |\n");
  }

  private static String cell(Map<Act, Set<Relation>> acts) {
    Map<String, List<String>> actsByRelations = new LinkedHashMap<>();
    new TreeMap<>(acts)
        .forEach(
            (act, of) ->
                actsByRelations
                    .computeIfAbsent(relations(of), r -> new ArrayList<>())
                    .add(act.code()));
    return actsByRelations.entrySet().stream()
        .map(each -> String.join(" ", each.getValue()) + ": **" + each.getKey() + "**")
        .collect(Collectors.joining("; "));
  }

  private static String relations(Set<Relation> of) {
    return of.equals(Relation.ANY)
        ? "any"
        : of.stream().map(Relation::code).collect(Collectors.joining(", "));
  }

  private static String operations(AccessTable table) {
    Map<String, Set<String>> byWay = new TreeMap<>();
    Map<String, Set<String>> types = new TreeMap<>();
    table
        .operations()
        .forEach(
            (cell, roles) -> {
              String way = "`" + cell.operation() + "` | " + cell.place().code();
              String key = way + " |" + String.join(", ", roles);
              byWay.computeIfAbsent(key, k -> new TreeSet<>()).add(cell.get() ? "GET" : "POST");
              types.computeIfAbsent(key, k -> new TreeSet<>()).add(cell.type());
            });
    StringBuilder text =
        new StringBuilder(
            "### Operations\n\n| operation | at | of | by | who |\n|---|---|---|---|---|\n");
    byWay.forEach(
        (key, methods) -> {
          String[] parts = key.split(" \\|", 3);
          text.append("| ")
              .append(parts[0])
              .append(" |")
              .append(parts[1])
              .append(" | ")
              .append(String.join(" ", types.get(key)))
              .append(" | ")
              .append(String.join(" ", methods))
              .append(" | ")
              .append(parts[2])
              .append(" |\n");
        });
    return text.append("\n").toString();
  }

  private static String besides(AccessTable table) {
    StringBuilder text = new StringBuilder("### Within operations\n\n| what | who |\n|---|---|\n");
    table
        .deeds()
        .forEach(
            (deed, roles) ->
                text.append("| `")
                    .append(deed)
                    .append("` | ")
                    .append(String.join(", ", roles))
                    .append(" |\n"));
    text.append(
        "\n### Withheld\n\n| class | label | on | shown to | with a reason |\n|---|---|---|---|---|\n");
    for (WithheldClass each : table.withheld()) {
      text.append("| ")
          .append(each.code())
          .append(" | ")
          .append(each.tag() ? "tag " : "security label ")
          .append("`")
          .append(each.system())
          .append("` ")
          .append(String.join(" ", each.codes()))
          .append(" | ")
          .append(String.join(" ", each.types()))
          .append(" | ")
          .append(String.join(", ", each.shownTo()))
          .append(" | ")
          .append(String.join(", ", each.breakGlass()))
          .append(" |\n");
    }
    text.append("\n### Masked\n\n| who | may search by |\n|---|---|\n");
    new TreeMap<>(table.masked())
        .forEach(
            (role, search) ->
                text.append("| ")
                    .append(role)
                    .append(" | ")
                    .append(String.join(" ", search))
                    .append(" |\n"));
    text.append("\n### Labels\n\nTaken away by: ")
        .append(String.join(", ", table.labelOwners()))
        .append(".\n");
    return text.toString();
  }
}
