package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.HeldPolicies;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.file.LawTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextWriter;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.golden.Readings;
import org.yaml.snakeyaml.Yaml;

/** laws are texts of their own, and naming one puts its limits behind those of a policy. */
class LawTest {

  private static final String NAME = HeldPolicies.law("us-ca-imr").name();
  private static final String CHW = "dmhc-imr-chw-undated";

  static List<Path> laws() {
    try (Stream<Path> files = Files.walk(Path.of("profiles/law"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> policies() {
    return PolicyFiles.texts();
  }

  private static List<String> checkLaw(String text) {
    return PolicyCheck.checkLaw("law.yaml", text, HeldPolicies.VOCABULARY, HeldPolicies.CALENDARS)
        .stream()
        .map(PolicyProblem::toString)
        .toList();
  }

  private static List<String> check(String file, String text) {
    return PolicyCheck.check(
            file, text, HeldPolicies.VOCABULARY, HeldPolicies.CALENDARS, HeldPolicies.LAWS)
        .stream()
        .map(PolicyProblem::toString)
        .toList();
  }

  private static String naming(Path policy, String laws) {
    return PolicyFiles.text(policy).replaceFirst("(?m)^zone:", "law: " + laws + "\nzone:");
  }

  private static String chw(String laws) {
    return naming(PolicyFiles.FOLDER.resolve("us/ca/" + CHW + ".yaml"), laws);
  }

  private static PlanDefinition compiled(String text) {
    return PolicyCompiler.compile(
        PolicyTextReader.read("policy.yaml", text).text(), HeldPolicies.LAWS);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void everyLawIsSoundAndNamedAsItsFile(Path file) {
    String text = PolicyFiles.text(file);
    LawText law = LawTextReader.read(file.toString(), text).text();

    assertThat(checkLaw(text)).isEmpty();
    assertThat(file.getFileName()).hasToString(law.law() + "-" + law.version() + ".yaml");
    assertThat(text).startsWith("# yaml-language-server: $schema=../../law.schema.json\n");
  }

  @ParameterizedTest
  @MethodSource("laws")
  void everyKeyOfALawIsInTheSchema(Path file) throws IOException {
    Set<String> known = new TreeSet<>();
    for (String schema : List.of("law/law.schema.json", "policy/policy.schema.json")) {
      PolicySchemaTest.addKeys(
          new ObjectMapper().readTree(Path.of("profiles", schema).toFile()), known);
    }
    Set<String> used = new TreeSet<>();
    PolicySchemaTest.collect(new Yaml().load(PolicyFiles.text(file)), used);

    assertThat(known).containsAll(used);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void everyReadingThatALawCitesIsRegistered(Path file) {
    LawText law = LawTextReader.read(file.toString(), PolicyFiles.text(file)).text();

    assertThat(Readings.tests().keySet())
        .containsAll(
            law.clocks().stream()
                .flatMap(milestone -> milestone.bounds().stream())
                .flatMap(bound -> bound.rule().readings().stream())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("laws")
  void everyDocumentOfALawIsCited(Path file) {
    LawText law = LawTextReader.read(file.toString(), PolicyFiles.text(file)).text();

    for (var document : law.documents()) {
      boolean cited =
          law.clocks().stream()
              .flatMap(milestone -> milestone.bounds().stream())
              .anyMatch(bound -> document.id().equals(bound.rule().address().document()));
      assertThat(cited).as(document.id()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void namedByAPolicyALawGoesThereAndBackUnaltered(Path file) {
    for (LawText law : HeldPolicies.LAWS.all()) {
      String text = naming(file, law.name());
      assertThat(check("policy.yaml", text)).isEmpty();
      PolicyText own = PolicyTextReader.read("policy.yaml", text).text();
      PlanDefinition plan = compiled(text);

      assertThat(check("policy.json", PolicyFiles.json(plan))).isEmpty();
      PolicyText back = PolicyDecompiler.decompile(plan, HeldPolicies.LAWS);
      assertThat(back).isEqualTo(own);
      String written = PolicyTextWriter.write(back);
      assertThat(PolicyFiles.json(compiled(written))).isEqualTo(PolicyFiles.json(plan));
    }
  }

  @Test
  void allLawsMayBeNamedTogether() {
    String names = String.join(", ", HeldPolicies.LAWS.names());
    String text = chw("[" + names + "]");

    assertThat(check("policy.yaml", text)).isEmpty();
    assertThat(PolicyDecompiler.decompile(compiled(text), HeldPolicies.LAWS))
        .isEqualTo(PolicyTextReader.read("policy.yaml", text).text());
  }

  @Test
  void theLimitsOfTheLawStandBehindThoseOfThePolicyAndNewMilestonesLast() {
    ReviewPolicy policy = HeldPolicies.policy("dmhc-imr-chw+us-ca-imr");

    assertThat(rules(policy, "filing-window")).containsExactly("H01", "H08", "B08", "L06");
    assertThat(rules(policy, "determination"))
        .containsExactly("H06", "H07", "H09", "H10", "H11", "L13", "L13", "L14", "L14");
    assertThat(policy.milestones())
        .extracting(Milestone::code)
        .endsWith("authorization", "authorization-letter", "payment");
  }

  private static List<String> rules(ReviewPolicy policy, String milestone) {
    return policy.milestones().get(policy.milestoneIndex(milestone)).bounds().stream()
        .map(bound -> bound.rule().value())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyLimitOfTheLawCitesTheLaw(Path file) {
    for (LawText law : HeldPolicies.LAWS.all()) {
      ReviewPolicy policy = HeldPolicies.read(compiled(naming(file, law.name())));
      long limits =
          policy.milestones().stream()
              .flatMap(milestone -> milestone.bounds().stream())
              .filter(bound -> bound.rule().value().startsWith("L"))
              .peek(
                  bound ->
                      assertThat(law.documents())
                          .as(bound.id() + " " + bound.citation())
                          .anyMatch(each -> bound.citation().text().startsWith(each.citation())))
              .count();
      assertThat(limits).isPositive();
    }
  }

  @Test
  void theNarrativeTellsTheLimitsOfTheLaw() {
    String words = compiled(chw(NAME)).getText().getDivAsString();

    assertThat(words)
        .contains("Beside it stands the law: " + NAME)
        .contains("HSC-1374.30 (n)")
        .contains("(law)")
        .contains("(law that was not read: shown, and never governs)");
    assertThat(
            compiled(PolicyFiles.text(PolicyFiles.FOLDER.resolve("us/ca/" + CHW + ".yaml")))
                .getText()
                .getDivAsString())
        .doesNotContain("Beside it stands the law");
  }

  @Test
  void aPolicyThatCountsWithNoCalendarUsesThatOfTheLaw() {
    Path ire = PolicyFiles.FOLDER.resolve("us/ca/phc-advantage-ire-2025-09-10.yaml");
    PlanDefinition plan = compiled(naming(ire, NAME));

    assertThat(PolicyFiles.json(plan)).contains("us-ca-state-offices");
    assertThat(PolicyDecompiler.decompile(plan, HeldPolicies.LAWS).header().calendar()).isNull();
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThat(check("p.yaml", chw("us-ca-imr")))
        .containsExactly("p.yaml:11: 'law': 'us-ca-imr' is not named as LAW|VERSION");
    assertThat(check("p.yaml", chw("us-ca-imr|1999")))
        .singleElement()
        .asString()
        .contains("there is no law 'us-ca-imr|1999'; known: us-ca-imr|");
    assertThat(check("p.yaml", chw("[" + NAME + ", " + NAME + "]")))
        .containsExactly("p.yaml:11: the law '" + NAME + "' is named twice");
  }

  @Test
  void aDocumentOfTheLawIsNotListedAgain() {
    String text =
        chw(NAME)
            .replace(
                "documents:\n",
                "documents:\n  - id: HSC-1374.30\n    title: My copy\n    edition: of mine\n");
    assertThat(check("p.yaml", text))
        .containsExactly("p.yaml:20: the document 'HSC-1374.30' comes with the law named");
  }

  @Test
  void anAlteredLimitOfTheLawIsRefused() {
    PlanDefinition plan = compiled(chw(NAME));
    PlanDefinitionActionComponent bound = action(plan.getAction(), "records-to-imro.L09");
    ((Range) bound.getRelatedActionFirstRep().getOffset()).getHigh().setValue(30);

    assertThat(check("p.json", PolicyFiles.json(plan)))
        .containsExactlyInAnyOrder(
            "p.json:1: a rule cites 'HSC-1374.30' of the law named, and is not what it says",
            "p.json:1: does not hold the limits of [" + NAME + "] as they stand",
            "p.json:1 records-to-imro.L09: is not what the law named says");
  }

  @Test
  void anAlteredDocumentOfTheLawIsRefused() {
    String json = PolicyFiles.json(compiled(chw(NAME)));
    String altered = json.replace("section 1374.30, as read", "section 1374.30, as imagined");

    assertThat(check("p.json", altered))
        .contains("p.json:1: the document 'HSC-1374.30' is not as the law named has it");
  }

  @Test
  void aLimitOfTheLawThatIsLeftOutIsRefused() {
    PlanDefinition plan = compiled(chw(NAME));
    action(plan.getAction(), "determination")
        .getAction()
        .removeIf(each -> each.getId().endsWith("L13.standard"));

    assertThat(check("p.json", PolicyFiles.json(plan)))
        .contains("p.json:1 determination: lacks L13.standard as the law named has it");
  }

  @Test
  void aMilestoneOfTheLawThatIsLeftOutIsRefused() {
    PlanDefinition plan = compiled(chw(NAME));
    action(plan.getAction(), "milestones")
        .getAction()
        .removeIf(each -> each.getId().equals("payment"));

    assertThat(check("p.json", PolicyFiles.json(plan)))
        .contains("p.json:1 payment: lacks L19 as the law named has it");
  }

  @Test
  void aPlanDefinitionThatNamesNoHeldLawIsRefusedWithEveryOtherReason() {
    PlanDefinition plan = compiled(chw(NAME));
    String json = PolicyFiles.json(plan).replace(NAME, "us-ca-imr|1999").replace("H&S", "H&S");

    assertThat(check("p.json", json))
        .singleElement()
        .asString()
        .contains("there is no law 'us-ca-imr|1999'");
  }

  private static PlanDefinitionActionComponent action(
      List<PlanDefinitionActionComponent> actions, String id) {
    return actions.stream()
        .flatMap(LawTest::withInner)
        .filter(each -> id.equals(each.getId()))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<PlanDefinitionActionComponent> withInner(
      PlanDefinitionActionComponent action) {
    return Stream.concat(
        Stream.of(action), action.getAction().stream().flatMap(LawTest::withInner));
  }

  @Test
  void everyMistakeInALawIsNamedAtOnceWithItsLine() {
    String text =
        PolicyFiles.text(laws().get(0))
            .replace(
                "        source: law\n        when: \"%urgency = 'standard'\"\n        starts-with: grievance-filed",
                "        when: \"%urgency = 'standard'\"\n        starts-with: grievance-filed")
            .replace(
                "within: 5 bd\n\n  - milestone: filing-window",
                "within: 5 bd\n        calendar: us-ca-gov-6700\n\n  - milestone: filing-window")
            .replace("jurisdiction: US-CA\n", "");

    assertThat(checkLaw(text))
        .hasSize(3)
        .contains("law.yaml:2: 'jurisdiction' is missing")
        .anyMatch(
            each -> each.matches("law.yaml:\\d+ grievance-exhausted.L01: 'source' is missing.*"))
        .anyMatch(each -> each.matches("law.yaml:\\d+ imr-notice.L05: 'calendar' has no place.*"));
    assertThat(
            checkLaw(
                PolicyFiles.text(laws().get(0)).replace("%urgency = 'standard'", "%urgent = 'x'")))
        .isNotEmpty()
        .allMatch(each -> each.contains("there is no such fact"))
        .noneMatch(each -> each.startsWith("law.yaml:1:"));
    assertThat(checkLaw("law: [")).hasSize(1);
  }

  @Test
  void aLawAndAPolicyAreToldApart() {
    assertThat(LawTextReader.isLaw(PolicyFiles.text(laws().get(0)))).isTrue();
    assertThat(LawTextReader.isLaw(chw(NAME))).isFalse();
    assertThat(Laws.NONE.names()).isEmpty();
  }
}
