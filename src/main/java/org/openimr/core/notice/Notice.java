package org.openimr.core.notice;

import java.util.List;
import java.util.Set;

/**
 * A notice in one language, ready to be written down; or what it lacks.
 *
 * @param template the text it is made from
 * @param facts what it says of the case
 * @param blocks the blocks of the text that stand in it
 * @param missing the facts that it needs and that are not known
 * @param unsaid the required contents that it does not say
 */
public record Notice(
    NoticeTemplate template,
    NoticeFacts facts,
    List<NoticeTemplate.Block> blocks,
    Set<String> missing,
    Set<String> unsaid) {

  /**
   * Says whether it may be written.
   *
   * @return true if it lacks nothing
   */
  public boolean complete() {
    return missing.isEmpty() && unsaid.isEmpty();
  }

  /**
   * Returns the same notice with its date left open.
   *
   * @return a copy that is equal whenever it is written
   */
  public Notice undated() {
    return new Notice(template, facts.with("date", "-"), blocks, missing, unsaid);
  }
}
