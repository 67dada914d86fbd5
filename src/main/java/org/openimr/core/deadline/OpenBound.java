package org.openimr.core.deadline;

import java.util.ArrayList;
import java.util.List;
import org.openimr.core.calendar.Moment;
import org.openimr.core.policy.Bound;

/** A bound while its milestone is being worked out, and those of the milestone after it. */
final class OpenBound {

  final Bound bound;

  /** Whether it is unknown if the bound applies, or if it has started. */
  final boolean unknown;

  /** Whether it applies only since the case was converted. */
  final boolean sinceConversion;

  /** The next bound of the milestone, in the order of the document, or null. */
  OpenBound next;

  /** Whether it applies, and it is unknown if it has started. */
  boolean startUnknown;

  DutyStatus status;
  String startedBy;
  Moment start;

  /** The place of the start event in the list that was given, or -1. */
  int startIndex = -1;

  /** When its start event happened, whatever a conversion made of the start. */
  Moment receipt;

  Moment target;
  Moment due;
  List<ExtensionEffect> extensions = List.of();

  OpenBound(Bound bound, boolean unknown, boolean sinceConversion) {
    this.bound = bound;
    this.unknown = unknown;
    this.sinceConversion = sinceConversion;
  }

  /** Whether it may open its milestone: it is the milestone's own and may govern. */
  boolean opens() {
    return !bound.nested() && bound.counts();
  }

  boolean started() {
    return !unknown && start != null;
  }

  void extend(ExtensionEffect effect) {
    if (extensions.isEmpty()) {
      extensions = new ArrayList<>(2);
    }
    extensions.add(effect);
  }

  /** Returns what came out of this bound and of those after it. */
  List<DeadlineBound> close() {
    if (next == null) {
      return List.of(closed());
    }
    List<DeadlineBound> all = new ArrayList<>();
    for (OpenBound bound = this; bound != null; bound = bound.next) {
      all.add(bound.closed());
    }
    return all;
  }

  private DeadlineBound closed() {
    boolean running = status != DutyStatus.NOT_STARTED;
    boolean dated = running && !unknown;
    return new DeadlineBound(
        bound,
        status,
        startedBy,
        running ? start : null,
        dated ? target : null,
        dated ? due : null,
        startUnknown,
        extensions);
  }
}
