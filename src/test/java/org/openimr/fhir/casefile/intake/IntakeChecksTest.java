package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseOrganizations;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedBody;

/** What wrong submissions found. */
class IntakeChecksTest {

  @Test
  void aMisspeltPrivilegeIsNoSilentLoss() {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode)
            Submissions.all(bundle, "DocumentReference").get(6).at("/securityLabel/0/coding/0"))
        .put("system", "https://openimr.org/fhir/CodeSystem/imr-priviledge");

    assertThat(problems(bundle, null))
        .containsExactly(
            new Problem(
                "code-invalid",
                "Bundle.entry[20].resource.securityLabel[0].coding[0].system",
                "This project has no code system of that name."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://openimr.org/fhir/sid/organisation",
        "http://openimr.org/fhir/sid/organization",
        "https://openimr.org/fhir/SID/organization",
        "https://openimr.org/fhir/sid/organization/",
        "https://openimr.org/sid/organization",
        "https://www.openimr.org/fhir/sid/organization",
        "https://openimr.org/fhir/CodeSystem/imr-identifier"
      })
  void aMisspeltIdentifierSystemIsNoSilentLoss(String system) {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) Submissions.first(bundle, "Organization").at("/identifier/0"))
        .put("system", system);

    assertThat(problems(bundle, null))
        .containsExactly(
            new Problem(
                "code-invalid",
                "Bundle.entry[3].resource.identifier[0].system",
                "This project has no system of identifiers of that name."));
  }

  @Test
  void anIdentifierOfAReferenceIsLookedAtToo() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Task")
        .withObject("/owner")
        .putObject("identifier")
        .put("system", "https://openimr.org/fhir/sid/partys")
        .put("value", "imro");

    assertThat(problems(bundle, null))
        .extracting(Problem::expression)
        .containsExactly("Bundle.entry[0].resource.owner.identifier.system");
  }

  @Test
  void everySystemOfIdentifiersThatThisProgramUsesIsNamed() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found =
            Pattern.compile("https://openimr\\.org/fhir/sid/([a-z-]+)")
                .matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        found.results().forEach(each -> used.add(each.group(1)));
      }
    }
    Set<String> named = new TreeSet<>();
    Submissions.parsed(Files.readString(Path.of("profiles/terminology/CodeSystem-imr-sid.json")))
        .path("concept")
        .forEach(concept -> named.add(concept.path("code").asText()));

    assertThat(used).hasSizeGreaterThan(8);
    assertThat(named).containsAll(used);
  }

  @Test
  void systemsOfOthersAreTheirOwn() {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("system", "https://notopenimr.org/fhir/sid/organisation");

    assertThat(problems(bundle, null)).isEmpty();
  }

  @Test
  void aMisspeltExtensionOrProfileIsRemarked() {
    ObjectNode bundle = Submissions.small();
    ObjectNode plan = Submissions.first(bundle, "Organization");
    ObjectNode extension = plan.putArray("extension").addObject();
    extension
        .put("url", "https://openimr.org/fhir/StructureDefinition/imr-plan-jurisdictions")
        .putArray("extension")
        .addObject()
        .put("url", "jurisdiction")
        .put("valueCode", "department");
    plan.putObject("meta")
        .putArray("profile")
        .add("https://openimr.org/fhir/StructureDefinition/imr-plan|0.1.0");

    assertThat(Submissions.read(bundle).remarks())
        .extracting(Problem::code, Problem::expression)
        .containsExactlyInAnyOrder(
            tuple("not-found", "Bundle.entry[3].resource.extension[0].url"),
            tuple("not-found", "Bundle.entry[3].resource.meta.profile[0]"));
  }

  @Test
  void aSecondThatDoesNotExistIsNoTime() {
    ObjectNode bundle = Submissions.small();
    Submissions.event(bundle, "plan-notified").put("valueDateTime", "2026-06-30T23:59:61Z");

    assertThat(problems(bundle, null))
        .extracting(Problem::expression)
        .contains("Bundle.entry[0].resource.input[13].value");
  }

  @Test
  void entriesThatAreNoListAreRefused() {
    ObjectNode bundle = Submissions.small();
    bundle.set("entry", bundle.path("entry").get(0));

    assertThat(problems(bundle, null)).extracting(Problem::expression).contains("Bundle.entry");
  }

  @Test
  void anEntryThatIsNoneKeepsItsPlace() {
    ObjectNode bundle = Submissions.small();
    Submissions.first(bundle, "Claim").put("use", "unheard-of");
    bundle.withArray("/entry").set(2, "text");

    assertThat(problems(bundle, null))
        .extracting(Problem::expression)
        .contains("Bundle.entry[2]", "Bundle.entry[10].resource.use");
  }

  @Test
  void aBodyInAnotherEncodingIsRefused() {
    byte[] body = Submissions.small().toString().getBytes(StandardCharsets.UTF_16);

    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () -> SubmittedBody.read(body, false, Submissions.CONTEXT));

    assertThat(refused.malformed()).isTrue();
    assertThat(refused.problems())
        .extracting(Problem::text)
        .containsExactly("The body is not in UTF-8, as FHIR asks.");
  }

  @Test
  void aPlanSubmitsItsOwnCases() {
    assertThat(problems(Submissions.small(), "chw"))
        .containsExactly(
            new Problem(
                "forbidden",
                "Bundle.entry[3].resource.identifier[0].value",
                "This is another plan than the one that submits; a plan submits its own cases."));
    assertThat(problems(Submissions.small(), "vchcp")).isEmpty();
  }

  @Test
  void ofTwoPlansOneMaySubmit() {
    ObjectNode bundle = Submissions.small();
    ObjectNode other = Submissions.all(bundle, "Organization").get(3);
    other.set("type", Submissions.first(bundle, "Organization").path("type").deepCopy());
    other
        .withArray("/identifier")
        .addObject()
        .put("system", CaseOrganizations.ID)
        .put("value", "chw");

    assertThat(problems(bundle, "chw")).isEmpty();
  }

  @Test
  void textThatWasReadWronglyIsRemarked() {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/name/0")).put("family", "GarcÃ­a");

    assertThat(Submissions.read(bundle).remarks())
        .containsExactly(
            new Problem(
                "value",
                "Bundle.entry[1].resource.name[0].family",
                "The text looks as if it had been read in a wrong encoding."));
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/name/0"))
        .put("family", "García Ñúñez É»");
    assertThat(Submissions.read(bundle).remarks()).isEmpty();
  }

  private static List<Problem> problems(ObjectNode bundle, String plan) {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                Submissions.reader()
                    .read(
                        Submissions.body(bundle),
                        Submissions.RECEIVED,
                        any -> Map.of(),
                        new CaseBundleReader.Sender("plan", plan)));
    return refused == null ? List.of() : refused.problems();
  }
}
