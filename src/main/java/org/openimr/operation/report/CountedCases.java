package org.openimr.operation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.operation.access.Caller;

/** All cases that somebody sees, read one after another. */
public interface CountedCases {

  /**
   * A case.
   *
   * @param id the id of its Task
   * @param parties the ids of the organizations that are party to it
   * @param known policy, facts and events
   */
  record Known(String id, Set<String> parties, ReviewCase known) {}

  /**
   * Hands over cases, in the order of their ids.
   *
   * @param caller who asks; the department sees all cases, others those that their organization is
   *     party to
   * @param taker takes each; no more than a few hundred are in memory at a time
   */
  void each(Caller caller, Consumer<Known> taker);

  /**
   * The ids of the same cases, in order, without reading them where that can be.
   *
   * @param caller who asks
   * @param policy says which policies are meant, by canonical
   */
  default List<String> ids(Caller caller, Predicate<String> policy) {
    List<String> ids = new ArrayList<>();
    each(
        caller,
        each -> {
          if (policy.test(each.known().policy())) {
            ids.add(each.id());
          }
        });
    return ids;
  }
}
