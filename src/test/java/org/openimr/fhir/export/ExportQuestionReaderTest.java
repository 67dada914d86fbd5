package org.openimr.fhir.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

class ExportQuestionReaderTest {

  private static final Set<String> OFFERED = Set.of("Task", "Patient", "Claim");

  private static ExportQuestion read(Map<String, String[]> address) {
    return ExportQuestionReader.read(address, OFFERED, false);
  }

  private static String[] values(String... values) {
    return values;
  }

  @Test
  void repeatedAndWithCommasIsTheSame() {
    Set<String> both = Set.of("Task", "Patient");
    assertThat(read(Map.of("_type", values("Task,Patient"))).types()).isEqualTo(both);
    assertThat(read(Map.of("_type", values("Patient", "Task"))).types()).isEqualTo(both);
    assertThat(read(Map.of("_type", values("Task, Patient", "Task"))).types()).isEqualTo(both);
  }

  @Test
  void withoutTypesAllAreMeantInTheOrderOfTheirNames() {
    assertThat(read(null).among(OFFERED)).containsExactly("Claim", "Patient", "Task");
    assertThat(read(Map.of("_type", values("Task"))).among(OFFERED)).containsExactly("Task");
  }

  @Test
  void allNamesOfTheFormAreKnown() {
    for (String form :
        List.of(
            "application/fhir+ndjson", "application/fhir ndjson", "application/ndjson", "ndjson")) {
      assertThat(read(Map.of("_outputFormat", values(form))).types()).isEmpty();
    }
  }

  @Test
  void timesHaveAnOffset() {
    ExportQuestion asked =
        read(
            Map.of(
                "_since", values("2026-07-01T10:00:00 00:00"),
                "_until", values("2026-07-01T10:00:00-07:00")));
    assertThat(asked.since()).isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
    assertThat(asked.until()).isEqualTo(Instant.parse("2026-07-01T17:00:00Z"));
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "_type", values("Task,Banana"),
                        "_since", values("2026-07-01"),
                        "_until", values("2026-07-01T10:00:00Z", "2026-07-02T10:00:00Z"),
                        "_outputFormat", values("csv"),
                        "_typeFilter", values("Task?status=requested"),
                        "<script>", values("x"))))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused -> {
              assertThat(refused.malformed()).isTrue();
              assertThat(refused.problems())
                  .extracting(Problem::expression)
                  .containsExactlyInAnyOrder(
                      "http._type",
                      "http._since",
                      "http._until",
                      "http._outputFormat",
                      "http._typeFilter",
                      null);
              assertThat(refused.getMessage()).doesNotContain("script", "Banana", "requested");
            });
  }

  @Test
  void timesLieInYearsThatDatabasesKeep() {
    for (String year : List.of("+999999999", "-999999999", "1899", "3000")) {
      assertThatThrownBy(() -> read(Map.of("_since", values(year + "-06-01T00:00:00Z"))))
          .as(year)
          .isInstanceOf(UnreadableResourceException.class);
    }
    assertThat(read(Map.of("_since", values("2999-12-31T23:59:59Z"))).since()).isNotNull();
  }

  @Test
  void anEndBeforeTheBeginningIsRefused() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "_since", values("2026-07-02T10:00:00Z"),
                        "_until", values("2026-07-01T10:00:00Z"))))
        .hasMessageContaining("before");
  }

  @Test
  void whoAllowsItIsToldWhatWasLeftAside() {
    ExportQuestion asked =
        ExportQuestionReader.read(
            Map.of("_elements", values("id"), "_type", values("Task,Banana")), OFFERED, true);
    assertThat(asked.types()).containsExactly("Task");
    assertThat(asked.ignored()).containsExactly("_elements", "_type");
  }

  @Test
  void aBodyIsReadLikeAnAddress() {
    Parameters body = new Parameters();
    body.addParameter("_type", new StringType("Task"));
    body.addParameter("_type", new StringType("Claim"));
    body.addParameter("_since", new InstantType("2026-07-01T10:00:00Z"));
    ExportQuestion asked = ExportQuestionReader.read(body, OFFERED, false);
    assertThat(asked.types()).containsExactly("Claim", "Task");
    assertThat(asked.since()).isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));

    body.addParameter("patient", new StringType("Patient/1"));
    assertThatThrownBy(() -> ExportQuestionReader.read(body, OFFERED, false))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::expression)
                    .containsExactly("Parameters.parameter[3]"));
  }
}
