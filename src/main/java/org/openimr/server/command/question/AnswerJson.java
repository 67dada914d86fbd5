package org.openimr.server.command.question;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Type;

/**
 * Writes what operations answer about a case as FHIR JSON, without loading all types of FHIR as
 * HAPI's encoder does.
 */
final class AnswerJson {

  private final JsonGenerator json;

  private AnswerJson(JsonGenerator json) {
    this.json = json;
  }

  static String of(Parameters answer) {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(written)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("resourceType", "Parameters");
      if (answer.hasParameter()) {
        new AnswerJson(json).list("parameter", answer.getParameter());
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return written.toString();
  }

  private void list(String name, List<ParametersParameterComponent> all) throws IOException {
    json.writeArrayFieldStart(name);
    for (ParametersParameterComponent each : all) {
      json.writeStartObject();
      json.writeStringField("name", each.getName());
      if (each.hasValue()) {
        value(each.getValue());
      }
      if (each.hasPart()) {
        list("part", each.getPart());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void value(Type value) throws IOException {
    String type = value.fhirType();
    json.writeFieldName("value" + Character.toUpperCase(type.charAt(0)) + type.substring(1));
    if (value instanceof BooleanType flag) {
      json.writeBoolean(flag.booleanValue());
    } else if (value instanceof IntegerType number) {
      json.writeNumber(number.getValue());
    } else if (value instanceof Money money) {
      json.writeStartObject();
      json.writeNumberField("value", money.getValue());
      json.writeStringField("currency", money.getCurrency());
      json.writeEndObject();
    } else {
      json.writeString(value.primitiveValue());
    }
  }
}
