package org.openimr.fhir.recomputation;

import java.time.Instant;
import java.util.List;

/**
 * A recomputation as it stands.
 *
 * @param state what became of it
 * @param apply whether it writes what moves
 * @param begun when it was begun; null if there was none
 * @param ended when it ended; null while it runs
 * @param done how many cases were looked at
 * @param all how many there are
 * @param moved how many of them have a duty that moves
 * @param moves the duties that move, the first of them; none if they are written
 * @param further how many more there are
 * @param undecided the ids of the cases that cannot be worked out
 */
public record RecomputationRun(
    State state,
    boolean apply,
    Instant begun,
    Instant ended,
    long done,
    long all,
    long moved,
    List<Move> moves,
    long further,
    List<String> undecided) {

  /** None yet. */
  public static final RecomputationRun NONE =
      new RecomputationRun(State.NONE, false, null, null, 0, 0, 0, List.of(), 0, List.of());

  /** What became of one. */
  public enum State {
    NONE,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A duty that moves.
   *
   * @param caseId the id of the case
   * @param milestone the duty
   * @param rule the rule that governs it
   * @param before when it was due; null if it had no date
   * @param after when it is due; null if it has no date any more
   */
  public record Move(String caseId, String milestone, String rule, Instant before, Instant after) {}

  /** One that begins. */
  public static RecomputationRun begun(boolean apply, Instant now) {
    return new RecomputationRun(State.RUNNING, apply, now, null, 0, 0, 0, List.of(), 0, List.of());
  }

  /** The same, so far that some of all cases were looked at. */
  public RecomputationRun at(long some, long of) {
    return new RecomputationRun(
        state, apply, begun, null, some, of, moved, moves, further, undecided);
  }

  /** The same, at its end. */
  public RecomputationRun ended(State how, Instant now) {
    return new RecomputationRun(
        how, apply, begun, now, done, all, moved, moves, further, undecided);
  }

  /** The same, with what was found. */
  public RecomputationRun found(
      long movedCases, List<Move> first, long more, List<String> unknown) {
    return new RecomputationRun(
        state, apply, begun, ended, done, all, movedCases, first, more, unknown);
  }

  /** Keeps its own copies. */
  public RecomputationRun {
    moves = List.copyOf(moves);
    undecided = List.copyOf(undecided);
  }
}
