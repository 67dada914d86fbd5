package org.openimr.server.command.question;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.server.command.ImrCommand;

class QuestionCommandTest {

  private static final Path EXAMPLES = Path.of("examples");
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  @TempDir private Path folder;
  private final StringWriter answers = new StringWriter();
  private final StringWriter problems = new StringWriter();

  private int run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return ImrCommand.run(new PrintWriter(answers, true), new PrintWriter(problems, true), words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deadlines-after-the-weekend",
        "deadlines-clock-change",
        "deadlines-holiday-weekend",
        "deadlines-thanksgiving",
        "eligibility-coverage-decision",
        "eligibility-open-questions"
      })
  void itAnswersAsTheServerDoes(String example) throws IOException {
    String command = example.substring(0, example.indexOf('-'));
    assertThat(run(command, "--json", EXAMPLES.resolve(example + ".json"))).isZero();
    Parameters expected =
        FHIR.newJsonParser()
            .parseResource(
                Parameters.class, Files.readString(EXAMPLES.resolve(example + ".expected.json")));
    Parameters answer = FHIR.newJsonParser().parseResource(Parameters.class, answers.toString());
    answer.getParameter().forEach(QuestionCommandTest::withoutTexts);
    assertThat(FHIR.newJsonParser().encodeResourceToString(answer))
        .isEqualTo(FHIR.newJsonParser().encodeResourceToString(expected));
  }

  /** The examples hold no texts, as they are long. */
  private static void withoutTexts(Parameters.ParametersParameterComponent whole) {
    whole.getPart().removeIf(part -> Set.of("citation", "explanation").contains(part.getName()));
    whole.getPart().forEach(QuestionCommandTest::withoutTexts);
  }

  @Test
  void peopleReadWhatIsDueWhen() {
    assertThat(run("deadlines", EXAMPLES.resolve("deadlines-thanksgiving.json"))).isZero();
    // five business days from Wed 25 November 2026 16:59; Thu and Fri are closed
    assertThat(answers.toString()).contains("2026-12-04T23:59:59-08:00");
  }

  @Test
  void xmlIsReadAsWell() throws IOException {
    Path xml = folder.resolve("question.xml");
    Files.writeString(
        xml,
        FHIR.newXmlParser()
            .encodeResourceToString(
                FHIR.newJsonParser()
                    .parseResource(
                        Files.readString(EXAMPLES.resolve("deadlines-thanksgiving.json")))));
    assertThat(run("deadlines", xml)).isZero();
    assertThat(answers.toString()).contains("2026-12-04T23:59:59-08:00");
  }

  @Test
  void everythingWrongWithAQuestionIsNamed() throws IOException {
    Path wrong = folder.resolve("wrong.json");
    Files.writeString(
        wrong,
        Files.readString(EXAMPLES.resolve("deadlines-thanksgiving.json"))
            .replace("\"out-of-network\"", "\"nowhere\"")
            .replace("\"request-received\"", "\"request-lost\""));
    assertThat(run("deadlines", wrong)).isEqualTo(1);
    assertThat(problems.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("Parameters.parameter[2]"))
        .anyMatch(line -> line.contains("Parameters.parameter[5]"));
    assertThat(answers.toString()).isEmpty();
  }

  @Test
  void anElementThatFhirDoesNotKnowIsNotPassedOver() throws IOException {
    Path wrong = folder.resolve("unknown.json");
    Files.writeString(
        wrong,
        Files.readString(EXAMPLES.resolve("deadlines-thanksgiving.json"))
            .replace("\"valueCode\": \"standard\"", "\"valueCode\": \"standard\", \"sure\": true"));
    assertThat(run("deadlines", wrong)).isEqualTo(1);
    assertThat(problems.toString()).contains("sure");
  }

  @Test
  void anUnknownPolicyIsAnsweredWithThoseThatAreHeld() throws IOException {
    Path unknown = folder.resolve("unknown.json");
    Files.writeString(
        unknown,
        Files.readString(EXAMPLES.resolve("deadlines-thanksgiving.json"))
            .replace("phc-second-opinion", "phc-third-opinion"));
    assertThat(run("deadlines", unknown)).isEqualTo(1);
    assertThat(problems.toString()).contains("phc-second-opinion", "dmhc-imr-vchcp");
  }

  @Test
  void aPolicyFromAFileJudges() throws IOException {
    Path question = folder.resolve("question.json");
    Files.writeString(
        question,
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"policy\","
            + "\"valueCode\":\"sierra-vista-imr\"}]}");
    assertThat(run("eligibility", question)).isEqualTo(1);
    Path policy = EXAMPLES.resolve("policy-made-up-plan/sierra-vista-imr-2027-01-01.yaml");
    assertThat(run("eligibility", "--policy-file", policy, question)).isZero();
    assertThat(answers.toString()).startsWith("undetermined");
  }

  @Test
  void whatIsNoQuestionIsSaidToBeNone() throws IOException {
    assertThat(run("deadlines", folder.resolve("nowhere.json"))).isEqualTo(2);
    assertThat(problems.toString()).contains("there is no such file");
    Path text = folder.resolve("text.json");
    Files.writeString(text, "{\"resourceType\":");
    assertThat(run("deadlines", text)).isEqualTo(2);
    assertThat(problems.toString()).contains("no FHIR resource that can be read");
  }

  @Test
  void shellsComplete() {
    assertThat(run("completion")).isZero();
    assertThat(answers.toString())
        .contains("deadlines", "eligibility", "--policy-file", "complete");
  }
}
