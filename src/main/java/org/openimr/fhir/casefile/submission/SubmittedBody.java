package org.openimr.fhir.casefile.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.BodyFaults;
import org.openimr.fhir.body.Characters;
import org.openimr.fhir.body.ContentFaults;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.json.StrictJson;

/**
 * The Bundle that a submission carries, as a tree of JSON: exactly what was sent, before anything
 * is interpreted or lost.
 *
 * <p>The body is the Bundle itself, or Parameters with the Bundle as parameter {@code bundle}; JSON
 * or XML.
 *
 * @param tree the Bundle
 * @param problems what XML held that FHIR does not know; of JSON the profiles find it
 */
public record SubmittedBody(ObjectNode tree, List<Problem> problems) {

  /** Reads JSON strictly: a name that is given twice is a fault. */
  public static final JsonMapper JSON = StrictJson.MAPPER;

  /** Keeps its own copy. */
  public SubmittedBody {
    problems = List.copyOf(problems);
  }

  /**
   * Reads a body.
   *
   * @param body the bytes
   * @param xml whether it is XML; else JSON
   * @param context the FHIR context
   * @return the Bundle in it
   * @throws UnreadableResourceException if it is not well formed, or neither a Bundle nor
   *     Parameters with one
   */
  public static SubmittedBody read(byte[] body, boolean xml, FhirContext context) {
    List<Problem> problems = new ArrayList<>();
    JsonNode root = xml ? fromXml(body, context, problems) : fromJson(body, context);
    if (!(root instanceof ObjectNode resource)) {
      throw malformed("The body is not a FHIR resource.");
    }
    String type = resource.path("resourceType").asText();
    if (type.equals("Parameters")) {
      return new SubmittedBody(parameter(resource), problems);
    }
    if (!type.equals("Bundle")) {
      throw unreadable("The body is neither a Bundle nor Parameters with a parameter bundle.");
    }
    return new SubmittedBody(resource, problems);
  }

  /**
   * Returns the identifier of the Bundle.
   *
   * @return system and value as sent; empty if there are none
   */
  public Identifier identifier() {
    JsonNode identifier = tree.path("identifier");
    return new Identifier()
        .setSystem(identifier.path("system").asText(null))
        .setValue(identifier.path("value").asText(null));
  }

  /**
   * Parses the Bundle.
   *
   * @param context the FHIR context
   * @return the Bundle
   * @throws UnreadableResourceException naming what in it is no FHIR
   */
  public Bundle bundle(FhirContext context) {
    List<Problem> found = new ArrayList<>(problems);
    String json = tree.toString();
    try {
      Bundle bundle =
          context
              .newJsonParser()
              .setParserErrorHandler(new ParseProblems(found))
              .setOverrideResourceIdWithBundleEntryFullUrl(false)
              .parseResource(Bundle.class, json);
      if (found.isEmpty()) {
        return bundle;
      }
    } catch (DataFormatException | ClassCastException | NullPointerException noFhir) {
      found.clear();
    }
    List<Problem> placed =
        BodyFaults.in(json.getBytes(StandardCharsets.UTF_8), false, context).all();
    if (!placed.isEmpty()) {
      throw faulty(placed);
    }
    throw found.isEmpty()
        ? malformed("The Bundle is not well-formed FHIR.")
        : new UnreadableResourceException(found, true);
  }

  /**
   * Returns the hash of the content: equal for bodies that differ only in spaces, line ends and the
   * order of properties.
   *
   * @return SHA-256 of the canonical JSON of the Bundle, 64 hexadecimal digits
   */
  public String contentSha256() {
    return CanonicalJson.sha256(tree);
  }

  private static JsonNode fromJson(byte[] body, FhirContext context) {
    JsonNode root;
    if (wide(body)) {
      throw malformed("The body is not in UTF-8, as FHIR asks.");
    }
    try {
      root = JSON.readTree(body);
    } catch (IOException illFormed) {
      throw faulty(BodyFaults.in(body, false, context).all());
    }
    if (Characters.suspected(body)) {
      List<Problem> characters = BodyFaults.in(body, false, context).ofCharacters();
      if (!characters.isEmpty()) {
        throw faulty(characters);
      }
    }
    return root;
  }

  /** Whether a body is in UTF-16 or UTF-32, which a reader of JSON would take as well. */
  private static boolean wide(byte[] body) {
    return body.length > 1
        && (body[0] == 0 || body[1] == 0 || (body[0] & 0xff) >= 0xfe && (body[1] & 0xff) >= 0xfe);
  }

  private static JsonNode fromXml(byte[] body, FhirContext context, List<Problem> problems) {
    try {
      IBaseResource resource =
          context
              .newXmlParser()
              .setParserErrorHandler(new ParseProblems(problems))
              .parseResource(new String(body, StandardCharsets.UTF_8));
      List<Problem> endless = ContentFaults.of((Resource) resource, resource.fhirType());
      if (!endless.isEmpty()) {
        throw faulty(endless);
      }
      List<Problem> placed =
          problems.isEmpty() ? List.of() : BodyFaults.in(body, true, context).all();
      if (!placed.isEmpty()) {
        // the parser named them without their places
        problems.clear();
        problems.addAll(placed);
      }
      return JSON.readTree(
          context
              .newJsonParser()
              .setOverrideResourceIdWithBundleEntryFullUrl(false)
              .encodeResourceToString(resource));
    } catch (DataFormatException | JsonProcessingException e) {
      throw faulty(BodyFaults.in(body, true, context).all());
    }
  }

  private static UnreadableResourceException faulty(List<Problem> faults) {
    return faults.isEmpty()
        ? malformed("The body is not well-formed FHIR.")
        : new UnreadableResourceException(faults, true);
  }

  private static ObjectNode parameter(ObjectNode parameters) {
    List<ObjectNode> bundles = new ArrayList<>();
    for (JsonNode parameter : parameters.path("parameter")) {
      if (parameter.path("name").asText().equals("bundle")
          && parameter.path("resource") instanceof ObjectNode resource
          && resource.path("resourceType").asText().equals("Bundle")) {
        bundles.add(resource);
      }
    }
    if (bundles.size() != 1) {
      throw unreadable(
          "Parameters has "
              + bundles.size()
              + " parameters bundle that hold a Bundle; 1 was expected.");
    }
    return bundles.get(0);
  }

  private static UnreadableResourceException unreadable(String text) {
    return new UnreadableResourceException(List.of(new Problem("structure", null, text)));
  }

  private static UnreadableResourceException malformed(String text) {
    return new UnreadableResourceException(List.of(new Problem("structure", null, text)), true);
  }
}
