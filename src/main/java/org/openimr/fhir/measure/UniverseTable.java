package org.openimr.fhir.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openimr.core.calendar.Moment;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.TimeText;

/**
 * The table of all cases with all their clocks, as an auditor takes its samples from: one row a
 * case, five columns a milestone. What repeats within a case stands in one value, oldest first.
 */
public final class UniverseTable {

  private static final List<String> HEAD =
      List.of("Case", "Policy", "ReviewType", "Urgency", "Decision", "Outcome", "WorkedOut");
  private static final String BETWEEN = " | ";
  private static final List<Clock> CLOCKS =
      List.of(
          new Clock("start", each -> time(each, each.start())),
          new Clock("due", each -> time(each, each.due())),
          new Clock("met", each -> time(each, each.met())),
          new Clock("status", each -> each.status().code()),
          new Clock("rule", each -> each.governing().rule().value()));

  private final List<String> milestones;

  /** A column of each milestone. */
  private record Clock(String name, Function<Deadline, String> value) {}

  /**
   * Makes it.
   *
   * @param milestones the codes of the milestones that have columns
   */
  public UniverseTable(Collection<String> milestones) {
    this.milestones = List.copyOf(milestones);
  }

  /** The names of the columns. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(HEAD);
    milestones.forEach(
        milestone -> CLOCKS.forEach(clock -> columns.add(milestone + "." + clock.name())));
    return columns;
  }

  /**
   * The row of a case.
   *
   * @param id the id of its Task
   * @param situation the case at the time asked about
   * @param deadlines its deadlines
   */
  public List<String> row(String id, Situation situation, List<Deadline> deadlines) {
    List<String> row = new ArrayList<>();
    row.add("Task/" + id);
    row.add(named(situation.policy().header().canonical()));
    for (String fact : List.of("review-type", "urgency", "decision", "outcome")) {
      row.add(situation.facts().value(fact) instanceof String code ? code : "");
    }
    row.add("yes");
    for (String milestone : milestones) {
      List<Deadline> of =
          deadlines.stream().filter(each -> each.milestone().code().equals(milestone)).toList();
      CLOCKS.forEach(
          clock -> row.add(of.stream().map(clock.value()).collect(Collectors.joining(BETWEEN))));
    }
    return row;
  }

  /**
   * The row of a case that cannot be worked out.
   *
   * @param id the id of its Task
   * @param policy the policy that it is bound to
   */
  public List<String> undecided(String id, String policy) {
    List<String> row = new ArrayList<>();
    row.add("Task/" + id);
    row.add(named(policy));
    row.addAll(List.of("", "", "", "", "no"));
    milestones.forEach(milestone -> CLOCKS.forEach(clock -> row.add("")));
    return row;
  }

  private static String named(String canonical) {
    return canonical.substring(canonical.lastIndexOf('/') + 1);
  }

  /** With seconds and offset in the zone of the policy, as the operations write it. */
  private static String time(Deadline deadline, Moment moment) {
    return moment == null ? "" : TimeText.write(moment, deadline.days().zone()).getValueAsString();
  }
}
