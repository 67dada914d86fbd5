package org.openimr.core.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which column of a file holds what. Columns may stand in any order; spaces, underscores and
 * capitals in their names do not count.
 */
public final class DecisionColumns {

  private final DecisionForm form;
  private final Map<String, Integer> places;

  private DecisionColumns(DecisionForm form, Map<String, Integer> places) {
    this.form = form;
    this.places = places;
  }

  /** The form of the file. */
  public DecisionForm form() {
    return form;
  }

  /** How many columns each row has. */
  public int size() {
    return places.size();
  }

  /** Whether rows begin with the reference. */
  public boolean referenceFirst() {
    return places.get(DecisionForm.plain(DecisionForm.CURRENT.columns().get(0))) == 0;
  }

  /**
   * Finds a value.
   *
   * @param column the name of the column in the current form
   * @param values the values of a row
   * @return the value; empty if the form has no such column
   */
  String value(String column, List<String> values) {
    Integer place = places.get(DecisionForm.plain(column));
    return place == null ? "" : values.get(place);
  }

  /** Whether the form has a column. */
  boolean has(String column) {
    return places.containsKey(DecisionForm.plain(column));
  }

  /**
   * Reads the first row of a file.
   *
   * @param header its values
   * @return the columns; null if it is of neither form, see {@link #faults}
   */
  public static DecisionColumns of(List<String> header) {
    if (!faults(header).isEmpty()) {
      return null;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      places.put(DecisionForm.plain(header.get(i)), i);
    }
    return new DecisionColumns(form(header), places);
  }

  /**
   * Says what is wrong with the first row of a file.
   *
   * @param header its values
   * @return what is wrong, held against the form that it is nearer to
   */
  public static List<RowFault> faults(List<String> header) {
    DecisionForm form = form(header);
    List<String> plain = header.stream().map(DecisionForm::plain).toList();
    List<RowFault> faults = new ArrayList<>();
    for (String column : form.columns()) {
      long times = plain.stream().filter(DecisionForm.plain(column)::equals).count();
      if (times != 1) {
        faults.add(
            new RowFault(
                column, times == 0 ? "no such column" : "the column twice", "the column once"));
      }
    }
    List<String> known = form.columns().stream().map(DecisionForm::plain).toList();
    for (String name : header) {
      if (!known.contains(DecisionForm.plain(name))) {
        faults.add(new RowFault("", name, "one of " + String.join(", ", form.columns())));
      }
    }
    return faults;
  }

  /** The current form if there is a column that the earlier one does not have. */
  private static DecisionForm form(List<String> header) {
    List<String> earlier =
        DecisionForm.EARLIER.columns().stream().map(DecisionForm::plain).toList();
    return header.stream()
            .map(DecisionForm::plain)
            .anyMatch(
                each ->
                    !earlier.contains(each)
                        && DecisionForm.CURRENT.columns().stream()
                            .map(DecisionForm::plain)
                            .anyMatch(each::equals))
        ? DecisionForm.CURRENT
        : DecisionForm.EARLIER;
  }
}
