package org.openimr.fhir.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.json.StrictJson;

/**
 * The JSON of signed Bundles among attachments, as it was sent. A parser writes narratives in its
 * own way, and no signature would hold of that.
 *
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/signatures.html">CDex, signatures</a>
 */
public final class AttachedText {

  private static final String TEXT = AttachedText.class.getName();
  private static final String PARAMETER = "AsSent";

  private AttachedText() {}

  /**
   * Remembers it with the resources that were made of it.
   *
   * @param body what was sent
   * @param parameters the same, parsed
   */
  public static void remember(byte[] body, Parameters parameters) {
    if (body.length == 0 || body[0] != '{') {
      return;
    }
    JsonNode tree = null;
    for (int i = 0; i < parameters.getParameter().size(); i++) {
      var parts = parameters.getParameter().get(i).getPart();
      for (int j = 0; j < parts.size(); j++) {
        if (signed(parts.get(j).getResource())) {
          tree = tree == null ? tree(body) : tree;
          JsonNode sent = tree.at("/parameter/" + i + "/part/" + j + "/resource");
          if (sent.path("resourceType").asText().equals("Bundle") && sent.has("signature")) {
            parts.get(j).getResource().setUserData(TEXT, written(sent));
          }
        }
      }
    }
  }

  private static boolean signed(Resource content) {
    return content instanceof Bundle bundle && bundle.hasSignature();
  }

  private static JsonNode tree(byte[] body) {
    try {
      return StrictJson.tree(body);
    } catch (IOException malformed) {
      // whoever parsed it took it otherwise
      return MissingNode.getInstance();
    }
  }

  private static byte[] written(JsonNode sent) {
    try {
      return StrictJson.MAPPER.writeValueAsString(sent).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is JSON", e);
    }
  }

  /** The JSON that something was sent as; null if it is not remembered. */
  static byte[] of(Resource content) {
    return (byte[]) content.getUserData(TEXT);
  }

  /**
   * Lets it wait with parameters that are held.
   *
   * @param parameters what was sent
   * @return the same, with it, to be kept
   */
  public static Parameters waiting(Parameters parameters) {
    Parameters held = parameters.copy();
    for (int i = 0; i < parameters.getParameter().size(); i++) {
      var parts = parameters.getParameter().get(i).getPart();
      for (int j = 0; j < parts.size(); j++) {
        Resource content = parts.get(j).getResource();
        if (content != null && of(content) != null) {
          ParametersParameterComponent text = held.addParameter().setName(PARAMETER);
          text.addPart().setName(i + "." + j).setValue(new StringType(PARAMETER));
          Binary binary = new Binary().setContentType("application/fhir+json");
          binary.setData(of(content));
          text.addPart().setName("text").setResource(binary);
        }
      }
    }
    return held;
  }

  /**
   * Takes it from parameters that were held.
   *
   * @param held what was held, which is as it was sent then
   */
  public static void takenFrom(Parameters held) {
    for (ParametersParameterComponent text : held.getParameter()) {
      if (PARAMETER.equals(text.getName())) {
        String[] place = text.getPartFirstRep().getName().split("\\.");
        Binary binary = (Binary) text.getPart().get(1).getResource();
        held.getParameter()
            .get(Integer.parseInt(place[0]))
            .getPart()
            .get(Integer.parseInt(place[1]))
            .getResource()
            .setUserData(TEXT, binary.getData());
      }
    }
    held.getParameter().removeIf(each -> PARAMETER.equals(each.getName()));
  }
}
