package org.openimr.fhir.parameter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;

/**
 * Reads parameters in JSON that hold names, parts and simple values and nothing else, without
 * loading all types of FHIR as HAPI's parser does.
 *
 * <p>Whatever is not as simple as that, or is wrong in any way, it leaves to HAPI's parser, so that
 * both read the same where this one reads at all.
 */
final class PlainQuestion {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final int DEEPEST = 5;
  private static final Map<String, Supplier<PrimitiveType<?>>> TEXTS =
      Map.of(
          "valueCode", CodeType::new,
          "valueString", StringType::new,
          "valueDateTime", DateTimeType::new,
          "valueCanonical", CanonicalType::new);

  private final JsonParser json;

  private PlainQuestion(JsonParser json) {
    this.json = json;
  }

  /** The parameters; empty if a full parser must look at them. */
  static Optional<Parameters> read(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      return Optional.ofNullable(new PlainQuestion(json).parameters());
    } catch (IOException | IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private Parameters parameters() throws IOException {
    Parameters parameters = new Parameters();
    boolean named = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("resourceType") && "Parameters".equals(json.getText())) {
        named = true;
      } else if (!name.equals("parameter")
          || value != JsonToken.START_ARRAY
          || !list(part -> parameters.addParameter(), 0)) {
        return null;
      }
    }
    return named && json.nextToken() == null ? parameters : null;
  }

  private boolean list(Function<Object, ParametersParameterComponent> added, int depth)
      throws IOException {
    int before = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      before++;
      if (depth > DEEPEST || !parameter(added.apply(null), depth)) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_ARRAY && before > 0;
  }

  private boolean parameter(ParametersParameterComponent into, int depth) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean read;
      if (name.equals("part")) {
        read = value == JsonToken.START_ARRAY && list(part -> into.addPart(), depth + 1);
      } else if (name.equals("name")) {
        read = plain(value);
        into.setName(json.getText());
      } else {
        PrimitiveType<?> type = into.hasValue() ? null : value(name, value);
        into.setValue(type);
        read = type != null;
      }
      if (!read) {
        return false;
      }
    }
    return into.hasName() && json.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean plain(JsonToken value) throws IOException {
    String text = value == JsonToken.VALUE_STRING ? json.getText() : "";
    return !text.isEmpty() && text.equals(text.strip());
  }

  private PrimitiveType<?> value(String name, JsonToken value) throws IOException {
    if (name.equals("valueBoolean") && value.isBoolean()) {
      return new BooleanType(json.getBooleanValue());
    }
    if (name.equals("valueInteger") && value == JsonToken.VALUE_NUMBER_INT) {
      return new IntegerType(json.getText());
    }
    Supplier<PrimitiveType<?>> type = TEXTS.get(name);
    if (type == null || !plain(value)) {
      return null;
    }
    PrimitiveType<?> read = type.get();
    read.setValueAsString(json.getText());
    return read;
  }
}
