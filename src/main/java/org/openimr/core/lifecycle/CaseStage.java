package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Set;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/**
 * The stage of a case, read off what has happened; codes of {@code imr-business-status}.
 *
 * <p>The furthest stage that any event shows counts, whatever order the events were recorded in.
 */
public final class CaseStage {

  private static final Set<String> ADVERSE = Set.of("denied", "modified", "delayed", "pended");

  /** What shows a stage: an event, and for which effect of the review; null: for any. */
  private record Sign(String event, Boolean ownDecision, String stage) {}

  // Furthest first.
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("case-closed", null, "closed"),
          new Sign("consolidated", null, "consolidated"),
          new Sign("referred-to-complaint-unit", null, "complaint-unit"),
          new Sign("withdrawn", null, "withdrawn"),
          new Sign("plan-reversed", null, "plan-reversed"),
          new Sign("case-sent-to-ire", null, "referred"),
          new Sign("claim-paid", null, "implemented"),
          new Sign("service-authorized", null, "implemented"),
          new Sign("decision-received", null, "decided"),
          new Sign("decision-issued", null, "decided"),
          new Sign("determination-made", null, "determined"),
          new Sign("reviewer-assigned", null, "in-review"),
          new Sign("records-received", null, "records-complete"),
          new Sign("review-request-received", null, "in-review"),
          new Sign("plan-notified", null, "records-requested"),
          new Sign("application-complete", null, "screening"),
          new Sign("application-received", null, "application-received"),
          new Sign("grievance-resolved", null, "application-open"),
          new Sign("grievance-filed", null, "in-grievance"),
          new Sign("member-notified-in-writing", true, "notified"),
          new Sign("member-notified", true, "notified"),
          new Sign("decision-made", true, "decision-made"),
          new Sign("decision-made", false, "denied"),
          new Sign("additional-information-requested", null, "information-pending"),
          new Sign("request-received", null, "requested"),
          new Sign("appeal-received", null, "requested"));

  private CaseStage() {}

  /**
   * Reads the stage.
   *
   * @param situation the case at the time asked about
   * @return the stage, or null if nothing shows one
   */
  public static String of(Situation situation) {
    ReviewPolicy policy = situation.policy();
    boolean own = "own-decision".equals(policy.header().effect());
    for (Sign sign : SIGNS) {
      EventDefinition event = policy.vocabulary().event(sign.event());
      if (event != null
          && (sign.ownDecision() == null || sign.ownDecision() == own)
          && situation.timeline().first(event) != null) {
        return sign.stage();
      }
    }
    return ADVERSE.contains(String.valueOf(situation.facts().value("decision"))) ? "denied" : null;
  }
}
