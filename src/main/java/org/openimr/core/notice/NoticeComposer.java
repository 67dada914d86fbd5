package org.openimr.core.notice;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Puts a notice together from its kind, a template and what is known of the case. */
public final class NoticeComposer {

  private NoticeComposer() {}

  /**
   * Composes a notice.
   *
   * @param kind its kind
   * @param template the text of the kind in one language
   * @param facts what is known, in the words of that language
   * @return the notice, with all that it lacks
   */
  public static Notice compose(NoticeKind kind, NoticeTemplate template, NoticeFacts facts) {
    List<NoticeTemplate.Block> blocks =
        template.blocks().stream().filter(block -> block.stands(facts.known())).toList();
    Set<String> missing = new TreeSet<>();
    Set<String> unsaid = new TreeSet<>();
    kind.contents().forEach(content -> unsaid.add(content.code()));
    for (NoticeTemplate.Block block : blocks) {
      missing.addAll(block.blanks());
      unsaid.removeAll(block.says());
    }
    missing.removeAll(facts.known());
    // what a block would say that is left out for want of a fact is told by that fact
    for (NoticeTemplate.Block block : template.blocks()) {
      if (block.says().stream().anyMatch(unsaid::contains)) {
        block.ifKnown().stream()
            .filter(fact -> !facts.known().contains(fact))
            .forEach(missing::add);
      }
    }
    return new Notice(template, facts, blocks, missing, unsaid);
  }
}
