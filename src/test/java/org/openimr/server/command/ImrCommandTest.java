package org.openimr.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.policy.PolicyCheck;

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
  void aDraftStandsInNobodysWay() throws IOException {
    Path draft = folder.resolve("draft.yaml");
    Files.writeString(
        draft,
        Files.readString(TEXT)
            .replace("version: \"2027-01-01\"", "version: \"2028-01-01\"\nstatus: draft"));
    assertThat(run("policy", "check", TEXT, draft)).isZero();
    assertThat(run("policy", "check", draft, TEXT)).isZero();
    assertThat(problems.toString()).isEmpty();
  }

  @Test
  void aFileThatIsNoTextIsSaidToBeNone() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "policy: x\ntitle: Se\u00f1ora\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run("policy", "check", latin)).isEqualTo(2);
    Path nul = folder.resolve("nul.yaml");
    Files.writeString(nul, "policy: x\ntit\0le: y\n");
    assertThat(run("policy", "check", nul)).isEqualTo(2);
    Path vast = folder.resolve("vast.yaml");
    Files.writeString(vast, "x: " + "y".repeat(PolicyCheck.LARGEST - 2));
    assertThat(run("policy", "check", vast)).isEqualTo(2);
    assertThat(run("policy", "check", folder)).isEqualTo(2);
    assertThat(run("policy", "check", folder.resolve("none.yaml"))).isEqualTo(2);
    assertThat(problems.toString().lines())
        .containsExactly(
            latin
                + ":2: is no text in UTF-8: byte F1 stands here; save the file as UTF-8 (byte 10 of"
                + " the line)",
            nul + ":2: is no text: a NUL character (byte 00) stands here (byte 4 of the line)",
            vast + ": is larger than 3145728 bytes, the most that is read",
            folder + ": is a folder, no file",
            folder.resolve("none.yaml") + ": there is no such file");
  }

  @Test
  void theLargestFileIsStillRead() throws IOException {
    Path large = folder.resolve("large.yaml");
    String text = Files.readString(TEXT);
    int left = PolicyCheck.LARGEST - text.getBytes(StandardCharsets.UTF_8).length;
    Files.writeString(large, text + "#".repeat(left));
    assertThat(Files.size(large)).isEqualTo(PolicyCheck.LARGEST);
    assertThat(run("policy", "check", large)).isZero();
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

  private Path changed(String... replacements) throws IOException {
    String text = Files.readString(TEXT).replace("\"2027-01-01\"", "\"2028-01-01\"");
    text = text.replace("from: 2027-01-01", "from: 2028-01-01");
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    return Files.writeString(folder.resolve("changed.yaml"), text);
  }

  @Test
  void nothingHasChangedInTheSamePolicy() {
    assertThat(run("policy", "diff", TEXT, TEXT)).isZero();
    assertThat(answers.toString()).endsWith("nothing changed" + System.lineSeparator());
  }

  @Test
  void rulesLimitsAndConditionsThatChangedAreTold() throws IOException {
    Path later =
        changed(
            "within: 2 bd",
            "within: 1 bd",
            "%decision in ('denied' | 'modified')",
            "%decision = 'denied'",
            "id: SVH-3",
            "id: SVH-4");
    assertThat(run("policy", "diff", TEXT, later)).isEqualTo(1);
    assertThat(answers.toString().lines().map(String::strip))
        .startsWith("sierra-vista-imr|2027-01-01 -> sierra-vista-imr|2028-01-01", "~ header")
        .containsSequence("~ limit records-to-imro.SVH-2", "within: 2 bd", "-> 1 bd")
        .contains("~ criterion SVH-1")
        .contains(
            "- limit records-to-imro.SVH-3: Where it is urgent, within twelve hours of the notice"
                + " to the plan. [12 h from plan-notified]")
        .endsWith("1 parts added, 1 removed, 3 changed");
  }

  @Test
  void changesAreToldToProgramsToo() throws IOException {
    assertThat(run("policy", "diff", "--json", TEXT, changed("within: 12 h", "within: 24 h")))
        .isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(answers.toString());
    assertThat(report.get("new").asText()).isEqualTo("sierra-vista-imr|2028-01-01");
    assertThat(report.get("changes").findValuesAsText("key"))
        .containsExactly("version", "in-force from", "within");
    JsonNode limit = report.get("changes").get(2);
    assertThat(limit.get("kind").asText()).isEqualTo("changed");
    assertThat(limit.get("part").asText()).isEqualTo("limit records-to-imro.SVH-3");
    assertThat(limit.get("before").asText()).isEqualTo("12 h");
    assertThat(limit.get("after").asText()).isEqualTo("24 h");
  }

  @Test
  void namingALawIsToldWithAllItsLimits() throws IOException {
    Path naming = changed("zone:", "law: us-ca-imr|2026-11-27\nzone:");
    assertThat(run("policy", "diff", TEXT, naming)).isEqualTo(1);
    assertThat(answers.toString())
        .contains("law: (nothing)", "-> [us-ca-imr|2026-11-27]")
        .contains("+ limit records-to-imro.L09: ", "[3 bd from plan-notified]")
        .contains("+ milestone payment: ");
  }

  @Test
  void whatTheProgramHoldsIsComparedByName() {
    assertThat(run("policy", "diff", "phc-um|2025-10-08", HELD)).isZero();
    assertThat(run("policy", "diff", "phc-um|1999", HELD)).isEqualTo(2);
    assertThat(problems.toString()).contains("phc-um|1999: the program holds no such version");
  }

  @Test
  void whatIsBrokenIsNotCompared() throws IOException {
    Path broken = changed("stops-with: records-sent", "stops-with: records-lost");
    assertThat(run("policy", "diff", TEXT, broken)).isEqualTo(2);
    assertThat(problems.toString()).contains("records-lost");
    assertThat(answers.toString()).isEmpty();
    Path law = Path.of("profiles/law/us/ca/us-ca-imr-2026-11-27.yaml");
    assertThat(run("policy", "diff", TEXT, law)).isEqualTo(2);
    assertThat(run("policy", "compile", law)).isEqualTo(2);
    assertThat(problems.toString()).contains("holds a law; a policy was expected");
  }

  @Test
  void aLawIsCheckedLikeAPolicy() throws IOException {
    Path law = Path.of("profiles/law/us/ca/us-ca-imr-2026-11-27.yaml");
    assertThat(run("policy", "check", law)).isZero();
    assertThat(answers.toString()).contains("nothing wrong with the law");
    Path mistaken = folder.resolve("law.yaml");
    Files.writeString(
        mistaken, Files.readString(law).replace("stops-with: claim-paid", "stops-with: claim-put"));
    assertThat(run("policy", "check", mistaken)).isEqualTo(1);
    assertThat(problems.toString()).containsPattern("law.yaml:\\d+ payment: .*claim-put");
  }

  @Test
  void aPolicyThatNamesALawIsCheckedCompiledAndDecompiled() throws IOException {
    Path naming = changed("zone:", "law: us-ca-imr|2026-11-27\nzone:");
    assertThat(run("policy", "check", naming)).isZero();
    assertThat(run("policy", "check", changed("zone:", "law: us-ca-imr|1\nzone:"))).isEqualTo(1);
    assertThat(problems.toString()).contains("there is no law 'us-ca-imr|1'; known: us-ca-imr|");
    Path again = changed("zone:", "law: us-ca-imr|2026-11-27\nzone:");
    answers.getBuffer().setLength(0);
    assertThat(run("policy", "compile", again)).isZero();
    Path plan = Files.writeString(folder.resolve("plan.json"), answers.toString());
    answers.getBuffer().setLength(0);
    assertThat(run("policy", "decompile", plan)).isZero();
    assertThat(answers.toString())
        .contains("law: us-ca-imr|2026-11-27")
        .doesNotContain("L09", "section 1374.30");
  }

  @Test
  void thePoliciesOfTheProgramAreListed() {
    assertThat(run("policy", "list")).isZero();
    assertThat(answers.toString().lines()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(answers.toString()).contains("phc-um", "2025-10-08", "us-ca-imr", "2026-11-27");
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
