package org.openimr.fhir.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/**
 * Reads JSON that somebody sent without losing anything: no name twice, nothing after the end,
 * numbers as they are written.
 */
public final class StrictJson {

  /** Reads it; may be used by many threads. */
  public static final JsonMapper MAPPER = mapper();

  private static final int DEEPEST = 200;

  private StrictJson() {}

  /**
   * Reads a body.
   *
   * @param body what was sent, in UTF-8; it must not be changed as long as the tree is used
   * @return what it says; missing if it is empty
   * @throws IOException if it is not well formed, or says something twice
   */
  public static JsonNode tree(byte[] body) throws IOException {
    return BodyTree.read(body);
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                // documents come as one string each; who takes a body limits the whole
                .maxStringLength(Integer.MAX_VALUE)
                .build());
    return mapper;
  }
}
