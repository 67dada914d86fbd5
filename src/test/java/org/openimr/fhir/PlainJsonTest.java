package org.openimr.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlainJsonTest {

  static List<Path> terminology() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("profiles/terminology"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("terminology")
  void readsOurTerminologyAsHapiDoes(Path file) throws Exception {
    String json = Files.readString(file);
    DomainResource byHapi =
        (DomainResource) FhirContext.forR4Cached().newJsonParser().parseResource(json);
    byHapi.setText(null);

    DomainResource plain = byHapi.getClass().getDeclaredConstructor().newInstance();
    assertThat(written(PlainJson.read(plain, json))).isEqualTo(written(byHapi));
  }

  private static String written(DomainResource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }

  @Test
  void whatItDoesNotKnowIsPassedOver() {
    CodeSystem read =
        PlainJson.read(
            new CodeSystem(),
            """
            {"resourceType":"CodeSystem","colour":{"deep":[1,{"a":2}]},"url":"u","_url":{"id":"x"},
             "text":{"status":"generated","div":"<div/>"},"status":"active","count":3,
             "concept":[{"code":"a"},{"code":"b","property":[{"code":"p","valueInteger":7}]}]}
            """);
    assertThat(read.getUrl()).isEqualTo("u");
    assertThat(read.getCount()).isEqualTo(3);
    assertThat(read.getConcept()).hasSize(2);
    assertThat(read.getConcept().get(1).getPropertyFirstRep().getValueIntegerType().getValue())
        .isEqualTo(7);
    assertThat(read.hasText()).isFalse();
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> PlainJson.read(new ValueSet(), "{\"url\":"))
        .isInstanceOf(UncheckedIOException.class);
  }
}
