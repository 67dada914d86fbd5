package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.HeldPolicies;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.file.PolicySource;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextWriter;

/**
 * Guards that every policy text and the PlanDefinition beside it say the same.
 *
 * <p>{@code mvn test -Dtest=PolicyFilesTest -Dpolicies.write=true} compiles the texts anew.
 */
class PolicyFilesTest {

  static List<Path> texts() {
    return PolicyFiles.texts();
  }

  @BeforeAll
  static void compileAnewIfAsked() throws IOException {
    if (Boolean.getBoolean("policies.write")) {
      for (Path file : texts()) {
        PolicyText text = PolicyFiles.read(file).text();
        Files.writeString(
            PolicyFiles.compiled(file),
            PolicyFiles.json(PolicyCompiler.compile(text, HeldPolicies.LAWS)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theFileIsNamedAfterThePolicy(Path file) {
    PolicySource source = PolicyFiles.read(file);

    assertThat(file.getFileName().toString())
        .isEqualTo(
            source.text().header().policy() + "-" + source.text().header().version() + ".yaml");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void thePlanDefinitionIsWhatTheTextCompilesTo(Path file) {
    String compiled =
        PolicyFiles.json(PolicyCompiler.compile(PolicyFiles.read(file).text(), HeldPolicies.LAWS));

    assertThat(PolicyFiles.text(PolicyFiles.compiled(file))).isEqualTo(compiled);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theWrittenTextReadsBackAsTheSamePolicy(Path file) {
    PolicySource source = PolicyFiles.read(file);

    String written = PolicyTextWriter.write(source.text());

    assertThat(PolicyTextReader.read("written.yaml", written).text()).isEqualTo(source.text());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void thePlanDefinitionReadsBackAsTheText(Path file) {
    PlanDefinition plan = PolicyFiles.plan(PolicyFiles.text(PolicyFiles.compiled(file)));

    assertThat(PolicyDecompiler.decompile(plan, HeldPolicies.LAWS))
        .isEqualTo(PolicyFiles.read(file).text());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void thePlanDefinitionIsAPolicyOfTheVocabulary(Path file) {
    PlanDefinition plan = PolicyFiles.plan(PolicyFiles.text(PolicyFiles.compiled(file)));

    ReviewPolicy policy = HeldPolicies.read(plan);

    assertThat(policy.header().canonical()).isEqualTo(plan.getUrl() + "|" + plan.getVersion());
    assertThat(policy.milestones()).hasSameSizeAs(PolicyFiles.read(file).text().clocks());
  }

  @Test
  void everyPlanDefinitionHasItsText() throws IOException {
    try (var files = Files.walk(PolicyFiles.FOLDER)) {
      List<Path> plans =
          files
              .filter(file -> file.getFileName().toString().startsWith("PlanDefinition-"))
              .toList();

      assertThat(plans)
          .containsExactlyInAnyOrderElementsOf(
              texts().stream().map(PolicyFiles::compiled).toList());
    }
  }
}
