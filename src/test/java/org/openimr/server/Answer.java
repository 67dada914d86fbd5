package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the server answered.
 *
 * @param http the answer as it came
 */
public record Answer(HttpResponse<String> http) {

  /** HTTP status. */
  public int status() {
    return http.statusCode();
  }

  /** The body as text. */
  public String text() {
    return http.body();
  }

  /** A header, or an empty text. */
  public String header(String name) {
    return http.headers().firstValue(name).orElse("");
  }

  /** The resource in the body. */
  public <R extends Resource> R resource(Class<R> type) {
    return FhirContext.forR4Cached().newJsonParser().parseResource(type, text());
  }

  /** Requires an OperationOutcome of one error, with this status, code and sentence. */
  public void isRefused(int status, String code, String sentence) {
    assertThat(text()).as("the body").contains("OperationOutcome");
    OperationOutcome outcome = resource(OperationOutcome.class);
    assertThat(outcome.getIssue()).hasSize(1);
    assertThat(outcome.getIssueFirstRep().getDetails().getText()).isEqualTo(sentence);
    assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo(code);
    assertThat(status()).isEqualTo(status);
    assertThat(text()).doesNotContain("HAPI-", "ca.uhn", "Exception", "Secret");
  }

  /** Requires success, and gives the answer back. */
  public Answer isOk(int status) {
    assertThat(status()).as(text()).isEqualTo(status);
    return this;
  }
}
