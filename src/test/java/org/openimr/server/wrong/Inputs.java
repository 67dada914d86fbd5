package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openimr.HeldPolicies;
import org.openimr.core.policy.ReviewPolicy;

/** The facts and events that the Task of a submission states. */
final class Inputs {

  static final String FACT = "https://openimr.org/fhir/CodeSystem/imr-fact";
  static final String EVENT = "https://openimr.org/fhir/CodeSystem/imr-event";
  static final String DETAIL = "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  private Inputs() {}

  /** The place of the case among the entries. */
  static int place(ObjectNode bundle) {
    for (int i = 0; i < bundle.path("entry").size(); i++) {
      JsonNode resource = bundle.path("entry").get(i).path("resource");
      if (resource.path("resourceType").asText().equals("Task")) {
        return i;
      }
    }
    throw new IllegalArgumentException("no case");
  }

  static ObjectNode task(ObjectNode bundle) {
    return (ObjectNode) bundle.path("entry").get(place(bundle)).path("resource");
  }

  /** FHIRPath of an input. */
  static String path(ObjectNode bundle, int input) {
    return "Bundle.entry[" + place(bundle) + "].resource.input[" + input + "]";
  }

  static ArrayNode all(ObjectNode bundle) {
    return task(bundle).withArray("/input");
  }

  static ObjectNode at(ObjectNode bundle, int input) {
    return (ObjectNode) all(bundle).get(input);
  }

  /** The inputs that state an event, by its code; of several the last. */
  static Map<String, Integer> events(ObjectNode bundle) {
    Map<String, Integer> events = new LinkedHashMap<>();
    JsonNode inputs = task(bundle).path("input");
    for (int i = 0; i < inputs.size(); i++) {
      JsonNode coding = inputs.get(i).path("type").path("coding").path(0);
      if (coding.path("system").asText().equals(EVENT)) {
        events.put(coding.path("code").asText(), i);
      }
    }
    return events;
  }

  /** The time of an event. */
  static String time(ObjectNode bundle, int input) {
    return at(bundle, input).path("valueDateTime").asText();
  }

  /** Adds an event and returns its input, for more to be said. */
  static ObjectNode add(ObjectNode bundle, String system, String code) {
    ObjectNode input = all(bundle).addObject();
    input.putObject("type").putArray("coding").addObject().put("system", system).put("code", code);
    return input;
  }

  /** Says more of an event. */
  static void detail(ObjectNode input, String part, String type, String value) {
    ArrayNode extensions = input.withArray("/extension");
    ObjectNode detail =
        extensions.isEmpty()
            ? extensions.addObject().put("url", DETAIL)
            : (ObjectNode) extensions.get(0);
    detail.withArray("/extension").addObject().put("url", part).put(type, value);
  }

  /** The policy that judges the case. */
  static ReviewPolicy policy(ObjectNode bundle) {
    String named = task(bundle).path("instantiatesUri").asText();
    String code = named.replaceFirst(".*/", "").replaceFirst("\\|.*", "");
    return HeldPolicies.BOOK.versions(code).get(0);
  }
}
