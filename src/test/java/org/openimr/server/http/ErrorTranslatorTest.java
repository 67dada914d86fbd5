package org.openimr.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

class ErrorTranslatorTest {

  private final ErrorTranslator translator = new ErrorTranslator();
  private final List<Object> asked = new ArrayList<>();
  private final HttpServletRequest request =
      (HttpServletRequest)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServletRequest.class},
              (proxy, method, arguments) -> {
                asked.add(method.getName());
                return null;
              });

  @Test
  void nobodyIsAnsweredWhoHasGone() {
    Throwable gone = new IllegalStateException(new EofException("broken pipe"));

    BaseServerResponseException translated = translator.translate(gone, "a-request");

    assertThat(translator.answer(translated, request)).isFalse();
    assertThat(asked).as("the connection is to break off").containsExactly("setAttribute");
  }

  @Test
  void whoIsThereIsAnswered() {
    BaseServerResponseException translated =
        translator.translate(new IllegalStateException("a patient's name"), "a-request");

    assertThat(translator.answer(translated, request)).isTrue();
    assertThat(asked).isEmpty();
    assertThat(translated.getStatusCode()).isEqualTo(500);
    assertThat(translated.getOperationOutcome()).isNotNull();
  }

  @Test
  void rowsThatAreStillToBeMadeAreAskedForAgain() {
    BaseServerResponseException translated =
        translator.translate(
            new org.openimr.operation.report.UnmadeRowsException(70_000), "a-request");

    assertThat(translated.getStatusCode()).isEqualTo(503);
    assertThat(translated.getResponseHeaders().get("Retry-After")).containsExactly("60");
    assertThat(
            ((org.hl7.fhir.r4.model.OperationOutcome) translated.getOperationOutcome())
                .getIssueFirstRep()
                .getDiagnostics())
        .contains("70000 cases");
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
