package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.wrong.Mistake.Kind;

/** All wrong submissions that can be made from the examples: every mistake once. */
final class WrongSubmissions {

  /** Mistakes that do not hide each other if they stand in different entries. */
  private static final Set<Kind> TOGETHER =
      EnumSet.of(
          Kind.REQUIRED,
          Kind.TYPE,
          Kind.VALUE,
          Kind.CODE,
          Kind.DANGLING,
          Kind.OFFSET,
          Kind.PATIENT);

  private static final int MOST_TOGETHER = 6;

  private final Map<String, WrongSubmission> all = new LinkedHashMap<>();
  private final Random random;

  private WrongSubmissions(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Makes them.
   *
   * @param strangers who is meant by others, by the name of the example
   * @param seed by which mistakes are put together
   */
  static List<WrongSubmission> of(Map<String, Strangers> strangers, long seed) {
    WrongSubmissions made = new WrongSubmissions(seed);
    MissingElements missing = new MissingElements();
    strangers.forEach(
        (example, others) -> {
          ObjectNode bundle = Submissions.example(example);
          made.add(example, missing.in(bundle));
          made.add(example, WrongValues.in(bundle));
          made.add(example, WrongCodes.in(bundle));
          made.add(example, DanglingReferences.in(bundle));
          made.add(example, Duplicates.in(bundle));
          made.add(example, Contradictions.in(bundle));
          made.add(example, WrongTimes.in(bundle));
          made.add(example, others.in(bundle));
          made.add(example, WrongCharacters.in(bundle));
          made.add(example, Enormities.in(bundle));
        });
    return new ArrayList<>(made.all.values());
  }

  private void add(String example, List<Mistake> mistakes) {
    for (Mistake mistake : mistakes) {
      all.putIfAbsent(mistake.toString(), new WrongSubmission(example, List.of(mistake)));
    }
    for (int i = 0; i < 2; i++) {
      List<Mistake> several = together(mistakes);
      if (several.size() > 1) {
        all.put(several.toString(), new WrongSubmission(example, several));
      }
    }
  }

  /** Some that stand in different entries. */
  private List<Mistake> together(List<Mistake> mistakes) {
    List<Mistake> candidates = new ArrayList<>(mistakes);
    Collections.shuffle(candidates, random);
    Set<String> entries = new HashSet<>();
    List<Mistake> chosen = new ArrayList<>();
    for (Mistake mistake : candidates) {
      boolean fits =
          TOGETHER.contains(mistake.kind())
              && mistake.text() == null
              && mistake.acceptable() == null
              && mistake.places().stream().allMatch(place -> place.startsWith("Bundle.entry["));
      Set<String> own = new HashSet<>();
      mistake.places().forEach(place -> own.add(place.replaceFirst("].*", "")));
      if (fits && Collections.disjoint(own, entries) && chosen.size() < MOST_TOGETHER) {
        entries.addAll(own);
        chosen.add(mistake);
      }
    }
    return chosen;
  }
}
