package org.openimr.core.notice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a kind of notice in one language: blocks of Markdown with blanks such as <code>
 * {case-number}</code>, apart from each other by an empty line.
 *
 * <p>A block may begin with marks: <code>[fees]</code> names what it says of {@link
 * RequiredContent}, <code>{?criterion}</code> keeps it for letters that know the fact and <code>
 * {!criterion}</code> for those that do not.
 *
 * @param kind the kind of notice
 * @param version its version
 * @param language its language, {@code en} or {@code es}
 * @param title what the letter is called
 * @param blocks the blocks in their order
 */
public record NoticeTemplate(
    String kind, String version, String language, String title, List<Block> blocks) {

  private static final Pattern MARK = Pattern.compile("^(\\[([a-z-]+)]|\\{([?!])([a-z-]+)})\\s*");
  private static final Pattern BLANK = Pattern.compile("\\{([a-z-]+)}");

  /**
   * One block.
   *
   * @param says the required contents that it says
   * @param ifKnown the facts without which it is left out
   * @param unlessKnown the facts with which it is left out
   * @param text its Markdown
   */
  public record Block(Set<String> says, Set<String> ifKnown, Set<String> unlessKnown, String text) {

    /** The facts that its blanks need. */
    Set<String> blanks() {
      Set<String> blanks = new LinkedHashSet<>();
      Matcher blank = BLANK.matcher(text);
      while (blank.find()) {
        blanks.add(blank.group(1));
      }
      return blanks;
    }

    /** Whether it stands in a letter that knows these facts. */
    boolean stands(Set<String> known) {
      return known.containsAll(ifKnown) && unlessKnown.stream().noneMatch(known::contains);
    }
  }

  /** Keeps its own copy. */
  public NoticeTemplate {
    blocks = List.copyOf(blocks);
  }

  /**
   * Reads blocks.
   *
   * @param markdown text, its blocks apart by empty lines
   * @return the blocks
   */
  public static List<Block> blocks(String markdown) {
    List<Block> blocks = new ArrayList<>();
    for (String part : markdown.strip().split("\\R\\s*\\R")) {
      Set<String> says = new LinkedHashSet<>();
      Set<String> ifKnown = new LinkedHashSet<>();
      Set<String> unlessKnown = new LinkedHashSet<>();
      String text = part.strip();
      Matcher mark = MARK.matcher(text);
      while (mark.find()) {
        if (mark.group(2) != null) {
          says.add(mark.group(2));
        } else {
          (mark.group(3).equals("?") ? ifKnown : unlessKnown).add(mark.group(4));
        }
        text = text.substring(mark.end());
        mark = MARK.matcher(text);
      }
      if (!text.isEmpty()) {
        blocks.add(new Block(says, ifKnown, unlessKnown, text));
      }
    }
    return blocks;
  }
}
