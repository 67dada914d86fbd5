package org.openimr.fhir.policy.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.HeldReviewers;
import org.openimr.core.reviewer.ConflictClass;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.server.artifact.PackagedReviewers;

/** Who may review is data: read whole, and refused naming everything that is wrong. */
class ReviewerTermsBookTest {

  @Test
  void theProgramCarriesTheFile() {
    assertThat(PackagedReviewers.read(HeldPolicies.VOCABULARY).terms().matches())
        .isEqualTo(HeldReviewers.TERMS.matches());
  }

  @Test
  void everyClassOfTheLawIsAskedInTheForm() throws IOException {
    Set<String> classes = new TreeSet<>();
    HeldReviewers.TERMS.conflicts().forEach(each -> classes.add(each.code()));
    assertThat(classes)
        .containsExactlyInAnyOrder(
            "plan",
            "plan-personnel",
            "disputed-provider",
            "facility",
            "developer-manufacturer",
            "enrollee-family",
            "prior-involvement");
    Set<String> asked = new TreeSet<>();
    JsonNode form =
        new ObjectMapper()
            .readTree(
                Path.of("profiles/questionnaire/Questionnaire-imr-conflict-attestation.json")
                    .toFile());
    assertThat(form.path("url").asText()).isEqualTo(HeldReviewers.TERMS.form());
    linkIds(form, asked);
    assertThat(asked).containsAll(classes);
    assertThat(HeldReviewers.TERMS.conflicts())
        .extracting(ConflictClass::citation)
        .filteredOn(each -> each.startsWith("Health and Safety Code 1374.32"))
        .hasSize(6);
  }

  private static void linkIds(JsonNode parent, Set<String> asked) {
    for (JsonNode item : parent.path("item")) {
      asked.add(item.path("linkId").asText());
      linkIds(item, asked);
    }
  }

  @Test
  void votesGoFromLeastToMostForTheMember() {
    assertThat(HeldReviewers.TERMS.voting().outcomes())
        .containsExactly("upheld", "partially-overturned", "overturned");
  }

  @Test
  void everyMistakeIsNamedWithItsLine() {
    String text =
        HeldReviewers.text()
            .replace("most: 9", "most: none")
            .replace("%`review-type` = 'experimental-investigational'", "%`review-kind` = 'x'")
            .replace("207K00000X", "207K")
            .replace("by: [radiation-oncology]", "by: [rays]")
            .replace("\"77261..77799\"", "\"77799..77261\"")
            .replace("  within: 30", "  within: 30\n  surely: true");

    assertThatThrownBy(() -> ReviewerTermsBook.read(HeldPolicies.VOCABULARY, text))
        .isInstanceOf(UnreadablePolicyTextException.class)
        .message()
        .contains("there is no such fact")
        .contains("'most': ")
        .contains("207K is no code of the NUCC taxonomy")
        .contains("there is no specialty rays")
        .contains("77799 to 77261 is no range of codes")
        .contains("'surely' is not known here");
  }

  @Test
  void noClassAndNoOutcomeIsLeftOut() {
    for (String left :
        List.of("- class: facility\n", "outcomes: [upheld, partially-overturned, overturned]")) {
      String text =
          HeldReviewers.text()
              .replace(
                  left,
                  left.startsWith("-") ? "- class: hospital\n" : "outcomes: [upheld, overturned]");
      assertThatThrownBy(() -> ReviewerTermsBook.read(HeldPolicies.VOCABULARY, text))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must name");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(
            () ->
                ReviewerTermsBook.read(
                    HeldPolicies.VOCABULARY,
                    HeldReviewers.text().replaceFirst("(?m)^certification:.*\n", "")))
        .hasMessageContaining("'certification' is missing");
  }
}
