package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for is read from method and address, whatever else a request holds. */
class AskedTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, /Task/1, read, Task/1, ''",
    "HEAD, /Task/1/, read, Task/1, ''",
    "GET, /Task/1/_history, history-instance, Task/1, ''",
    "GET, /Task/1/_history/2, vread, Task/1, ''",
    "GET, /Task/_history, history-type, '', ''",
    "GET, /_history, history-system, '', ''",
    "GET, /Task, search-type, '', ''",
    "POST, /Task/_search, search-type, '', ''",
    "POST, /_search, search-system, '', ''",
    "GET, '', search-system, '', ''",
    "POST, '', transaction, '', ''",
    "POST, /Patient, create, '', ''",
    "PUT, /Patient/a, update, Patient/a, ''",
    "PUT, /Patient, update, '', ''",
    "PATCH, /Patient/a, patch, Patient/a, ''",
    "DELETE, /Patient/a, delete, Patient/a, ''",
    "POST, /$submit-case, operation, '', $submit-case",
    "POST, /Task/$check-eligibility, operation, '', $check-eligibility",
    "GET, /Task/1/$packet, operation, Task/1, $packet",
    "GET, /metadata, other, '', ''",
    "GET, /Nonsense/1, other, '', ''",
    "OPTIONS, /Task/1, other, Task/1, ''",
    // what cannot be an id may be a name
    "GET, /Patient/Jane Doe, read, '', ''",
    "GET, /Task/1/$Jane Doe, operation, Task/1, ''",
  })
  void isReadFromTheAddress(
      String method, String path, String interaction, String reference, String operation) {
    Asked asked = Asked.of(method, path, false);
    assertThat(asked.interaction()).isEqualTo(interaction);
    assertThat(asked.reference()).isEqualTo(reference);
    assertThat(asked.operation()).isEqualTo(operation);
  }

  @Test
  void aPageIsASearch() {
    assertThat(Asked.of("GET", "", true).interaction()).isEqualTo("search-type");
  }

  @Test
  void anEntryIsReadLikeARequest() {
    BundleEntryRequestComponent entry = new BundleEntryRequestComponent();
    entry.setMethod(HTTPVerb.DELETE).setUrl("Patient/a?x=y");
    assertThat(Asked.of(entry)).isEqualTo(new Asked("delete", "Patient", "a", "", ""));
    assertThat(Asked.of(new BundleEntryRequestComponent()).interaction()).isEqualTo("other");
  }
}
