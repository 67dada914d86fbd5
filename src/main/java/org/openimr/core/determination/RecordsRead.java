package org.openimr.core.determination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which documents of a packet the reviewers read and which they did not, by the SHA-256 of each.
 *
 * @param reviewed the documents that were read, 64 hexadecimal digits each
 * @param notReviewed the documents that were not read
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.33">Health
 *     and Safety Code 1374.33(a)</a>
 */
public record RecordsRead(List<String> reviewed, List<String> notReviewed) {

  /** Keeps its own copies. */
  public RecordsRead {
    reviewed = List.copyOf(reviewed);
    notReviewed = List.copyOf(notReviewed);
  }

  /** What is wrong with a list. */
  public enum Mistake {
    /** The packet holds no such document. */
    UNKNOWN,
    /** It stands in the lists more than once. */
    TWICE,
    /** It stands in neither list. */
    MISSING
  }

  /**
   * One mistake.
   *
   * @param mistake what it is
   * @param reviewed whether it is in the list of what was read; true for what is missing
   * @param place the index in that list; -1 for what is missing
   * @param sha256 the document
   */
  public record Fault(Mistake mistake, boolean reviewed, int place, String sha256) {}

  /**
   * Holds the lists against a packet: every document of it stands in exactly one of them.
   *
   * @param packet the documents of the packet
   * @return everything that is wrong, in the order of the lists
   */
  public List<Fault> against(Set<String> packet) {
    List<Fault> faults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    look(reviewed, true, packet, seen, faults);
    look(notReviewed, false, packet, seen, faults);
    Set<String> missing = new TreeSet<>(packet);
    missing.removeAll(seen);
    missing.forEach(each -> faults.add(new Fault(Mistake.MISSING, true, -1, each)));
    return faults;
  }

  private static void look(
      List<String> told, boolean reviewed, Set<String> packet, Set<String> seen, List<Fault> to) {
    for (int i = 0; i < told.size(); i++) {
      String sha256 = told.get(i);
      if (!packet.contains(sha256)) {
        to.add(new Fault(Mistake.UNKNOWN, reviewed, i, sha256));
      } else if (!seen.add(sha256)) {
        to.add(new Fault(Mistake.TWICE, reviewed, i, sha256));
      }
    }
  }
}
