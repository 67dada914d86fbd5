package org.openimr.core.notice;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.policy.Condition;

/**
 * One kind of notice, as data: when it is owed, who gets it by what way, and what it must say.
 *
 * @param code its name
 * @param title what it is, in a few words
 * @param policies codes of the policies it belongs to; empty for every policy
 * @param trigger what makes it owed
 * @param when what must hold of the case besides
 * @param eligibility the outcome of eligibility that must hold, a code of {@code
 *     imr-eligibility-outcome}; or null
 * @param sender who owes it if no milestone says so, a code of {@code imr-party}; or null
 * @param ways for each recipient, a code of {@code imr-party}, the ways in which it may go, the
 *     preferred one first
 * @param meets the event by which it meets its duty; or null if none does
 * @param reason the reason of that event; or null
 * @param contents what it must say
 */
public record NoticeKind(
    String code,
    String title,
    Set<String> policies,
    Trigger trigger,
    Condition when,
    String eligibility,
    String sender,
    Map<String, List<NoticeWay>> ways,
    String meets,
    String reason,
    List<RequiredContent> contents) {

  /**
   * What makes a notice owed: a milestone that is open, or else an event.
   *
   * @param milestone a code of {@code imr-milestone}, or null
   * @param event a code of {@code imr-event}, or null
   * @param after an event that must have happened besides, or null
   * @param until events after which it is owed no more
   */
  public record Trigger(String milestone, String event, String after, List<String> until) {

    /** Refuses both or neither. */
    public Trigger {
      if ((milestone == null) == (event == null)) {
        throw new IllegalArgumentException("a notice is owed by a milestone or by an event");
      }
      until = List.copyOf(until);
    }
  }

  /** Keeps its own copies. */
  public NoticeKind {
    policies = Set.copyOf(policies);
    contents = List.copyOf(contents);
  }

  /**
   * Says whether it belongs to a policy.
   *
   * @param policy the code of the policy
   * @return true if the policy may owe it
   */
  public boolean of(String policy) {
    return policies.isEmpty() || policies.contains(policy);
  }
}
