package org.openimr.server.index;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;

/**
 * What the index holds of one case.
 *
 * @param id the id of the case Task
 * @param version its version
 * @param head what its Task says of it
 * @param milestone what is due then, a code of {@code imr-milestone}; empty if nothing is
 * @param told the facts that resources other than the Task tell
 * @param stated the facts that the Task states; they go before those told
 * @param events what happened, in the order of recording
 * @param duties the duties and rights by the id of their Task
 */
record CaseRow(
    String id,
    String version,
    Head head,
    String milestone,
    Map<FactDefinition, Object> told,
    Map<FactDefinition, Object> stated,
    List<CaseEvent> events,
    Map<String, IndexedDuty> duties) {

  /**
   * What a case Task says.
   *
   * @param policy the policy bound, {@code url|version}
   * @param reviewType a code of {@code imr-review-type}, or empty
   * @param status the status of the Task
   * @param businessStatus a code of {@code imr-business-status}, or empty
   * @param urgency standard or expedited, or empty
   * @param owner a reference to who must act, or empty
   * @param parties the ids of the organizations that are party to it
   * @param due when the next thing is due, or null
   */
  record Head(
      String policy,
      String reviewType,
      String status,
      String businessStatus,
      String urgency,
      String owner,
      Set<String> parties,
      Instant due) {}

  /** The facts as given: what the Task states goes before what other resources tell. */
  Facts facts(Vocabulary vocabulary) {
    Facts.Draft facts = Facts.none(vocabulary).draft();
    told.forEach(facts::set);
    stated.forEach(facts::set);
    return facts.done();
  }

  /** The case, ready to compute with. */
  ReviewCase reviewCase(Vocabulary vocabulary) {
    return new ReviewCase(head.policy(), facts(vocabulary), events);
  }
}
