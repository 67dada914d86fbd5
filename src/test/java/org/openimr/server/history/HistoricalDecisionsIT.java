package org.openimr.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.core.history.DecisionForm;
import org.openimr.core.history.RowFault;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Decisions of former years are taken in on both databases. */
@OnEachDatabase
class HistoricalDecisionsIT {

  private static final int ROWS = Integer.getInteger("decisions.rows", 2_000);
  private static final int WRONG = 50;

  private final RunningServer server;
  @TempDir private Path folder;

  HistoricalDecisionsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aFileIsTakenInOnceAndItsWrongRowsAreNamed() throws IOException {
    Path file = folder.resolve("decisions.csv");
    Map<Long, String> expected = SyntheticDecisions.file(file, ROWS, WRONG);
    DecisionImport imports = server.bean(DecisionImport.class);
    Map<Long, String> wrong = new TreeMap<>();
    DecisionImport.Result first = imports.run(file, listener(wrong));
    assertThat(wrong).isEqualTo(expected).hasSize(WRONG);
    assertThat(first.stored() + first.same()).isEqualTo(ROWS - WRONG);
    DecisionImport.Result again = imports.run(file, listener(new TreeMap<>()));
    assertThat(again.same()).isEqualTo(ROWS - WRONG);
    assertThat(again.stored() + again.changed()).isZero();
  }

  @Test
  void whatIsLikeACaseIsFound() throws IOException {
    Path file = folder.resolve("small.csv");
    Files.writeString(
        file,
        String.join(";", DecisionForm.CURRENT.columns())
            + row("MN10-1", "Cancer;;Cancer Care", "Overturned", "Medical Necessity")
            + row("MN10-2", "Cancer;;Cancer Care", "Upheld", "Medical Necessity")
            + row(
                "EI10-3", "Cancer;;Cancer Treatment", "Overturned", "Experimental/Investigational")
            + row("EI11-4", "Cancer;;Cancer Care", "Overturned", "Experimental/Investigational")
            + row("MN11-5", "Cancer;;Mental Health", "Upheld", "Medical Necessity")
            + row("MN11-6", "Mental Disorder;;Cancer Care", "Upheld", "Medical Necessity"));
    server.bean(DecisionImport.class).run(file, listener(new TreeMap<>()));
    String id =
        server
            .submitted("demo-plan-chw", Submissions.example("proton-therapy").toString())
            .getIdElement()
            .getIdPart();
    String address = "Task/" + id + "/$similar-decisions?period=2010/2011";
    Parameters answer =
        server.fhir("GET", address).as("demo-plan-chw").send().isOk(200).resource(Parameters.class);
    // with the type, without it, the treatment alone, the diagnosis alone
    assertThat(answer.getParameter())
        .filteredOn(each -> !each.getName().equals("decision"))
        .extracting(each -> part(each, "count") + " " + part(each, "overturnRate"))
        .containsExactly("2 100.0", "4 75.0", "5 60.0", "5 60.0");
    assertThat(answer.getParameter())
        .filteredOn(each -> each.getName().equals("decision"))
        .extracting(each -> part(each, "reference"))
        .containsExactly("EI11-4", "EI10-3");
    assertThat(server.fhir("GET", address).as("demo-plan-vchcp").send().status()).isEqualTo(404);
    assertThat(server.fhir("GET", address).as("demo-committee").send().status()).isEqualTo(403);
    assertThat(
            server
                .fhir("GET", "Task/" + id + "/$similar-decisions?type=dental&period=x")
                .as("demo-plan-chw")
                .send()
                .status())
        .isEqualTo(400);
    for (String nothing : List.of("", "?period=2010", "?_count=50")) {
      Answer refused =
          server.fhir("GET", "$similar-decisions" + nothing).as("demo-member").send().isOk(400);
      assertThat(refused.text()).contains("Nothing says what the decisions are to be like");
    }
    String named = "$similar-decisions?condition=C71.9&service=77523&period=2010";
    for (String anyone : List.of("demo-member", "demo-committee", "demo-department")) {
      assertThat(server.fhir("GET", named).as(anyone).send().isOk(200).text())
          .contains("66.7", "MN10-1");
    }
    assertThat(server.fhir("GET", named).send().status()).isEqualTo(401);
  }

  private static String part(ParametersParameterComponent group, String name) {
    return group.getPart().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse("-");
  }

  private static String row(String reference, String what, String fell, String type) {
    return "\n"
        + reference
        + ";20"
        + reference.substring(2, 4)
        + ";"
        + what
        + ";;"
        + fell
        + " Decision of Health Plan;"
        + type
        + ";65+;Female;Standard;1;1;\"Because; of\nthis\"";
  }

  private static DecisionImport.Listener listener(Map<Long, String> wrong) {
    return new DecisionImport.Listener() {
      @Override
      public void resumed(long line) {
        assertThat(line).isPositive();
      }

      @Override
      public void wrong(long line, RowFault fault) {
        wrong.put(line, fault.column());
      }

      @Override
      public void read(long rows) {
        assertThat(rows).isLessThanOrEqualTo(ROWS);
      }
    };
  }
}
