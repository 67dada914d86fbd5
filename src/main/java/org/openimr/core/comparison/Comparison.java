package org.openimr.core.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openimr.core.deadline.Deadline;

/**
 * Several answers to the same case, one row per milestone (per instance where it repeats).
 *
 * @param rows the rows; those in which the answers differ come first, each kind in the order in
 *     which the policies name the milestones
 */
public record Comparison(List<Row> rows) {

  /**
   * One milestone as each answer has it.
   *
   * @param milestone the code of the milestone
   * @param instance the number of the instance, from 1
   * @param differs whether due time, status or party differ, or some answers lack it
   * @param cells what each answer says, in the order of the answers; null where it has none
   */
  public record Row(String milestone, int instance, boolean differs, List<Deadline> cells) {}

  private record Key(String milestone, int instance) {}

  /**
   * Puts answers side by side.
   *
   * @param answers the answers
   * @return the comparison
   */
  public static Comparison of(List<Answer> answers) {
    Map<Key, Deadline[]> cells = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      Map<String, Integer> seen = new HashMap<>();
      for (Deadline deadline : answers.get(i).deadlines()) {
        String code = deadline.milestone().code();
        Key key = new Key(code, seen.merge(code, 1, Integer::sum));
        cells.computeIfAbsent(key, k -> new Deadline[answers.size()])[i] = deadline;
      }
    }
    List<Row> rows = new ArrayList<>();
    cells.forEach(
        (key, row) -> {
          List<Deadline> list = java.util.Arrays.asList(row);
          rows.add(new Row(key.milestone(), key.instance(), differs(list), list));
        });
    // stable: each kind stays in the order of the policies
    rows.sort(Comparator.comparing(row -> !row.differs()));
    return new Comparison(List.copyOf(rows));
  }

  private static boolean differs(List<Deadline> cells) {
    return cells.stream().map(Comparison::essence).distinct().count() > 1;
  }

  private static String essence(Deadline deadline) {
    if (deadline == null) {
      return "";
    }
    return List.of(
            Objects.toString(deadline.due() == null ? null : deadline.due().epochMilli()),
            deadline.status().code(),
            deadline.owedBy())
        .stream()
        .collect(Collectors.joining(" "));
  }
}
