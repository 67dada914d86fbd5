package org.openimr.server.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.recomputation.RecomputationOrder;
import org.openimr.fhir.recomputation.RecomputationRun;
import org.openimr.fhir.recomputation.RecomputationRun.Move;
import org.openimr.fhir.recomputation.RecomputationRun.State;
import org.openimr.operation.RecomputationConflictException;
import org.openimr.operation.Recomputations;
import org.openimr.server.policy.PolicyShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recomputations on a thread of their own. What was written stays if the server stops; the same
 * order goes on there.
 */
public final class RecomputationRuns implements Recomputations, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecomputationRuns.class);
  private static final int MOST_MOVES = 1000;

  private final Recomputation recomputation;
  private final PolicyShelf shelf;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "recomputation");
            thread.setDaemon(true);
            return thread;
          });
  private volatile RecomputationRun current = RecomputationRun.NONE;
  private volatile boolean closing;

  /** Makes it. */
  RecomputationRuns(Recomputation recomputation, PolicyShelf shelf) {
    this.recomputation = recomputation;
    this.shelf = shelf;
  }

  @Override
  public RecomputationRun current() {
    return current;
  }

  @Override
  public synchronized RecomputationRun begin(RecomputationOrder order) {
    if (current.state() == State.RUNNING) {
      throw new RecomputationConflictException(
          "A recomputation is running: "
              + current.done()
              + " of "
              + current.all()
              + " cases. One at a time is possible; GET says how far it is.");
    }
    Runnable work = order.apply() ? writing(order) : listing(order);
    current = RecomputationRun.begun(order.apply(), Instant.now());
    worker.execute(() -> watched(work));
    return current;
  }

  private Runnable listing(RecomputationOrder order) {
    PolicyBook held = shelf.get();
    PolicyBook proposed = order.calendar().isEmpty() ? null : proposed(order);
    BoundPolicies bound = bound(order);
    Instant asOf = order.asOf() == null ? Instant.now() : order.asOf();
    return () -> {
      List<Move> moves = new ArrayList<>();
      long[] further = {0};
      Recomputation.Outcome outcome =
          recomputation.list(
              proposed == null ? null : held,
              proposed == null ? held : proposed,
              bound,
              asOf,
              move -> {
                if (moves.size() < MOST_MOVES) {
                  moves.add(
                      new Move(
                          move.caseId(),
                          move.milestone(),
                          move.rule(),
                          move.before(),
                          move.after()));
                } else {
                  further[0]++;
                }
              },
              this::progress);
      done(outcome, moves, further[0]);
    };
  }

  private Runnable writing(RecomputationOrder order) {
    PolicyBook held = shelf.get();
    BoundPolicies bound = bound(order);
    if (order.anew()) {
      recomputation.forget();
    }
    try {
      RecomputationMark mark =
          recomputation.begin(bound, shelf.edition(), Instant.now(), order.reason());
      return () ->
          done(
              recomputation.apply(held, bound, mark, Instant.now(), order.reason(), this::progress),
              List.of(),
              0);
    } catch (BrokenOffException e) {
      throw new RecomputationConflictException(e.getMessage());
    }
  }

  private PolicyBook proposed(RecomputationOrder order) {
    try {
      return shelf.withCalendar(order.calendar());
    } catch (IllegalArgumentException e) {
      throw refused("calendar", e.getMessage());
    }
  }

  private BoundPolicies bound(RecomputationOrder order) {
    try {
      return recomputation.bound(order.policies());
    } catch (IllegalArgumentException e) {
      throw refused("policy", e.getMessage());
    }
  }

  private static UnreadableResourceException refused(String parameter, String sentence) {
    return new UnreadableResourceException(
        List.of(
            new Problem(
                "value", "Parameters.parameter.where(name='" + parameter + "')", sentence)));
  }

  private void watched(Runnable work) {
    try {
      work.run();
    } catch (CancellationException e) {
      LOG.info("A recomputation is broken off after {} cases", current.done());
    } catch (RuntimeException | Error e) {
      // the next order must not wait for one that is no more
      LOG.warn("A recomputation failed: {}", e.getClass().getSimpleName());
      current = current.ended(State.FAILED, Instant.now());
    }
  }

  private void progress(long done, long all) {
    if (closing) {
      throw new CancellationException();
    }
    current = current.at(done, all);
  }

  private void done(Recomputation.Outcome outcome, List<Move> moves, long further) {
    current =
        current
            .at(outcome.cases(), outcome.cases())
            .found(outcome.moved(), moves, further, outcome.undecided())
            .ended(State.DONE, Instant.now());
  }

  @Override
  public void close() {
    closing = true;
    worker.shutdown();
  }
}
