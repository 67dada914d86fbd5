package org.openimr;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the walls between the packages: who may depend on whom. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java/org/openimr");

  /** What each package of the core may use beside Java and itself. */
  private static final Map<String, List<String>> CORE =
      new TreeMap<>(
          Map.ofEntries(
              entry("law", List.of()),
              entry("calendar", List.of("law")),
              entry("casefile", List.of("law")),
              entry("policy", List.of("law", "calendar", "casefile")),
              entry("situation", List.of("law", "calendar", "casefile", "policy")),
              entry("deadline", List.of("law", "calendar", "casefile", "policy", "situation")),
              entry("packet", List.of("law", "calendar", "casefile", "policy", "situation")),
              entry(
                  "eligibility",
                  List.of("law", "calendar", "casefile", "policy", "situation", "deadline")),
              entry(
                  "lifecycle",
                  List.of("law", "calendar", "casefile", "policy", "situation", "deadline")),
              entry("relation", List.of()),
              entry("reviewer", List.of("law", "casefile", "policy")),
              entry("secondlook", List.of()),
              entry("determination", List.of("law", "casefile", "reviewer")),
              entry(
                  "notice",
                  List.of(
                      "law",
                      "calendar",
                      "casefile",
                      "policy",
                      "situation",
                      "deadline",
                      "eligibility",
                      "packet",
                      "determination"))));

  private static JavaClasses program;

  @BeforeAll
  static void readTheProgram() {
    program =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.openimr");
  }

  @Test
  void coreIsPlainJava() {
    holds(
        classes()
            .that()
            .resideInAPackage("org.openimr.core..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.openimr.core..")));
  }

  @Test
  void eachPackageOfTheCoreUsesOnlyThoseBeforeIt() {
    CORE.forEach(
        (name, others) -> {
          List<String> allowed =
              new ArrayList<>(List.of("java..", "org.openimr.core." + name + ".."));
          others.forEach(other -> allowed.add("org.openimr.core." + other + ".."));
          holds(
              classes()
                  .that()
                  .resideInAPackage("org.openimr.core." + name + "..")
                  .should()
                  .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))));
        });
  }

  @Test
  void thePackagesOfTheCoreFormNoCycle() {
    holds(slices().matching("org.openimr.core.(*)..").should().beFreeOfCycles());
  }

  @Test
  void fhirKnowsNeitherSpringNorTheStoreNorTheServer() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("org.openimr.fhir..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.springframework..",
                    "jakarta..",
                    "ca.uhn.fhir.jpa..",
                    "ca.uhn.fhir.rest.server..",
                    "org.openimr.operation..",
                    "org.openimr.server..")));
  }

  @Test
  void operationsKnowNeitherSpringNorTheStoreNorTheServer() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("org.openimr.operation..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.springframework..",
                    "jakarta.persistence..",
                    "ca.uhn.fhir.jpa..",
                    "org.openimr.server..")));
  }

  @Test
  void thePackagesOfOperationsFormNoCycle() {
    holds(slices().matching("org.openimr.operation.(*)..").should().beFreeOfCycles());
    holds(
        noClasses()
            .that()
            .resideInAPackage("org.openimr.operation.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openimr.operation"));
  }

  @Test
  void thePackagesOfFhirFormNoCycle() {
    holds(slices().assignedFrom(packagesOf("org.openimr.fhir")).should().beFreeOfCycles());
  }

  @Test
  void thePackagesBelowTheServerFormNoCycle() {
    holds(
        slices()
            .assignedFrom(packagesOf("org.openimr.server"))
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), resideInAPackage("org.openimr.server")));
  }

  private static SliceAssignment packagesOf(String root) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        return (name + ".").startsWith(root + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages of " + root;
      }
    };
  }

  @Test
  void onlyTheServerReadsTheClock() {
    for (Class<?> type :
        List.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class)) {
      holds(outsideTheServer().callMethod(type, "now"));
    }
    holds(outsideTheServer().callMethod(ZoneId.class, "systemDefault"));
    holds(outsideTheServer().callMethod(System.class, "currentTimeMillis"));
  }

  private static ClassesShould outsideTheServer() {
    return noClasses().that().resideOutsideOfPackage("org.openimr.server..").should();
  }

  @Test
  void theCoreHasNoLegacyDates() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("org.openimr.core..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date"));
  }

  @Test
  void theCoreDoesNotLog() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("org.openimr.core..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "java.util.logging..")));
  }

  @Test
  void noExceptionIsCaughtWholesaleOutsideTheServer() throws IOException {
    assertThat(sourcesWith("core", "catch (Exception ")).isEmpty();
    assertThat(sourcesWith("fhir", "catch (Exception ")).isEmpty();
    assertThat(sourcesWith("operation", "catch (Exception ")).isEmpty();
  }

  @Test
  void noNameSaysNothing() {
    holds(
        noClasses()
            .that(alwaysTrue())
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)(\\$.*)?"));
  }

  @Test
  void noTwoChangesOfTheDatabaseHaveOneNumber() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceFirst("__.*", "")))
          .isNotEmpty()
          .doesNotHaveDuplicates();
    }
  }

  private static List<Path> sourcesWith(String part, String text) throws IOException {
    List<Path> found = new ArrayList<>();
    Path folder = SOURCES.resolve(part);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.readString(file).contains(text)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(program);
  }
}
