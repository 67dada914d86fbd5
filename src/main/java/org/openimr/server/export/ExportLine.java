package org.openimr.server.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.ContentElement;
import org.openimr.server.content.ContentReading;
import org.openimr.server.content.FilledAnswers;

/**
 * A stored resource as one line of JSON: its text as it was stored, with id and meta put in. No
 * resource is made of it, which would take most of the time of an export.
 */
final class ExportLine {

  /** Numbers keep their digits: {@code 1.50} is not {@code 1.5}. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static {
    // what was stored was within the limits of what is taken in
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final ContentReading contents;
  private final FilledAnswers answers;
  private final FhirContext fhir;

  /**
   * Writes lines.
   *
   * @param contents sees which contents are there
   * @param answers writes those that are kept apart
   */
  ExportLine(FhirContext fhir, ContentReading contents, FilledAnswers answers) {
    this.contents = contents;
    this.answers = answers;
    this.fhir = fhir;
  }

  /**
   * Writes the line of a resource. Contents that are kept apart are never in memory as a whole.
   *
   * @param base the address of the server; what an attachment refers to is fetched from a file,
   *     where nothing is relative
   */
  void write(String type, StoredTexts.Stored stored, String base, Writer out) throws IOException {
    if (stored.text().contains(ContentElement.NAME)) {
      IParser parser = fhir.newJsonParser().setOverrideResourceIdWithBundleEntryFullUrl(false);
      Resource resource = (Resource) parser.parseResource(stored.text());
      contents.markLost(resource);
      answers.json(resource, text -> line(type, stored, base, text)).write(out);
    } else {
      out.write(line(type, stored, base, stored.text()));
    }
    out.write('\n');
  }

  private static String line(String type, StoredTexts.Stored stored, String base, String json) {
    try {
      ObjectNode text = (ObjectNode) JSON.readTree(json);
      ObjectNode line = JSON.createObjectNode();
      line.put("resourceType", type);
      line.put("id", stored.id());
      ObjectNode meta = line.putObject("meta");
      meta(stored.meta(), meta);
      if (text.path("meta") instanceof ObjectNode kept) {
        meta.setAll(kept);
      }
      text.remove(List.of("resourceType", "id", "meta"));
      line.setAll(text);
      if (type.equals("DocumentReference")) {
        absolute(line, base);
      }
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException notStored) {
      throw new IllegalStateException("What is stored is not JSON", notStored);
    }
  }

  private static void absolute(ObjectNode document, String base) {
    for (JsonNode content : document.path("content")) {
      String url = content.path("attachment").path("url").asText();
      if (url.startsWith("Binary/")) {
        ((ObjectNode) content.path("attachment")).put("url", base + "/" + url);
      }
    }
  }

  private static void meta(Meta meta, ObjectNode json) {
    json.put("versionId", meta.getVersionId());
    json.put("lastUpdated", meta.getLastUpdatedElement().getValueAsString());
    if (meta.hasSource()) {
      json.put("source", meta.getSource());
    }
    if (meta.hasProfile()) {
      ArrayNode profiles = json.putArray("profile");
      meta.getProfile().stream().map(PrimitiveType::getValue).forEach(profiles::add);
    }
    if (meta.hasSecurity()) {
      codings(meta.getSecurity(), json.putArray("security"));
    }
    if (meta.hasTag()) {
      codings(meta.getTag(), json.putArray("tag"));
    }
  }

  private static void codings(List<Coding> codings, ArrayNode json) {
    for (Coding each : codings) {
      ObjectNode coding = json.addObject();
      put(coding, "system", each.getSystem());
      put(coding, "version", each.getVersion());
      put(coding, "code", each.getCode());
      put(coding, "display", each.getDisplay());
      if (each.hasUserSelected()) {
        coding.put("userSelected", each.getUserSelected());
      }
    }
  }

  private static void put(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
