package org.openimr.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

class ErrorTranslatorTest {

  private final ErrorTranslator translator = new ErrorTranslator();

  @Test
  void nobodyIsAnsweredWhoHasGone() {
    Throwable gone = new IllegalStateException(new EofException("broken pipe"));

    BaseServerResponseException translated = translator.translate(gone, "a-request");

    assertThat(translator.answer(translated)).isFalse();
  }

  @Test
  void whoIsThereIsAnswered() {
    BaseServerResponseException translated =
        translator.translate(new IllegalStateException("a patient's name"), "a-request");

    assertThat(translator.answer(translated)).isTrue();
    assertThat(translated.getStatusCode()).isEqualTo(500);
    assertThat(translated.getOperationOutcome()).isNotNull();
  }

  @Test
  void aBadRequestThatSpeaksOfTimeoutsIsNone() {
    String words = "canceling statement due to statement timeout";
    assertThat(
            translator
                .translate(
                    new ca.uhn.fhir.rest.server.exceptions.InvalidRequestException(
                        "Invalid resource type: " + words),
                    "a-request")
                .getStatusCode())
        .isEqualTo(400);
    assertThat(
            translator
                .translate(
                    new ca.uhn.fhir.rest.server.exceptions.InternalErrorException(words),
                    "a-request")
                .getStatusCode())
        .isEqualTo(503);
  }
}
