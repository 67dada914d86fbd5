package org.openimr.fhir.recomputation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.TimeText;

/**
 * Writes how far a recomputation is. Times are in UTC, as cases of several zones stand beside one
 * another.
 */
public final class RecomputationWriter {

  private RecomputationWriter() {}

  /** Writes one. */
  public static Parameters write(RecomputationRun run) {
    Parameters answer = new Parameters();
    answer.addParameter("state", new CodeType(run.state().name().toLowerCase(Locale.ROOT)));
    if (run.begun() == null) {
      return answer;
    }
    answer.addParameter("apply", new BooleanType(run.apply()));
    answer.addParameter("begun", time(run.begun()));
    if (run.ended() != null) {
      answer.addParameter("ended", time(run.ended()));
    }
    answer.addParameter("cases", number(run.done()));
    answer.addParameter("of", number(run.all()));
    answer.addParameter("moved", number(run.moved()));
    for (RecomputationRun.Move move : run.moves()) {
      ParametersParameterComponent part = answer.addParameter().setName("move");
      part.addPart().setName("case").setValue(new Reference("Task/" + move.caseId()));
      part.addPart().setName("milestone").setValue(new CodeType(move.milestone()));
      part.addPart().setName("rule").setValue(new CodeType(move.rule()));
      add(part, "before", move.before());
      add(part, "after", move.after());
    }
    if (run.further() > 0) {
      answer.addParameter("furtherMoves", number(run.further()));
    }
    run.undecided().forEach(id -> answer.addParameter("undecided", new Reference("Task/" + id)));
    return answer;
  }

  private static void add(ParametersParameterComponent part, String name, Instant time) {
    if (time != null) {
      part.addPart().setName(name).setValue(time(time));
    }
  }

  private static Type time(Instant time) {
    return TimeText.write(time, ZoneOffset.UTC);
  }

  private static IntegerType number(long value) {
    return new IntegerType(Math.toIntExact(value));
  }
}
