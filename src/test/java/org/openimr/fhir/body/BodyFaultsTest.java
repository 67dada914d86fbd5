package org.openimr.fhir.body;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Every fault of a body is found with its place. */
class BodyFaultsTest {

  private static List<Problem> of(String body) {
    return BodyFaults.in(
            body.getBytes(StandardCharsets.UTF_8), body.startsWith("<"), FhirContext.forR4Cached())
        .all();
  }

  private static String said(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.expression() + ": " + problem.text())
        .collect(Collectors.joining(" / "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"resourceType":"Patient","nme":"x"}                                 | Patient: There is no element nme at this place.
          {"resourceType":"Patient","n m":"x"}                                 | Patient: There is no element of that name at this place.
          {"resourceType":"Patient","active":"x"}                              | Patient.active: The value of active is not one that its type or its list of codes allows.
          {"resourceType":"Patient","gender":"x"}                              | Patient.gender: The value of gender is not one that its type or its list of codes allows.
          {"resourceType":"Patient","birthDate":"x"}                           | Patient.birthDate: The value of birthDate is not one that its type or its list of codes allows.
          {"resourceType":"Patient","name":"x"}                                | Patient.name: The element name is of JSON type SCALAR; ARRAY was expected.
          {"resourceType":"Patient","name":["x"]}                              | Patient.name[0]: The element name is of JSON type SCALAR; OBJECT was expected.
          {"resourceType":"Patient","name":[{},null]}                          | Patient.name[1]: The element name is of JSON type NULL; OBJECT was expected.
          {"resourceType":"Patient","birthDate":["2020"]}                      | Patient.birthDate: The element birthDate is of JSON type ARRAY; SCALAR was expected.
          {"resourceType":"Patient","birthDate":{}}                            | Patient.birthDate: The element birthDate is of JSON type OBJECT; SCALAR was expected.
          {"resourceType":"Patient","name":[{"given":["a",{}]}]}               | Patient.name[0].given[1]: The element given is of JSON type OBJECT; SCALAR was expected.
          {"resourceType":"Patient","_birthDate":5}                            | Patient.birthDate: The element _birthDate is of JSON type SCALAR; OBJECT was expected.
          {"resourceType":"Patient","_birthDate":{"extension":[null]}}         | Patient.birthDate.extension[0]: The element extension is of JSON type NULL; OBJECT was expected.
          {"resourceType":"Patient","_name":[]}                                | Patient: There is no element _name at this place.
          {"resourceType":"Patient","extension":[{"url":"u","valueFoo":1}]}    | Patient.extension[0]: There is no element valueFoo at this place.
          {"resourceType":"Patient","extension":[{"url":"u","valueInteger":"x"}]} | Patient.extension[0].value: The value of valueInteger is not one that its type or its list of codes allows.
          {"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"} | Patient.deceased: The element deceased may stand only once.
          {"resourceType":"Patient","contained":["x"]}                         | Patient.contained[0]: The element contained is of JSON type SCALAR; OBJECT was expected.
          {"resourceType":"Patient","contained":[{"resourceType":"Foo"}]}      | Patient.contained[0]: FHIR R4 has no resource type Foo.
          {"resourceType":"Patient","contained":[{"resourceType":"Task","x":1}]} | Patient.contained[0]: There is no element x at this place.
          {"resourceType":"Bundle","entry":[{},{"resource":{"resourceType":"Task","x":1}}]} | Bundle.entry[1].resource: There is no element x at this place.
          {"resourceType":"Patient","name":[{"family":"\\u0000"}]}             | Patient.name[0].family: The value holds a character that cannot be stored: NUL, another control character, or half of a pair.
          {"resourceType":"Patient","text":{"status":"generated","div":"<div"}} | Patient.text.div: The value of div is not one that its type or its list of codes allows.
          {"resourceType":"Foo"}                                               | null: FHIR R4 has no resource type Foo.
          {}                                                                   | null: The body names no resourceType.
          []                                                                   | null: A resource was expected here.
          {"resourceType":"Patient","name":[{},{"family":                      | Patient.name[1].family: The body is not well formed: see line 1, column 48.
          <Patient xmlns="http://hl7.org/fhir"><nme value="x"/></Patient>      | Patient: There is no element nme at this place.
          <Patient xmlns="http://hl7.org/fhir"><name/><name><family value="x" foo="y"/></name></Patient> | Patient.name[1].family: There is no attribute foo at this place.
          <Patient xmlns="http://hl7.org/fhir"><gender value="x"/></Patient>   | Patient.gender: The value of gender is not one that its type or its list of codes allows.
          <Patient xmlns="http://hl7.org/fhir"><gender value="male"/><gender value="male"/></Patient> | Patient.gender: The element gender may stand only once.
          <Patient xmlns="http://hl7.org/fhir"><birthDate value="2020"><extension url="u"><valueCode x="y"/></extension></birthDate></Patient> | Patient.birthDate.extension[0].value: There is no attribute x at this place.
          <Bundle xmlns="http://hl7.org/fhir"><entry><resource><Task><x/></Task></resource></entry></Bundle> | Bundle.entry[0].resource: There is no element x at this place.
          <Foo xmlns="http://hl7.org/fhir"/>                                   | null: FHIR R4 has no resource type Foo.
          <Patient xmlns="http://hl7.org/fhir"><name><family>                  | Patient.name[0].family: The body is not well formed: see line 1, column 51.
          <!DOCTYPE a><Patient xmlns="http://hl7.org/fhir"/>                   | null: The body has a document type definition, which is never read.
          """)
  void isNamedWithItsPlace(String body, String said) {
    assertThat(said(of(body))).isEqualTo(said);
  }

  @Test
  void anElementThatStandsTwiceIsNamed() {
    assertThat(
            said(of("{\"resourceType\":\"Patient\",\n\"gender\":\"male\",\"gender\":\"female\"}")))
        .startsWith("Patient.gender: This element stands twice: see line 2, column ");
  }

  @Test
  void allAreNamedAtOnce() {
    assertThat(
            of(
                "{\"resourceType\":\"Patient\",\"active\":\"x\",\"nme\":1,\"name\":[{\"use\":\"y\"}]}"))
        .extracting(Problem::expression)
        .containsExactly("Patient.active", "Patient", "Patient.name[0].use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"resourceType":"Patient","id":"a","active":true,"birthDate":"2020-01-01","_birthDate":{"id":"b","extension":[{"url":"u","valueString":"v"}]},"name":[{"id":"c","given":["a",null],"_given":[null,{"id":"d"}]}],"multipleBirthInteger":2,"contained":[{"resourceType":"Practitioner","id":"p"}],"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"}}
          <Patient xmlns="http://hl7.org/fhir"><id value="a"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p class="x">x</p></div></text><contained><Practitioner><id value="p"/></Practitioner></contained><name id="c"><family value="x"><extension url="u"><valueString value="v"/></extension></family></name><name/><multipleBirthInteger value="2"/></Patient>
          """)
  void aSoundBodyHasNone(String body) {
    assertThat(said(of(body))).isEmpty();
  }

  @Test
  void aValueAndWhatStandsBesideItAreOne() {
    assertThat(
            of(
                "{\"resourceType\":\"Patient\",\"deceasedDateTime\":\"2020\","
                    + "\"_deceasedDateTime\":{\"id\":\"a\"}}"))
        .isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreSaidToBeNone() {
    byte[] body =
        "<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"\u00ff\"/></Patient>"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(said(BodyFaults.in(body, true, FhirContext.forR4Cached()).all()))
        .isEqualTo("null: The body is not text in UTF-8.");
  }
}
