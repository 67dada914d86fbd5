package org.openimr.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads a definition of the program itself from JSON, touching no types but those that it uses.
 *
 * <p>HAPI's parser reads the same and more, but loads every type of FHIR first, which takes longer
 * than most commands do. Narrative, extensions of primitive values and elements that do not exist
 * are passed over: what comes from others goes through HAPI's parser.
 */
public final class PlainJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;

  private PlainJson(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a resource.
   *
   * @param empty an empty resource of the type that the text holds
   * @param text the JSON
   * @return the same resource, filled
   * @throws UncheckedIOException if it is no JSON
   */
  public static <T extends Resource> T read(T empty, String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      new PlainJson(json).object(empty);
      return empty;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private void object(Base into) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Property property = into.getNamedProperty(name);
      boolean passed = property == null || name.equals("text") || name.startsWith("_");
      if (passed || name.equals("resourceType")) {
        json.skipChildren();
      } else {
        values(into, name, property);
      }
    }
  }

  private void values(Base into, String name, Property property) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      value(into, name, property);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      value(into, name, property);
    }
  }

  private void value(Base into, String name, Property property) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      object(into.addChild(name));
    } else if (property.getName().endsWith("[x]")) {
      ((PrimitiveType<?>) into.addChild(name)).setValueAsString(json.getText());
    } else {
      PrimitiveType<?> value = primitive(property.getTypeCode());
      value.setValueAsString(json.getText());
      into.setProperty(name, value);
    }
  }

  private static PrimitiveType<?> primitive(String type) {
    String plain = type.replaceFirst("\\(.*", "");
    String name = Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + "Type";
    try {
      return (PrimitiveType<?>)
          Class.forName("org.hl7.fhir.r4.model." + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalArgumentException("no primitive type is called " + type, unknown);
    }
  }
}
