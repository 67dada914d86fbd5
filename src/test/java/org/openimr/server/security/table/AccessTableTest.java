package org.openimr.server.security.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.operation.access.Caller;
import org.openimr.server.OfferedOperations;
import org.openimr.server.artifact.PackagedParties;
import org.openimr.server.security.table.AccessRule.Verdict;
import org.openimr.server.settings.UnusableSettingException;
import org.openimr.server.store.hapi.ServedTypes;

/** The table is whole, denies what it does not name, and what is wrong with it is said. */
class AccessTableTest {

  private static final AccessTable TABLE = AccessTableReader.read();
  private static final TableRule RULE = new TableRule(TABLE);

  @Test
  void everyRoleAndEveryServedTypeIsKnownToIt() {
    Set<String> roles = new TreeSet<>(PackagedParties.codes());
    roles.add(AccessTable.NOBODY);
    assertThat(TABLE.roles()).isEqualTo(roles);
    assertThat(TABLE.cells().get("admin").keySet()).isEqualTo(ServedTypes.ALL);
  }

  @Test
  void everyOperationOfThePackageIsInIt() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("profiles/operation"))) {
      assertThat(TABLE.operations().keySet())
          .extracting(OperationCell::operation)
          .containsAll(
              files
                  .map(file -> file.getFileName().toString())
                  .map(name -> name.replaceAll("OperationDefinition-(.*)\\.json", "\\$$1"))
                  .toList());
    }
  }

  @Test
  void everyOperationInItIsOfferedThere() throws IOException {
    OfferedOperations ofFhir = OfferedOperations.of();
    for (OperationCell cell : TABLE.operations().keySet()) {
      Path file = Path.of("profiles/operation/OperationDefinition-%s.json".formatted(name(cell)));
      if (!Files.exists(file)) {
        assertThat(ofFhir.offers(cell.type(), cell.operation())).as("%s", cell).isTrue();
        continue;
      }
      OperationDefinition definition =
          FhirContext.forR4Cached()
              .newJsonParser()
              .parseResource(OperationDefinition.class, Files.readString(file));
      assertThat(
              switch (cell.place()) {
                case SYSTEM -> definition.getSystem();
                case TYPE -> definition.getType();
                case INSTANCE -> definition.getInstance();
              })
          .as("%s", cell)
          .isTrue();
      if (cell.type().isEmpty() && (definition.getType() || definition.getInstance())) {
        // also asked of a type, whose row says so
        continue;
      }
      assertThat(definition.getResource())
          .extracting(each -> each.getValue())
          .as("%s", cell)
          .containsExactlyInAnyOrderElementsOf(types(cell.operation()));
    }
  }

  private static List<String> types(String operation) {
    return TABLE.operations().keySet().stream()
        .filter(cell -> cell.operation().equals(operation) && !cell.type().isEmpty())
        .map(OperationCell::type)
        .distinct()
        .toList();
  }

  private static String name(OperationCell cell) {
    return cell.operation().substring(1);
  }

  @ParameterizedTest(name = "{0} {1} {2}{3}")
  @CsvSource({
    "nurse, READ, Patient, ''",
    "'', READ, Patient, ''",
    "plan, READ, Account, ''",
    "plan, READ, Patient/x, ''",
    "plan, DELETE, Patient, ''",
    "plan, ADD_TAGS, Patient, ''",
    "plan, META, Patient, ''",
    "plan, META_ADD, Patient, ''",
    "plan, TRANSACTION, '', ''",
    "plan, SEARCH_SYSTEM, '', ''",
    "plan, HISTORY_SYSTEM, '', ''",
    "admin, HISTORY_SYSTEM, '', ''",
    "admin, EXTENDED_OPERATION_SERVER, '', $expunge",
    "admin, EXTENDED_OPERATION_INSTANCE, Patient, $everything",
    "admin, EXTENDED_OPERATION_INSTANCE, Patient, $meta-add",
    "admin, EXTENDED_OPERATION_INSTANCE, Patient, $packet",
    "plan, EXTENDED_OPERATION_TYPE, Task, $packet",
    "plan, GRAPHQL_REQUEST, '', ''",
    "plan, READ, '', $packet",
  })
  void whatItDoesNotNameIsRefused(
      String role, RestOperationTypeEnum kind, String type, String operation) {
    Caller caller = role.isEmpty() ? Caller.ANONYMOUS : new Caller("test", role, "vchcp");
    Interaction asked = new Interaction(kind, type, operation, false, false, Set.of(), Set.of());
    assertThat(RULE.mayBegin(caller, asked)).isNotEqualTo(Verdict.ALLOWED);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "  letter: [Communication,;  letter: [Comunication,; 'Comunication' is no served type",
        "- {who: signed-in, may;- {who: signed-on, may; 'signed-on' is no role",
        "may: [read, vread, search], with: def;may: [red, vread, search], with: def; 'red' is no act",
        "of: [party, closed]};of: [party, shut]}; 'shut' is no relation to a case",
        "- {who: admin, may: transaction};- {who: admin, may: read}; 'read' is about a type",
        "with: definition, of: any};with: definition, of: any, by: x}; 'by' is not known here",
        "with: definition, of: any};with: definition}; 'of' is missing",
        "by: POST, who: admin};by: PUT, who: admin}; 'PUT' is neither GET nor POST",
        "{operation: $packet,;{operation: packet,; an operation begins with a dollar sign",
        "element: tag;element: note; 'note' is neither tag nor security",
        "care: [provider, facility];care: [care, facility]; the group 'care' holds itself",
        "care: [provider, facility];plan: [provider, facility]; 'plan' is a role and cannot be",
        "may: look, with: of-a-case, of: party};may: look, with: of-a-case, of: former}; cannot be asked of",
        "may: [read, search], with: [Task;may: [search], with: [Task; but not read all of that",
        "with: [registry, person, dispute;with: [document, person, dispute; cannot be narrowed",
        "{who: review, may: look;{who: review, may: [look; expected ',' or ']'",
      })
  void aMistakeStopsTheStartAndIsNamedWithItsLine(String right, String wrong, String message)
      throws IOException {
    String table = Files.readString(Path.of("src/main/resources/access.yaml"));
    assertThat(table).contains(right);
    int at = table.indexOf(right);
    String broken = table.substring(0, at) + wrong + table.substring(at + right.length());
    int line = (int) table.substring(0, at + 1).lines().count();
    assertThatThrownBy(() -> AccessTableReader.read(broken))
        .isInstanceOf(UnusableSettingException.class)
        .satisfies(
            refused ->
                assertThat(refused.getMessage().lines())
                    .anySatisfy(
                        problem ->
                            assertThat(problem)
                                .matches("access\\.yaml:" + near(line) + ": .*")
                                .contains(message.strip())));
  }

  /** A row that is wrong as a whole is named with its first line. */
  private static String near(int line) {
    return "(" + line + "|" + (line - 1) + ")";
  }

  @Test
  void thePageShowsTheTable() throws IOException {
    Path page = Path.of("docs/access.md");
    String shown = AccessPage.write(Files.readString(page), TABLE);
    if (Boolean.getBoolean("access.write")) {
      Files.writeString(page, shown);
    }
    assertThat(Files.readString(page)).isEqualTo(shown);
  }
}
