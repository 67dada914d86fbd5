package org.openimr.fhir.determination;

import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.determination.Outcome;
import org.openimr.core.reviewer.Vote;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What a client wants recorded as a determination, before it is held against the case.
 *
 * @param packet the packet that it was made from
 * @param identifier what the client calls it, or null
 * @param time when it was made, or null for now
 * @param lines what is determined of each line
 * @param qualifications what qualifies the reviewers
 * @param reviewed the documents that were read
 * @param notReviewed the documents that were not
 * @param content the SHA-256 of the request, by which the same one is known again
 * @param problems what cannot be accepted of it in itself
 */
public record DeterminationQuestion(
    Identifier packet,
    Identifier identifier,
    EventTime time,
    List<Line> lines,
    List<Told> qualifications,
    List<Told> reviewed,
    List<Told> notReviewed,
    String content,
    List<Problem> problems) {

  /** Keeps its own copies. */
  public DeterminationQuestion {
    lines = List.copyOf(lines);
    qualifications = List.copyOf(qualifications);
    reviewed = List.copyOf(reviewed);
    notReviewed = List.copyOf(notReviewed);
    problems = List.copyOf(problems);
  }

  /**
   * A text of the request.
   *
   * @param text the text
   * @param place its FHIRPath
   */
  public record Told(String text, String place) {}

  /**
   * What is determined of a line.
   *
   * @param place its FHIRPath
   * @param sequence the number of the line in the claim, or null
   * @param outcome what becomes of the plan's decision; null if it could not be read
   * @param rationale why; null if it could not be read
   * @param criteria codes of {@code imr-statutory-criterion}
   * @param citations what is cited
   * @param votes the votes of a panel; none for a single reviewer
   */
  public record Line(
      String place,
      Integer sequence,
      Outcome outcome,
      Told rationale,
      List<String> criteria,
      List<Told> citations,
      List<Vote> votes) {

    /** Keeps its own copies. */
    public Line {
      criteria = List.copyOf(criteria);
      citations = List.copyOf(citations);
      votes = List.copyOf(votes);
    }
  }
}
