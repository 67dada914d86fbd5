package org.openimr.core.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How the department's public file says things.
 *
 * @param types how review types are called, by code
 * @param prefixes how references begin, by review type
 * @param determinations how outcomes are called, by code
 * @param finals the last sentence about an outcome, by code
 * @param urgencies how urgency is called, by code
 * @param genders how genders are called, by code
 * @param ages the bands of ages, from the youngest on
 * @param sentences the sentences about a case that are not taken from it
 * @param fewerSayLittle below how many decisions a rate says little
 * @param current the categories of the current form
 * @param earlier those of the earlier form
 */
public record PublicFormat(
    Map<String, String> types,
    Map<String, String> prefixes,
    Map<String, String> determinations,
    Map<String, String> finals,
    Map<String, String> urgencies,
    Map<String, String> genders,
    List<Band> ages,
    Sentences sentences,
    int fewerSayLittle,
    CategoryEdition current,
    CategoryEdition earlier) {

  /** Keeps its own copies. */
  public PublicFormat {
    types = Map.copyOf(types);
    prefixes = Map.copyOf(prefixes);
    determinations = Map.copyOf(determinations);
    finals = Map.copyOf(finals);
    urgencies = Map.copyOf(urgencies);
    genders = Map.copyOf(genders);
    ages = List.copyOf(ages);
  }

  /**
   * A band of ages; it ends where the next begins.
   *
   * @param from its first age in full years
   * @param said how the current form writes it
   * @param earlier how the earlier form writes it
   */
  public record Band(int from, String said, String earlier) {}

  /**
   * Sentences about a case that are not taken from it.
   *
   * @param summary what it is about, with {@code {treatment}}, {@code {diagnosis}} and {@code
   *     {type}}
   * @param noReasons if no reasons are held
   * @param noQualifications if none were told
   * @param fewReasons instead of the reasons of a row that stands alone
   * @param fewQualifications instead of its qualifications
   */
  public record Sentences(
      String summary,
      String noReasons,
      String noQualifications,
      String fewReasons,
      String fewQualifications) {}

  /** All names of categories, of both forms. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (CategoryEdition edition : List.of(current, earlier)) {
      Stream.concat(edition.diagnoses().stream(), edition.treatments().stream())
          .map(CategoryEdition.Entry::name)
          .forEach(names::add);
      names.add(edition.other());
      names.add(edition.none());
    }
    return names;
  }

  /** A band of which nothing is known. */
  public static final Band UNKNOWN = new Band(-1, "", "");

  /**
   * Finds the band of an age.
   *
   * @param youngest the least age that it may be; below zero if nothing is known
   * @param oldest the greatest age that it may be
   * @return the band; {@link #UNKNOWN} if it may be one of several
   */
  public Band band(int youngest, int oldest) {
    Band found = UNKNOWN;
    for (Band each : ages) {
      if (each.from() <= youngest) {
        found = each;
      } else if (each.from() <= oldest) {
        return UNKNOWN;
      }
    }
    return found;
  }
}
