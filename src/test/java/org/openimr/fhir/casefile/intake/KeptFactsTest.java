package org.openimr.fhir.casefile.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.fact.StatedFacts;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/** Who regulates a coverage is taken at intake; what the plan says later changes no case. */
class KeptFactsTest {

  private static final String PLAN_SAYS =
      "https://openimr.org/fhir/StructureDefinition/imr-plan-jurisdiction";
  private static final int PLAN = 3;

  private final ObjectNode bundle = Submissions.example("member-application");

  @Test
  void whatThePlanSaysAtIntakeIsStatedInTheCaseAndStays() {
    says("medi-cal-cohs");

    SubmittedCase read = read(Map.of());

    assertThat(read.reviewCase().facts().value("jurisdiction")).isEqualTo("medi-cal-cohs");
    assertThat(stated(read)).containsExactly("medi-cal-cohs");
    assertThat(jurisdictionOf(read, "department")).isEqualTo("medi-cal-cohs");
    assertThat(jurisdictionOf(read, null)).isEqualTo("medi-cal-cohs");
  }

  @Test
  void whatNobodySaidAtIntakeStaysNotStated() {
    SubmittedCase read = read(Map.of());

    assertThat(stated(read)).isEmpty();
    assertThat(jurisdictionOf(read, "self-funded")).isEqualTo("not-stated");
  }

  @Test
  void aPlanThatIsStoredAlreadyIsAskedToo() {
    Organization plan = (Organization) resources(read(Map.of()), "self-funded").get(0);
    plan.setId("Organization/plan");
    ((com.fasterxml.jackson.databind.node.ArrayNode) bundle.path("entry")).remove(PLAN);
    String text =
        bundle
            .toString()
            .replace("urn:uuid:6bf412fc-3219-5305-a560-797ab57267fb", "Organization/plan");

    SubmittedCase read =
        Submissions.reader()
            .read(
                Submissions.body((ObjectNode) tree(text)),
                Submissions.RECEIVED,
                references -> Map.of("Organization/plan", plan));

    assertThat(stated(read)).containsExactly("self-funded");
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(String text) {
    try {
      return SubmittedBody.JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void says(String jurisdiction) {
    ((ObjectNode) bundle.path("entry").get(PLAN).path("resource"))
        .withArray("extension")
        .addObject()
        .put("url", PLAN_SAYS)
        .putArray("extension")
        .addObject()
        .put("url", "jurisdiction")
        .put("valueCode", jurisdiction);
  }

  private SubmittedCase read(Map<String, Resource> stored) {
    return Submissions.reader()
        .read(Submissions.body(bundle), Submissions.RECEIVED, references -> stored);
  }

  private static List<String> stated(SubmittedCase read) {
    return read.task().getInput().stream()
        .filter(input -> input.getType().hasCoding(StatedFacts.SYSTEM, "jurisdiction"))
        .map(input -> input.getValue().primitiveValue())
        .toList();
  }

  /** The fact as it is read from the stored case, after the plan's Organization has changed. */
  private static Object jurisdictionOf(SubmittedCase read, String nowSaid) {
    return new CaseFileReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT)
        .read(new CaseFile(read.task(), resources(read, nowSaid)))
        .facts()
        .value("jurisdiction");
  }

  private static List<Resource> resources(SubmittedCase read, String nowSaid) {
    List<Resource> all = new ArrayList<>();
    for (Resource resource : read.resources().values()) {
      Resource copy = resource.copy();
      if (copy instanceof Organization plan && plan.getName().startsWith("California")) {
        plan.getExtension().clear();
        if (nowSaid != null) {
          plan.addExtension().setUrl(PLAN_SAYS).addExtension("jurisdiction", new CodeType(nowSaid));
        }
        all.add(0, copy);
      } else {
        all.add(copy);
      }
    }
    return all;
  }
}
