package org.openimr.core.policy;

import java.util.List;

/** A criterion, or several of which all or one must hold. */
public sealed interface CriterionNode permits Criterion, CriterionNode.Group {

  /**
   * Several criteria that are judged together.
   *
   * @param all whether all must hold; else one is enough
   * @param members the criteria
   */
  record Group(boolean all, List<CriterionNode> members) implements CriterionNode {
    /** Keeps its own copy. */
    public Group {
      members = List.copyOf(members);
    }
  }
}
