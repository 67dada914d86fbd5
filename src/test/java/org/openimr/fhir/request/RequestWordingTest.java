package org.openimr.fhir.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeSystem;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.packet.ElementTerms;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.server.artifact.PackagedWording;

/** Every element has its words and its terms, and every letter its blanks. */
class RequestWordingTest {

  private static final RequestWording WORDS = PackagedWording.read(FhirContext.forR4Cached());

  @Test
  void lettersAreHeldInEnglishAndSpanishAndHaveTheSameBlanks() {
    assertThat(WORDS.letters()).containsOnlyKeys("en", "es");
    WORDS
        .letters()
        .values()
        .forEach(
            letter ->
                assertThat(blanks(letter))
                    .containsExactly("case-number", "date", "elements", "recipient", "send-to"));
  }

  @Test
  void everyLetterSaysThatTheReviewGoesOn() {
    assertThat(WORDS.letters().get("en"))
        .contains("The review goes on meanwhile.", "does not stop or lengthen any time limit");
    assertThat(WORDS.letters().get("es"))
        .contains("La revisión continúa mientras tanto.", "no detiene ni prolonga ningún plazo");
  }

  @Test
  void everyElementOfEveryPolicyHasWordsAndTerms() {
    for (ReviewPolicy policy : HeldPolicies.BOOK.all()) {
      for (PacketElement element : policy.packet()) {
        assertThat(WORDS.element(element.code(), "en")).isNotBlank();
        assertThat(WORDS.element(element.code(), "es"))
            .isNotBlank()
            .isNotEqualTo(WORDS.element(element.code(), "en"));
      }
    }
  }

  @Test
  void theTermsAreThoseOfTheSources() {
    // V13, V14: the plan sends the documents to the reviewer, once the department has notified it
    assertThat(WORDS.terms().get("grievance-response"))
        .isEqualTo(new ElementTerms("plan", "imro", "plan-notified"));
    // P14: the plan's own staff completes the file, what the practitioner knows is asked of him
    assertThat(WORDS.terms().get("specific-questions"))
        .isEqualTo(new ElementTerms("plan", "plan", null));
    assertThat(WORDS.terms().get("practitioner-submission"))
        .isEqualTo(new ElementTerms("provider", "plan", null));
    // U06, U08: who made the request may complete it
    assertThat(WORDS.terms().get("length-of-stay"))
        .isEqualTo(new ElementTerms("provider", "plan", null));
    WORDS
        .terms()
        .values()
        .forEach(
            terms ->
                assertThat(
                        terms.askedAfter() == null
                            || HeldPolicies.VOCABULARY.event(terms.askedAfter()) != null)
                    .isTrue());
  }

  @Test
  void anElementWithoutWordsInALanguageIsNamed() throws IOException {
    CodeSystem elements = system("imr-packet-element");
    elements.getConcept().get(2).getDesignation().remove(1);
    String code = elements.getConcept().get(2).getCode();

    assertThatThrownBy(
            () -> new RequestWording(elements, system("imr-party"), Map.of("en", "", "es", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(code);
  }

  @Test
  void anElementThatIsAskedOfNobodyIsNamed() throws IOException {
    CodeSystem elements = system("imr-packet-element");
    elements.getConcept().get(4).getProperty().removeIf(p -> p.getCode().equals("asked-of"));
    String code = elements.getConcept().get(4).getCode();

    assertThatThrownBy(
            () -> new RequestWording(elements, system("imr-party"), Map.of("en", "", "es", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(code);
  }

  private static Set<String> blanks(String letter) {
    return Pattern.compile("\\{([^}]*)}")
        .matcher(letter)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static CodeSystem system(String name) throws IOException {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(
            CodeSystem.class,
            Files.readString(Path.of("profiles/terminology/CodeSystem-" + name + ".json")));
  }
}
