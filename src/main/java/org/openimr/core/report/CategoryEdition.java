package org.openimr.core.report;

import java.util.List;
import org.openimr.core.reviewer.CodeRange;
import org.openimr.core.reviewer.DisputedCode;

/**
 * The categories of one edition of the public file, and which codes belong to each.
 *
 * @param name what the edition is called
 * @param other what is given where no category has a code
 * @param none what is given where there is no code
 * @param diagnoses categories of diagnoses, in the order in which they are tried
 * @param treatments categories of treatments, in the order in which they are tried
 */
public record CategoryEdition(
    String name, String other, String none, List<Entry> diagnoses, List<Entry> treatments) {

  /** Keeps its own copies. */
  public CategoryEdition {
    diagnoses = List.copyOf(diagnoses);
    treatments = List.copyOf(treatments);
  }

  /**
   * A category.
   *
   * @param name its name
   * @param part its sub-category, or null
   * @param ranges the codes that belong to it; none if it is never given
   */
  public record Entry(String name, String part, List<CodeRange> ranges) {

    /** Keeps its own copy. */
    public Entry {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Finds the categories of a case.
   *
   * @param diagnosis the first diagnosis, or null
   * @param treatment the first disputed service, or null
   * @return its categories
   */
  public PublicRow.Category of(DisputedCode diagnosis, DisputedCode treatment) {
    Entry what = find(diagnoses, diagnosis);
    Entry service = find(treatments, treatment);
    return new PublicRow.Category(what.name(), part(what), service.name(), part(service));
  }

  private Entry find(List<Entry> entries, DisputedCode code) {
    if (code == null) {
      return new Entry(none, none, List.of());
    }
    return entries.stream()
        .filter(each -> each.ranges().stream().anyMatch(range -> range.holds(code)))
        .findFirst()
        .orElse(new Entry(other, other, List.of()));
  }

  private String part(Entry entry) {
    return entry.part() == null ? other : entry.part();
  }
}
