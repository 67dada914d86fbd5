package org.openimr.core.reviewer;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may review a case, how many, and what their votes come to. All of it is data.
 *
 * @param panels how many reviewers a case must have; the first that is about it counts
 * @param most the most that are accepted at once
 * @param voting how votes become an outcome
 * @param jurisdictions where a license must hold, as ISO 3166-2
 * @param licenseCitation where it stands
 * @param certificationCitation where it stands that a reviewer is certified
 * @param specialtyCitation where it stands that the specialty must fit
 * @param form the canonical of the form of the attestation
 * @param attestedWithin how long before the assignment it may have been answered
 * @param attestationCitation where it stands
 * @param conflicts the classes of conflicts
 * @param matches which specialties judge what
 */
public record AssignmentTerms(
    List<PanelSize> panels,
    int most,
    VotingTerms voting,
    Pattern jurisdictions,
    String licenseCitation,
    String certificationCitation,
    String specialtyCitation,
    String form,
    Duration attestedWithin,
    String attestationCitation,
    List<ConflictClass> conflicts,
    List<ServiceMatch> matches) {

  /** Keeps its own copies. */
  public AssignmentTerms {
    panels = List.copyOf(panels);
    conflicts = List.copyOf(conflicts);
    matches = List.copyOf(matches);
  }
}
