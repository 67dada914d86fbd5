package org.openimr.core.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactReading;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.deadline.DutyStatus;

/** What measures may ask about: the facts of a case, and what is known of a duty or a rating. */
public final class MeasureVocabulary {

  static final String MILESTONE = "duty-milestone";
  static final String STATUS = "duty-status";
  static final String OWED_BY = "duty-owed-by";
  static final String RIGHT = "duty-right";
  static final String RATED = "rated";
  static final String AGREE = "ratings-agree";

  private final Vocabulary cases;
  private final Vocabulary all;

  /**
   * Adds to a vocabulary.
   *
   * @param cases the vocabulary of cases
   */
  public MeasureVocabulary(Vocabulary cases) {
    this.cases = cases;
    List<FactDefinition> facts = new ArrayList<>(cases.facts());
    code(facts, MILESTONE, cases.codes("imr-milestone"));
    code(
        facts,
        STATUS,
        Arrays.stream(DutyStatus.values()).map(DutyStatus::code).collect(Collectors.toSet()));
    code(facts, OWED_BY, cases.codes("imr-party"));
    truth(facts, RIGHT);
    truth(facts, RATED);
    truth(facts, AGREE);
    this.all = new Vocabulary(facts, cases.events(), Map.of());
  }

  private static void code(List<FactDefinition> facts, String name, Set<String> codes) {
    add(facts, name, FactDefinition.Type.CODE, codes);
  }

  private static void truth(List<FactDefinition> facts, String name) {
    add(facts, name, FactDefinition.Type.BOOLEAN, Set.of());
  }

  private static void add(
      List<FactDefinition> facts, String name, FactDefinition.Type type, Set<String> codes) {
    facts.add(
        new FactDefinition(
            name,
            facts.size(),
            type,
            false,
            codes,
            null,
            new FactReading(List.of(), Map.of(), List.of(), FactReading.Keeping.READ_AGAIN),
            List.of()));
  }

  /** All of it. */
  public Vocabulary all() {
    return all;
  }

  /** Facts of a case, to which those of a duty can be added. */
  Facts.Draft draft(Facts facts) {
    Facts.Draft draft = Facts.none(all).draft();
    for (FactDefinition each : cases.facts()) {
      draft.set(each, facts.value(each.index()));
    }
    return draft;
  }

  /** A fact by its name. */
  FactDefinition fact(String name) {
    return all.fact(name);
  }
}
