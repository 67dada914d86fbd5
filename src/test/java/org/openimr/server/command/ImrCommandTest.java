package org.openimr.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImrCommandTest {

  private static final Path TEXT =
      Path.of("examples/policy-made-up-plan/sierra-vista-imr-2027-01-01.yaml");
  private static final Path HELD =
      Path.of("profiles/policy/us/ca/PlanDefinition-phc-um-2025-10-08.json");

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

  @Test
  void aSoundPolicyIsSound() {
    assertThat(run("policy", "check", TEXT, HELD)).isZero();
    assertThat(answers.toString())
        .contains(TEXT + ": nothing wrong with ", "/sierra-vista-imr|2027-01-01", "/phc-um|");
    assertThat(problems.toString()).isEmpty();
  }

  @Test
  void everyMistakeIsNamedWithFileLineAndRule() throws IOException {
    Path mistaken = folder.resolve("mistaken.yaml");
    Files.writeString(
        mistaken,
        Files.readString(TEXT)
            .replace("stops-with: records-sent", "stops-with: records-lost")
            .replace("%urgency = 'expedited'", "%urgency = 'hasty'"));
    assertThat(run("policy", "check", mistaken)).isEqualTo(1);
    assertThat(problems.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.matches(".*mistaken.yaml:\\d+ records-to-imro: .*records-lost.*"))
        .anyMatch(line -> line.matches(".*mistaken.yaml:\\d+ records-to-imro.SVH-3: .*hasty.*"));
  }

  @Test
  void twoVersionsForOneDayAreRefused() throws IOException {
    Path later = folder.resolve("later.yaml");
    Files.writeString(
        later,
        Files.readString(TEXT).replace("version: \"2027-01-01\"", "version: \"2028-01-01\""));
    assertThat(run("policy", "check", TEXT, later)).isEqualTo(1);
    assertThat(problems.toString())
        .contains("later.yaml:1: version 2027-01-01 of the policy holds on the same day");
  }

  @Test
  void compilingAndDecompilingLeadBack() throws IOException {
    assertThat(run("policy", "compile", TEXT)).isZero();
    Path plan = folder.resolve("plan.json");
    Files.writeString(plan, answers.toString());
    answers.getBuffer().setLength(0);
    assertThat(run("policy", "decompile", plan)).isZero();
    Path text = folder.resolve("text.yaml");
    Files.writeString(text, answers.toString());
    answers.getBuffer().setLength(0);
    assertThat(run("policy", "compile", text)).isZero();
    assertThat(answers.toString()).isEqualTo(Files.readString(plan));
  }

  @Test
  void thePoliciesOfTheProgramAreListed() {
    assertThat(run("policy", "list")).isZero();
    assertThat(answers.toString().lines()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(answers.toString()).contains("phc-um", "2025-10-08");
  }

  @Test
  void whatCannotBeRunIsNoMistakeOfAPolicy() {
    assertThat(run("policy", "check", folder.resolve("absent.yaml"))).isEqualTo(2);
    assertThat(problems.toString()).contains("absent.yaml: there is no such file");
    assertThat(run("policy", "check")).isEqualTo(2);
    assertThat(run("policy")).isEqualTo(2);
    assertThat(run("policy", "polish")).isEqualTo(2);
    assertThat(ImrCommand.named("--server.port=0")).isFalse();
  }
}
