package org.openimr.core.secondlook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The cases of one reviewer and year that are rated a second time.
 *
 * <p>Nobody chooses them: they are those that come first in the order of a hash of the reviewer,
 * the year and the case. So the same cases give the same sample, whoever draws it, and a reviewer
 * cannot know beforehand which these are unless all cases of the year are known.
 */
public final class CaseSample {

  private CaseSample() {}

  /**
   * Draws it.
   *
   * @param cases the cases of the reviewer in the year, by reference
   * @param reviewer who rated first
   * @param year the year
   * @param terms how many
   * @return the cases of the sample, in the order in which they are drawn
   */
  public static List<String> draw(
      Collection<String> cases, String reviewer, int year, SecondLookTerms terms) {
    List<String> distinct = cases.stream().distinct().toList();
    return distinct.stream()
        .sorted(
            Comparator.comparing((String each) -> hash(reviewer + "|" + year + "|" + each))
                .thenComparing(each -> each))
        .limit(terms.size(distinct.size()))
        .toList();
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
