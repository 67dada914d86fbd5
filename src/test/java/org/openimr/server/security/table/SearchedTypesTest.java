package org.openimr.server.security.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search tells of every type that it looks into, not of the searched one alone. */
class SearchedTypesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Task?status=ready                                            | []
          Task                                                         | []
          Task?_include=Task:patient                                   | []
          Task?code=https://example.org/a.b                            | []
          Task?patient:Patient.name=x                                  | [Patient]
          Task?patient.name=x                                          | [*]
          Task?focus:Claim.patient:Patient.name=x                      | [Claim, Patient]
          Task?focus:Claim.patient.name=x                              | [*, Claim]
          Patient?_has:Task:patient:status=ready                       | [Task]
          Patient?_has:Claim:patient:_has:Task:focus:status=ready      | [Claim, Task]
          Patient?_has:Claim:patient:insurer:Organization.name=x       | [Claim, Organization]
          Patient?_has:Task                                            | [*]
          Task?patient:Patient._has:Claim:patient:status=active        | [*, Patient]
          Task?_sort=-patient:Patient.name,due                         | [Patient]
          Task?_sort=patient.name                                      | [*]
          Task?_filter=patient.name%20eq%20x                           | [*]
          Task?_list=one                                               | [List]
          Patient?%5Fhas%3ATask%3Apatient%3Astatus=ready               | [Task]
          https://imr.example.org/fhir/Task/one                        | []
          https://imr.example.org/fhir/Task?patient:Patient.name=x     | [Patient]
          """)
  void theTypesAreThoseOfChainsAndReverseChains(String address, String types) {
    assertThat(SearchedTypes.ofAddress(address)).hasToString(types);
  }

  @Test
  void aConditionNeedNotBeginWithAQuestionMark() {
    assertThat(SearchedTypes.ofQuery("patient%3APatient%2Ename=x")).containsExactly("Patient");
    assertThat(SearchedTypes.ofQuery("Task?patient:Patient.name=x")).containsExactly("Patient");
    assertThat(SearchedTypes.ofQuery("_id=a.b")).isEmpty();
  }
}
