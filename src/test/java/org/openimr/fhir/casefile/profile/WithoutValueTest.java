package org.openimr.fhir.casefile.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.casefile.submission.SubmittedCase;

/**
 * An extension in place of a value is no value where one is needed, and breaks nothing elsewhere.
 */
class WithoutValueTest {

  private static final String TEXT =
      "There is an extension and no value; without one this cannot be used.";

  @ParameterizedTest
  @CsvSource({
    "/entry/3, fullUrl, fullUrl",
    "/entry/0/resource, instantiatesUri, resource.instantiatesUri",
    "/entry/0/resource/for, reference, resource.for.reference",
    "/entry/0/resource/input/3/type/coding/0, system, resource.input[3].type.coding[0].system",
    "/entry/3/resource/identifier/0, system, resource.identifier[0].system",
    "/entry/3/resource/type/0/coding/0, system, resource.type[0].coding[0].system",
    "/entry/10/resource/item/0, sequence, resource.item[0].sequence",
    "/entry/11/resource/item/0, itemSequence, resource.item[0].itemSequence",
    "/entry/11/resource/request, reference, resource.request.reference",
    "/entry/20/resource/securityLabel/0/coding/0, system, resource.securityLabel[0].coding[0].system",
  })
  void isRefusedWhereAValueIsNeeded(String place, String name, String path) {
    ObjectNode bundle = Submissions.small();
    withoutValue((ObjectNode) bundle.at(place), name);
    String entry = place.replaceAll("^/entry/(\\d+).*", "Bundle.entry[$1].");

    assertThat(problems(bundle))
        .extracting(Problem::code, Problem::expression, Problem::text)
        .contains(tuple("required", entry + path, TEXT));
  }

  @Test
  void aDocumentNeedsItsContent() {
    ObjectNode bundle = Submissions.small();
    int document = place(bundle, "DocumentReference", "data");
    withoutValue(
        (ObjectNode) bundle.at("/entry/" + document + "/resource/content/0/attachment"), "data");

    assertThat(problems(bundle))
        .extracting(Problem::code, Problem::expression, Problem::text)
        .contains(
            tuple(
                "required",
                "Bundle.entry[" + document + "].resource.content[0].attachment.data",
                TEXT));
  }

  @Test
  void aProfileNeedsItsAddress() {
    ObjectNode bundle = Submissions.small();
    ObjectNode meta = Submissions.first(bundle, "Patient").putObject("meta");
    meta.putArray("profile").addNull();
    extension(meta.putArray("_profile").addObject());

    assertThat(problems(bundle))
        .extracting(Problem::code, Problem::expression, Problem::text)
        .contains(tuple("required", "Bundle.entry[1].resource.meta.profile[0]", TEXT));
  }

  @Test
  void whatIsNotKnownOfAPersonIsTaken() {
    ObjectNode bundle = Submissions.small();
    ObjectNode member = Submissions.first(bundle, "Patient");
    withoutValue(member, "birthDate");
    withoutValue((ObjectNode) member.at("/identifier/0"), "value");
    withoutValue((ObjectNode) member.at("/name/0"), "family");

    SubmittedCase read = Submissions.read(bundle);

    assertThat(read.reviewCase().facts().value("member-age")).isNull();
    ObjectNode kept = Submissions.tree(read.entries().get(1).resource());
    assertThat(kept.at("/_birthDate/extension/0/valueCode").asText()).isEqualTo("unknown");
  }

  @Test
  void inNoPlaceDoesItBreakTheReading() {
    Map<String, List<String>> places = new LinkedHashMap<>();
    collect(Submissions.small(), "", places);
    int refused = 0;
    for (List<String> place : places.values()) {
      ObjectNode bundle = Submissions.small();
      withoutValue((ObjectNode) bundle.at(place.get(0)), place.get(1));
      try {
        assertThat(Submissions.read(bundle)).as(place.toString()).isNotNull();
      } catch (UnreadableResourceException e) {
        refused++;
        assertThat(e.problems()).as(place.toString()).isNotEmpty();
      }
    }
    assertThat(places).hasSizeGreaterThan(100);
    assertThat(refused).isBetween(60, places.size() - 40);
  }

  /** One place of each kind: the pointer of an object, and the name of a value in it. */
  private static void collect(JsonNode node, String pointer, Map<String, List<String>> places) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), pointer + "/" + i, places);
      }
    }
    node.fields()
        .forEachRemaining(
            field -> {
              String name = field.getKey();
              if (field.getValue().isValueNode() && !name.equals("resourceType")) {
                String kind = pointer.replaceAll("/\\d+", "") + "/" + name;
                if (kind.startsWith("/entry/resource")) {
                  kind = node.path("resourceType").asText() + kind;
                }
                places.putIfAbsent(kind, List.of(pointer, name));
              } else {
                collect(field.getValue(), pointer + "/" + name, places);
              }
            });
  }

  private static void withoutValue(ObjectNode object, String name) {
    assertThat(object.remove(name)).as(name).isNotNull();
    extension(object.putObject("_" + name));
  }

  private static void extension(ObjectNode element) {
    element
        .putArray("extension")
        .addObject()
        .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
        .put("valueCode", "unknown");
  }

  private static int place(ObjectNode bundle, String type, String content) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < bundle.path("entry").size(); i++) {
      JsonNode resource = bundle.at("/entry/" + i + "/resource");
      if (resource.path("resourceType").asText().equals(type)
          && resource.at("/content/0/attachment").has(content)) {
        found.add(i);
      }
    }
    return found.get(0);
  }

  private static List<Problem> problems(ObjectNode bundle) {
    return catchThrowableOfType(UnreadableResourceException.class, () -> Submissions.read(bundle))
        .problems();
  }
}
