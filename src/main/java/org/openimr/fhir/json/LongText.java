package org.openimr.fhir.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/**
 * A long text of JSON that is given piece by piece: characters of ASCII without escapes, such as
 * the content of a document in base64. It is its own canonical form.
 */
public abstract class LongText extends ValueNode {

  private static final long serialVersionUID = 1L;

  /**
   * Gives the characters.
   *
   * @param sink what takes them, a byte each
   */
  public abstract void to(ByteSink sink);

  @Override
  public final String textValue() {
    return asText();
  }

  @Override
  public final JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public final JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public final void serialize(JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    generator.writeString(asText());
  }

  @Override
  public final int hashCode() {
    return asText().hashCode();
  }
}
