package org.openimr.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Scopes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.AccessRule.Verdict;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.Interaction;
import org.openimr.server.security.table.TableRule;

/** An interaction needs a role and a scope; neither stands in for the other. */
class ScopedRuleTest {

  private final OperationScopes operations = OperationScopes.read();
  private final AccessRule rule =
      new ScopedRule(new TableRule(AccessTableReader.read()), operations);

  @ParameterizedTest(name = "{0} {1}{2} needs {3}, which {4} is not")
  @CsvSource({
    "READ, Patient, '', system/Patient.r, system/Patient.cuds",
    "VREAD, Patient, '', system/Patient.r, system/Patient.cuds",
    "HISTORY_INSTANCE, Patient, '', system/Patient.r, system/Patient.cuds",
    "SEARCH_TYPE, Patient, '', system/Patient.s, system/Patient.crud",
    "CREATE, Patient, '', system/Patient.c, system/Patient.ruds",
    "UPDATE, Patient, '', system/Patient.u, system/Patient.crds",
    "PATCH, Patient, '', system/Patient.u, system/Patient.crds",
    "VALIDATE, Patient, '', system/Patient.c, system/Patient.ruds",
    "READ, Patient, '', system/*.r, system/Task.cruds",
    "EXTENDED_OPERATION_SERVER, '', $submit-case, system/Task.c, system/Task.ruds",
    "EXTENDED_OPERATION_INSTANCE, Task, $packet, system/Task.u, system/Task.crds",
    "EXTENDED_OPERATION_INSTANCE, Task, $check-eligibility, system/Task.r, system/Task.cuds",
    "EXTENDED_OPERATION_TYPE, ValueSet, $expand, system/ValueSet.r, system/CodeSystem.cruds",
  })
  void aPartyNeedsTheScope(
      RestOperationTypeEnum kind, String type, String operation, String enough, String less) {
    Interaction asked = new Interaction(kind, type, operation, false, false, Set.of(), Set.of());
    assertThat(rule.mayBegin(plan(enough), asked)).isEqualTo(Verdict.ALLOWED);
    assertThat(rule.mayBegin(plan(less), asked)).isEqualTo(Verdict.BEYOND_SCOPE);
  }

  @Test
  void noScopeMakesUpForARole() {
    Interaction delete = interaction(RestOperationTypeEnum.DELETE, "Patient");
    assertThat(rule.mayBegin(plan("system/*.cruds"), delete)).isEqualTo(Verdict.FORBIDDEN);
    assertThat(rule.mayBegin(Caller.ANONYMOUS, delete)).isEqualTo(Verdict.SIGN_IN);
  }

  @Test
  void theAdministratorTooIsHeldToItsScopes() {
    Interaction delete = interaction(RestOperationTypeEnum.DELETE, "Patient");
    Interaction expunge =
        new Interaction(
            RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
            "",
            "$expunge",
            false,
            false,
            Set.of(),
            Set.of());
    assertThat(rule.mayBegin(admin("system/Patient.d"), delete)).isEqualTo(Verdict.ALLOWED);
    assertThat(rule.mayBegin(admin("system/Patient.crus"), delete)).isEqualTo(Verdict.BEYOND_SCOPE);
    // what no table names is refused to everybody
    assertThat(rule.mayBegin(admin("system/*.cruds"), expunge)).isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  void whatNeedsNoTokenNeedsNoScope() {
    Interaction definition = interaction(RestOperationTypeEnum.READ, "CodeSystem");
    assertThat(rule.mayBegin(plan("system/Patient.r"), definition)).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void aPacketIsReadWithLessThanItIsIssuedWith() {
    Interaction read =
        new Interaction(
            RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE,
            "Task",
            "$packet",
            false,
            true,
            Set.of(),
            Set.of());
    assertThat(rule.mayBegin(plan("system/Task.r"), read)).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void whatASearchLooksIntoNeedsAScopeToo() {
    Interaction chained =
        new Interaction(
            RestOperationTypeEnum.SEARCH_TYPE,
            "Task",
            "",
            false,
            true,
            Set.of("Patient"),
            Set.of());
    assertThat(rule.mayBegin(plan("system/Task.s"), chained)).isEqualTo(Verdict.BEYOND_SCOPE);
    assertThat(rule.mayBegin(plan("system/Task.s system/Patient.s"), chained))
        .isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void aConditionIsASearch() {
    Interaction conditional =
        new Interaction(
            RestOperationTypeEnum.UPDATE, "Patient", "", true, false, Set.of(), Set.of());
    assertThat(rule.mayBegin(admin("system/Patient.u"), conditional))
        .isEqualTo(Verdict.BEYOND_SCOPE);
    assertThat(rule.mayBegin(admin("system/Patient.us"), conditional)).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void whatIsShownIsWithinTheScopes() {
    Caller caller = plan("system/Task.s system/Claim.r system/Coverage.cud");
    assertThat(rule.mayBeShown(caller, "Task")).isTrue();
    assertThat(rule.mayBeShown(caller, "Claim")).isTrue();
    assertThat(rule.mayBeShown(caller, "Coverage")).isFalse();
    assertThat(rule.mayBeShown(caller, "Patient")).isFalse();
    assertThat(rule.mayBeShown(caller, "ValueSet")).isTrue();
  }

  @Test
  void everyOperationOfThePackageIsInTheTable() throws IOException {
    Set<String> defined = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("profiles/operation"))) {
      files
          .map(file -> file.getFileName().toString())
          .map(name -> name.replaceAll("OperationDefinition-(.*)\\.json", "\\$$1"))
          .forEach(defined::add);
    }
    assertThat(operations.operations()).containsAll(defined);
  }

  @Test
  void theTableInTheDocumentsIsTheOneThatHolds() throws IOException {
    String page = Files.readString(Path.of("docs/security.md"));
    Files.readAllLines(Path.of("src/main/resources/operation-scopes.yaml")).stream()
        .filter(line -> line.startsWith("- "))
        .map(line -> line.replace("\"", ""))
        .map(
            line ->
                line.replaceAll(
                    "- \\{operation: (.*), get: (.*), post: (.*)}", "| `$1` | `$2` | `$3` |"))
        .forEach(row -> assertThat(page).contains(row));
  }

  private static Interaction interaction(RestOperationTypeEnum kind, String type) {
    return new Interaction(kind, type, "", false, false, Set.of(), Set.of());
  }

  private static Caller plan(String scopes) {
    return new Caller("test", "plan", "vchcp", Scopes.parse(scopes));
  }

  private static Caller admin(String scopes) {
    return new Caller("test", "admin", "openimr", Scopes.parse(scopes));
  }
}
