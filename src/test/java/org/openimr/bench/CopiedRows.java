package org.openimr.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of a database, written again and again as those of other resources: with other numbers. */
final class CopiedRows {

  private static final long FIRST = 1_000_000_000L;
  private static final int OF_ONE_OWNER = 100;
  private static final int DAYS = 300;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME = Pattern.compile("\"(\\d{4}-\\d{2}-\\d{2})(T[0-9:.]+Z)?\"");

  /** A table, the column that says whose a row is, and the column with its own number. */
  record Table(String name, String owner, String key) {}

  private final Map<Long, Long> tasks = new TreeMap<>();
  private final Map<Long, Long> owners = new TreeMap<>();
  private final Set<String> taskNames;
  private final Set<String> ownerNames;

  /** Copies these Tasks, and for every hundred of them their owner; by number and id. */
  CopiedRows(Map<Long, String> tasks, Map<Long, String> owners) {
    tasks.keySet().stream().sorted().forEach(id -> this.tasks.put(id, (long) this.tasks.size()));
    owners.keySet().stream().sorted().forEach(id -> this.owners.put(id, (long) this.owners.size()));
    this.taskNames = Set.copyOf(tasks.values());
    this.ownerNames = Set.copyOf(owners.values());
  }

  /** Prepares rows, in the form in which COPY gives them. */
  Copies of(Table table, List<String> columns, List<String> lines, boolean ofOwners) {
    return new Copies(
        table, columns, lines.stream().map(line -> line.split("\t", -1)).toList(), ofOwners);
  }

  /** The rows of one table. */
  final class Copies {

    private final Table table;
    private final List<String> columns;
    private final List<String[]> rows;
    private final boolean ofOwners;

    private Copies(Table table, List<String> columns, List<String[]> rows, boolean ofOwners) {
      this.table = table;
      this.columns = columns;
      this.rows = rows;
      this.ofOwners = ofOwners;
    }

    Table table() {
      return table;
    }

    /** The copies from one number to, and without, another, as COPY takes them. */
    String text(int from, int to) {
      StringBuilder text = new StringBuilder();
      for (int number = from; number < to; number++) {
        if (ofOwners && number % OF_ONE_OWNER != 0) {
          continue;
        }
        for (int row = 0; row < rows.size(); row++) {
          String[] values = rows.get(row);
          for (int column = 0; column < values.length; column++) {
            text.append(column == 0 ? "" : "\t")
                .append(value(columns.get(column), values[column], row, number));
          }
          text.append('\n');
        }
      }
      return text.toString();
    }

    private String value(String column, String value, int row, int number) {
      if (value.equals("\\N")) {
        return value;
      }
      switch (column) {
        case "res_id", "src_resource_id", "target_resource_id":
          return resource(Long.parseLong(value), number);
        case "res_ver_pid":
          // the one version of the resource in whose row it stands
          return resource(Long.parseLong(rows.get(row)[columns.indexOf("res_id")]), number);
        case "events":
          return earlier(value, number % DAYS);
        default:
          break;
      }
      if (!column.equals(table.key())) {
        return renamed(value, number);
      }
      if (table.name().equals("hfj_res_ver")) {
        return resource(Long.parseLong(rows.get(row)[columns.indexOf("res_id")]), number);
      }
      long place = ofOwners ? rows.size() + row : row;
      return String.valueOf((ofOwners ? 2 : 1) * FIRST + (long) number * rows.size() + place);
    }
  }

  private String resource(long id, int number) {
    if (tasks.containsKey(id)) {
      return String.valueOf(FIRST + (long) number * tasks.size() + tasks.get(id));
    }
    if (owners.containsKey(id)) {
      return String.valueOf(
          2 * FIRST + (long) (number / OF_ONE_OWNER) * owners.size() + owners.get(id));
    }
    return String.valueOf(id);
  }

  private String renamed(String value, int number) {
    if (value.length() < 36) {
      return value;
    }
    Matcher found = UUID.matcher(value);
    StringBuilder renamed = new StringBuilder();
    while (found.find()) {
      String name = found.group();
      int copy = ownerNames.contains(name) ? number / OF_ONE_OWNER : number;
      boolean copied = taskNames.contains(name) || ownerNames.contains(name);
      found.appendReplacement(
          renamed, copied ? name.substring(0, 24) + String.format("%012x", copy + 1) : name);
    }
    return found.appendTail(renamed).toString();
  }

  private static String earlier(String value, int days) {
    Matcher found = TIME.matcher(value);
    StringBuilder moved = new StringBuilder();
    while (found.find()) {
      found.appendReplacement(
          moved,
          found.group(2) == null
              ? "\"" + LocalDate.parse(found.group(1)).minusDays(days) + "\""
              : "\""
                  + Instant.parse(found.group(1) + found.group(2)).minus(Duration.ofDays(days))
                  + "\"");
    }
    return found.appendTail(moved).toString();
  }
}
