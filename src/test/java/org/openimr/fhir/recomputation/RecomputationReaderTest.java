package org.openimr.fhir.recomputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** An order to recompute is read whole, or refused with everything that is wrong with it. */
class RecomputationReaderTest {

  private final Parameters parameters = new Parameters();

  private List<String> refused() {
    return catchThrowableOfType(
            UnreadableResourceException.class, () -> RecomputationReader.read(parameters))
        .problems()
        .stream()
        .map(Problem::expression)
        .toList();
  }

  @Test
  void nothingNamedListsAllCasesNow() {
    assertThat(RecomputationReader.read(parameters))
        .isEqualTo(new RecomputationOrder(List.of(), List.of(), null, false, null, false));
  }

  @Test
  void everythingIsTakenOver() {
    parameters.addParameter("policy", new CodeType("phc-um"));
    parameters.addParameter("policy", new StringType("dmhc-imr-vchcp"));
    parameters.addParameter("calendar", new StringType("a\nb"));
    parameters.addParameter("asOf", new DateTimeType("2026-07-01T10:00:00-07:00"));
    assertThat(RecomputationReader.read(parameters))
        .isEqualTo(
            new RecomputationOrder(
                List.of("phc-um", "dmhc-imr-vchcp"),
                List.of("a", "b"),
                Instant.parse("2026-07-01T17:00:00Z"),
                false,
                null,
                false));
  }

  @Test
  void whatIsWrittenHasAReason() {
    parameters.addParameter("apply", new BooleanType(true));
    assertThat(refused()).containsExactly("Parameters");
    parameters.addParameter("reason", new StringType(" "));
    assertThat(refused()).containsExactly("Parameters.parameter[1].value");
    parameters.getParameter().get(1).setValue(new StringType("New holiday"));
    parameters.addParameter("anew", new BooleanType(true));
    assertThat(RecomputationReader.read(parameters))
        .isEqualTo(new RecomputationOrder(List.of(), List.of(), null, true, "New holiday", true));
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    parameters.addParameter("calendar", new StringType("a"));
    parameters.addParameter("apply", new BooleanType(true));
    parameters.addParameter("reason", new StringType("x".repeat(201)));
    parameters.addParameter("asOf", new DateTimeType("2026-07-01"));
    assertThat(refused())
        .containsExactlyInAnyOrder(
            "Parameters.parameter[2].value",
            "Parameters.parameter[3].value",
            "Parameters.parameter.where(name='apply')");
  }

  @Test
  void whatIsNotKnownIsMalformed() {
    parameters.addParameter("calender", new StringType("a"));
    parameters.addParameter("asOf", new StringType("now"));
    assertThat(refused()).hasSize(2);
  }
}
