package org.openimr.server.security.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openimr.server.artifact.PackagedParties;
import org.openimr.server.settings.UnusableSettingException;
import org.openimr.server.store.casefile.CaseParties.CaseStates;
import org.openimr.server.store.hapi.ServedTypes;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the table of authorization and checks that it can be enforced. */
public final class AccessTableReader {

  /** The name of the table's file. */
  public static final String FILE = "access.yaml";

  /** What a search can be narrowed to. */
  private static final Set<Set<Relation>> SEEN =
      Set.of(
          Set.of(), Set.of(Relation.PARTY), Set.of(Relation.PARTY, Relation.CLOSED), Relation.ANY);

  private final List<String> problems = new ArrayList<>();
  private final Map<String, TableRow> rows = new HashMap<>();
  private final Map<String, Map<String, Map<Act, Set<Relation>>>> cells = new HashMap<>();
  private final Map<String, Set<Act>> system = new HashMap<>();
  private final Map<OperationCell, Set<String>> operations = new HashMap<>();
  private final Map<String, Set<String>> deeds = new TreeMap<>();
  private final List<WithheldClass> withheld = new ArrayList<>();
  private final Map<String, Set<String>> masked = new HashMap<>();
  private Groups roles;
  private Groups types;
  private Groups acts;

  private AccessTableReader() {}

  /**
   * Reads the table that the program comes with.
   *
   * @throws UnusableSettingException naming everything that is wrong, each with its line
   */
  public static AccessTable read() {
    try (InputStream data = AccessTableReader.class.getResourceAsStream("/" + FILE)) {
      return read(new String(data.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Reads a table.
   *
   * @throws UnusableSettingException naming everything that is wrong, each with its line
   */
  static AccessTable read(String yaml) {
    return new AccessTableReader().table(yaml);
  }

  private AccessTable table(String yaml) {
    Set<String> known = new TreeSet<>(PackagedParties.codes());
    known.add(AccessTable.NOBODY);
    Set<String> owners = Set.of();
    CaseStates states = null;
    TableRow top = new TableRow(composed(yaml), FILE, problems);
    if (problems.isEmpty()) {
      roles = new Groups("role", known, top.row("roles"));
      types = new Groups("served type", ServedTypes.ALL, top.row("types"));
      acts = new Groups("act", codes(), top.row("acts"));
      top.rows("resources").forEach(this::resources);
      top.rows("system").forEach(this::system);
      top.rows("operations").forEach(this::operation);
      top.rows("deeds").forEach(this::deed);
      top.rows("withheld").forEach(this::withheld);
      top.rows("masked").forEach(this::masked);
      TableRow labels = top.row("labels");
      owners = labels.members("owner", roles);
      labels.nothingElse();
      states = states(top.row("cases"));
      top.nothingElse();
      cells.forEach((role, ofRole) -> ofRole.forEach((type, cell) -> check(role, type, cell)));
    }
    if (!problems.isEmpty()) {
      throw new UnusableSettingException(String.join("\n", problems), null);
    }
    return new AccessTable(
        known, cells, system, operations, deeds, List.copyOf(withheld), masked, owners, states);
  }

  private Node composed(String yaml) {
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    } catch (MarkedYAMLException broken) {
      int line = broken.getProblemMark() == null ? 1 : broken.getProblemMark().getLine() + 1;
      problems.add(FILE + ":" + line + ": " + broken.getProblem());
      return null;
    }
  }

  private static Set<String> codes() {
    return Arrays.stream(Act.values()).map(Act::code).collect(Collectors.toSet());
  }

  private List<Act> acts(TableRow row) {
    return row.members("may", acts).stream().map(code -> Act.ofCode(code).orElseThrow()).toList();
  }

  private void resources(TableRow row) {
    Set<String> who = row.members("who", roles);
    List<Act> may = acts(row);
    Set<String> with = row.members("with", types);
    Set<Relation> of = EnumSet.noneOf(Relation.class);
    List<String> named = row.words("of");
    for (String word : named) {
      of.addAll(
          word.equals("any")
              ? Relation.ANY
              : Relation.ofCode(word).map(EnumSet::of).orElse(EnumSet.noneOf(Relation.class)));
      if (!word.equals("any") && Relation.ofCode(word).isEmpty()) {
        row.problem("'" + word + "' is no relation to a case");
      }
    }
    may.stream()
        .filter(act -> !act.aboutType())
        .forEach(act -> row.problem("'" + act.code() + "' is about no type"));
    row.nothingElse();
    for (String role : who) {
      for (String type : with) {
        Map<Act, Set<Relation>> cell =
            cells
                .computeIfAbsent(role, r -> new HashMap<>())
                .computeIfAbsent(type, t -> new HashMap<>());
        for (Act act : may) {
          cell.computeIfAbsent(act, a -> EnumSet.noneOf(Relation.class)).addAll(of);
          rows.put(key(role, type, act), row);
        }
      }
    }
  }

  private void system(TableRow row) {
    Set<String> who = row.members("who", roles);
    List<Act> may = acts(row);
    may.stream()
        .filter(Act::aboutType)
        .forEach(act -> row.problem("'" + act.code() + "' is about a type"));
    row.nothingElse();
    who.forEach(role -> system.computeIfAbsent(role, r -> EnumSet.noneOf(Act.class)).addAll(may));
  }

  private void operation(TableRow row) {
    String operation = row.word("operation");
    if (!operation.startsWith("$")) {
      row.problem("an operation begins with a dollar sign");
    }
    List<OperationPlace> places = row.each("at", OperationPlace::ofCode, "place");
    boolean about = !places.contains(OperationPlace.SYSTEM);
    Set<String> with = about ? row.members("with", types) : Set.of("");
    List<String> by = row.words("by");
    by.stream()
        .filter(method -> !Set.of("GET", "POST").contains(method))
        .forEach(method -> row.problem("'" + method + "' is neither GET nor POST"));
    Set<String> who = row.members("who", roles);
    row.nothingElse();
    for (OperationPlace place : places) {
      for (String type : with) {
        for (String method : by) {
          OperationCell cell = new OperationCell(operation, place, type, method.equals("GET"));
          operations.computeIfAbsent(cell, c -> new TreeSet<>()).addAll(who);
        }
      }
    }
  }

  private void deed(TableRow row) {
    String deed = row.word("deed");
    if (deeds.put(deed, row.members("who", roles)) != null) {
      row.problem("'" + deed + "' stands twice");
    }
    row.nothingElse();
  }

  private void withheld(TableRow row) {
    String code = row.word("class");
    String element = row.word("element");
    if (!Set.of("tag", "security").contains(element)) {
      row.problem("'" + element + "' is neither tag nor security");
    }
    withheld.add(
        new WithheldClass(
            code,
            element.equals("tag"),
            row.word("system"),
            row.words("codes"),
            row.members("on", types),
            row.members("shown-to", roles),
            row.has("break-glass") ? row.members("break-glass", roles) : Set.of(),
            row.has("set-on-what-is-stored-by")
                ? row.members("set-on-what-is-stored-by", roles)
                : Set.of()));
    row.nothingElse();
  }

  private static CaseStates states(TableRow row) {
    Set<String> known = PackagedParties.statuses();
    CaseStates states =
        new CaseStates(
            Set.copyOf(row.each("review-ends", known(known), "code of imr-business-status")),
            Set.copyOf(row.each("closed", known(known), "code of imr-business-status")));
    row.nothingElse();
    return states;
  }

  private static Function<String, Optional<String>> known(Set<String> codes) {
    return code -> Optional.of(code).filter(codes::contains);
  }

  private void masked(TableRow row) {
    Set<String> search = new TreeSet<>(row.words("search"));
    row.members("who", roles).forEach(role -> masked.put(role, search));
    row.nothingElse();
  }

  /** What is shown must be the same however it is come by, and be a question to the database. */
  private void check(String role, String type, Map<Act, Set<Relation>> cell) {
    Set<Relation> seen = cell.getOrDefault(Act.READ, Set.of());
    cell.forEach(
        (act, of) -> {
          boolean same = act.shows() || act == Act.HISTORY_TYPE;
          if (same ? !of.equals(seen) : !act.creates() && !seen.containsAll(of)) {
            TableRow row = rows.get(key(role, type, act));
            row.problem(role + " may " + act.code() + " " + type + ", but not read all of that");
          }
        });
    boolean withheldThere =
        withheld.stream().anyMatch(each -> each.types().contains(type) && each.from(role, false));
    if (cell.containsKey(Act.HISTORY_TYPE) && (withheldThere || !seen.equals(Relation.ANY))) {
      TableRow row = rows.get(key(role, type, Act.HISTORY_TYPE));
      row.problem(role + " may history-type " + type + ", which cannot be narrowed");
    }
    if (!SEEN.contains(seen)) {
      TableRow row = rows.get(key(role, type, Act.READ));
      row.problem("what " + role + " sees of " + type + " cannot be asked of the database");
    }
  }

  private static String key(String role, String type, Act act) {
    return role + " " + type + " " + act;
  }
}
