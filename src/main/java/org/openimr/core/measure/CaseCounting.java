package org.openimr.core.measure;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/** Makes of cases what measures count. */
public final class CaseCounting {

  private final MeasureVocabulary vocabulary;

  /** Makes it. */
  public CaseCounting(MeasureVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Hands over each duty of a case that has a due time.
   *
   * @param subject the case, by reference
   * @param parties the ids of the organizations that are party to it
   * @param situation the case at the time asked about
   * @param deadlines its deadlines
   * @param taker takes each
   */
  public void duties(
      String subject,
      Set<String> parties,
      Situation situation,
      List<Deadline> deadlines,
      Consumer<Counted> taker) {
    for (Deadline each : deadlines) {
      if (each.due() != null) {
        Facts.Draft facts = vocabulary.draft(situation.facts());
        facts.set(vocabulary.fact(MeasureVocabulary.MILESTONE), each.milestone().code());
        facts.set(vocabulary.fact(MeasureVocabulary.STATUS), each.status().code());
        facts.set(vocabulary.fact(MeasureVocabulary.OWED_BY), each.owedBy());
        facts.set(vocabulary.fact(MeasureVocabulary.RIGHT), each.milestone().right());
        LocalDate day = each.due().date();
        Map<String, Set<String>> strata = strata(parties, situation, day);
        strata.put("rule", Set.of(each.governing().rule().value()));
        strata.put("milestone", Set.of(each.milestone().code()));
        strata.put("owed-by", Set.of(each.owedBy()));
        taker.accept(new Counted(subject, day, day, facts.done(), strata));
      }
    }
  }

  /**
   * Makes what is counted of a case as a whole.
   *
   * @param subject the case, by reference
   * @param parties the ids of the organizations that are party to it
   * @param situation the case at the time asked about
   * @param event the event that says when it counts
   * @return the case; null if the event has not happened
   */
  public Counted whole(
      String subject, Set<String> parties, Situation situation, EventDefinition event) {
    Occurrence first = situation.timeline().first(event);
    if (first == null) {
      return null;
    }
    LocalDate day = first.at().date();
    return new Counted(
        subject,
        day,
        day,
        vocabulary.draft(situation.facts()).done(),
        strata(parties, situation, day));
  }

  /**
   * Makes what is counted of a second rating.
   *
   * @param subject its Task, by reference
   * @param organization the id of the organization whose it is
   * @param kind a code of {@code imr-audited-kind}
   * @param year the year of which the case was drawn
   * @param rated whether it was rated
   * @param agreed whether both ratings are alike
   * @return the rating
   */
  public Counted rating(
      String subject, String organization, String kind, int year, boolean rated, boolean agreed) {
    Facts.Draft facts = Facts.none(vocabulary.all()).draft();
    facts.set(vocabulary.fact(MeasureVocabulary.RATED), rated);
    facts.set(vocabulary.fact(MeasureVocabulary.AGREE), agreed);
    return new Counted(
        subject,
        LocalDate.of(year, 1, 1),
        LocalDate.of(year, 12, 31),
        facts.done(),
        Map.of("organization", Set.of(organization), "kind", Set.of(kind)));
  }

  private static Map<String, Set<String>> strata(
      Set<String> parties, Situation situation, LocalDate day) {
    Map<String, Set<String>> strata = new HashMap<>();
    strata.put("policy", Set.of(named(situation)));
    strata.put("organization", parties);
    strata.put("month", Set.of(YearMonth.from(day).toString()));
    for (String fact : List.of("review-type", "urgency", "decision")) {
      if (situation.facts().value(fact) instanceof String code) {
        strata.put(fact, Set.of(code));
      }
    }
    return strata;
  }

  /** The policy without the address before its code. */
  private static String named(Situation situation) {
    String canonical = situation.policy().header().canonical();
    return canonical.substring(canonical.lastIndexOf('/') + 1);
  }
}
