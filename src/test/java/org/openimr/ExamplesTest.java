package org.openimr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.packet.PacketManifest;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.casefile.intake.CaseBundleReader;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedCase;
import org.openimr.fhir.question.InputLimits;
import org.openimr.operation.DeadlineAnswer;
import org.openimr.operation.DeadlinesOperation;
import org.openimr.operation.EligibilityOperation;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.KnownCases;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.artifact.PackagedProfiles;

/**
 * Every example gives the answer that was worked out by hand.
 *
 * <p>Answers are compared whole, without explanations and citations, which are not worked out.
 */
class ExamplesTest {

  private static final DeadlineAnswer DEADLINES =
      new DeadlineAnswer(HeldPolicies.MACHINES, PackagedDeterminations.exposure());

  private static final Path EXAMPLES = Path.of("examples");
  private static final Set<String> TEXTS = Set.of("citation", "explanation");
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final IdType CASE = new IdType("Task", "example");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-02T16:00:00Z"), ZoneOffset.UTC);

  private static final PackagedPolicies HELD = PackagedPolicies.read(FHIR);

  static List<Path> deadlineQuestions() {
    return questions("deadlines-");
  }

  static List<Path> eligibilityQuestions() {
    return questions("eligibility-");
  }

  @ParameterizedTest
  @MethodSource("deadlineQuestions")
  void deadlinesAreAsWorkedOut(Path question) {
    Parameters answer = new DeadlinesOperation(inquiry(), DEADLINES).described(asked(question));
    assertThat(normalized(answer)).isEqualTo(expected(question));
  }

  @ParameterizedTest
  @MethodSource("eligibilityQuestions")
  void eligibilityIsAsWorkedOut(Path question) {
    Parameters answer = new EligibilityOperation(inquiry()).described(asked(question));
    assertThat(normalized(answer)).isEqualTo(expected(question));
  }

  static List<Path> cases() {
    return files(EXAMPLES, "request", ".json").stream().map(Path::getParent).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void deadlinesOfACaseAreAsWorkedOut(Path story) {
    Parameters answer =
        new DeadlinesOperation(inquiryAbout(story), DEADLINES)
            .stored(CASE, asked(story.resolve("question.json")));
    assertThat(normalized(answer)).isEqualTo(normalized(story.resolve("expected-deadlines.json")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eligibilityOfACaseIsAsWorkedOut(Path story) {
    Parameters answer =
        new EligibilityOperation(inquiryAbout(story))
            .stored(CASE, asked(story.resolve("question.json")));
    assertThat(normalized(answer))
        .isEqualTo(normalized(story.resolve("expected-eligibility.json")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePacketHoldsWhatWasWorkedOut(Path story) throws IOException {
    SubmittedCase submitted = submitted(story);
    Map<String, Resource> file = submitted.resources();
    PacketManifest manifest =
        CaseAssessment.ofNew(
                submitted.policy(),
                submitted.reviewCase(),
                CaseDocuments.read(file),
                CLOCK.instant())
            .manifest();
    Map<String, List<String>> held = new LinkedHashMap<>();
    for (PacketManifest.Holding holding : manifest.elements()) {
      held.put(
          holding.element().code(),
          holding.documents().stream().map(each -> name(file.get(each.reference()))).toList());
    }
    JsonNode expected = new ObjectMapper().readTree(text(story.resolve("expected-packet.json")));
    assertThat(held).isEqualTo(sections(expected));
    assertThat(manifest.missing()).hasSize(expected.get("missing").size());
  }

  /** A document by its identifier, anything else by its type. */
  private static String name(Resource holding) {
    return holding instanceof DocumentReference document
        ? document.getIdentifierFirstRep().getValue()
        : holding.fhirType();
  }

  private static Map<String, List<String>> sections(JsonNode packet) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    for (JsonNode section : packet.get("sections")) {
      List<String> documents = new ArrayList<>();
      section.get("documents").forEach(document -> documents.add(document.asText()));
      sections.put(section.get("element").asText(), documents);
    }
    return sections;
  }

  private static CaseInquiry inquiry() {
    return inquiry(
        (caller, id, knownAt) -> {
          throw new NoSuchCaseException();
        });
  }

  private static CaseInquiry inquiryAbout(Path story) {
    ReviewCase submitted = submitted(story).reviewCase();
    return inquiry((caller, id, knownAt) -> submitted);
  }

  private static CaseInquiry inquiry(KnownCases cases) {
    return new CaseInquiry(HELD::policies, HELD.vocabulary(), cases, CLOCK, InputLimits.DEFAULT);
  }

  private static SubmittedCase submitted(Path story) {
    SubmittedBody body =
        SubmittedBody.read(text(story.resolve("request.json")).getBytes(UTF_8), false, FHIR);
    return new CaseBundleReader(
            FHIR, HELD.vocabulary(), HELD::policies, Profiles.CHECK, HeldPolicies.MACHINES)
        .read(body, CLOCK.instant(), references -> Map.of());
  }

  private static RequestDetails asked(Path question) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestContents(text(question).getBytes(UTF_8));
    return request;
  }

  private static String expected(Path question) {
    String name = question.getFileName().toString().replace(".json", ".expected.json");
    return normalized(question.resolveSibling(name));
  }

  private static String normalized(Path expected) {
    return normalized(FHIR.newJsonParser().parseResource(Parameters.class, text(expected)));
  }

  private static String normalized(Parameters answer) {
    Parameters plain = answer.copy();
    plain.getParameter().forEach(ExamplesTest::dropTexts);
    return FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(plain);
  }

  private static void dropTexts(ParametersParameterComponent parameter) {
    parameter.getPart().removeIf(part -> TEXTS.contains(part.getName()));
    parameter.getPart().forEach(ExamplesTest::dropTexts);
  }

  private static List<Path> questions(String start) {
    return files(EXAMPLES, start, ".json").stream()
        .filter(file -> !file.toString().endsWith(".expected.json"))
        .toList();
  }

  /** What submissions are checked against; made once, because it takes seconds. */
  private static final class Profiles {
    static final ProfileCheck CHECK = PackagedProfiles.read(FHIR);
  }

  private static List<Path> files(Path folder, String start, String end) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
