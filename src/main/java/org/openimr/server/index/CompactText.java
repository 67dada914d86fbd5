package org.openimr.server.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.core.casefile.Vocabulary;

/**
 * Facts, events and duties as short JSON.
 *
 * <p>Facts are an object of values by name; a many-valued fact is an array, of which a first {@code
 * null} says that not all of it is known. Events and duties are arrays of texts: absent parts are
 * {@code null}, and those at the end left out. The same content is always the same text.
 */
final class CompactText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int DATE = "2026-07-02".length();

  private final Vocabulary vocabulary;

  /** Texts about the facts of this vocabulary. */
  CompactText(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String written(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      body.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** Writes facts. */
  String facts(Map<FactDefinition, Object> facts) {
    Map<String, Object> ordered = new TreeMap<>();
    facts.forEach((fact, value) -> ordered.put(fact.name(), value));
    return written(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Object> each : ordered.entrySet()) {
            json.writeFieldName(each.getKey());
            value(json, each.getValue());
          }
          json.writeEndObject();
        });
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Set<?> || value instanceof KnownInPart) {
      json.writeStartArray();
      if (value instanceof KnownInPart) {
        json.writeNull();
      }
      Set<?> values = value instanceof KnownInPart part ? part.values() : (Set<?>) value;
      for (Object each : values.stream().sorted(Comparator.comparing(Object::toString)).toList()) {
        json.writePOJO(each);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }

  /** Reads facts; a fact that is not of the vocabulary any more is left out. */
  Map<FactDefinition, Object> facts(String text) {
    Map<FactDefinition, Object> facts = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        FactDefinition fact = vocabulary.fact(json.currentName());
        Object value = json.nextToken() == JsonToken.START_ARRAY ? many(json) : single(json);
        if (fact != null) {
          facts.put(fact, value);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return facts;
  }

  private static Object many(JsonParser json) throws IOException {
    Set<Object> values = new LinkedHashSet<>();
    boolean inPart = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      inPart |= json.currentToken() == JsonToken.VALUE_NULL;
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        values.add(single(json));
      }
    }
    return inPart ? new KnownInPart(values) : Set.copyOf(values);
  }

  private static Object single(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getIntValue();
      default -> json.getText();
    };
  }

  /** Writes events. */
  String events(List<CaseEvent> events) {
    return written(
        json -> {
          json.writeStartArray();
          for (CaseEvent event : events) {
            texts(
                json,
                event.code(),
                event.time().toString(),
                event.id(),
                event.actor(),
                event.reason(),
                event.until() == null ? null : event.until().toString(),
                event.refersTo(),
                event.evidence());
          }
          json.writeEndArray();
        });
  }

  private static void texts(JsonGenerator json, String... texts) throws IOException {
    int last = texts.length;
    while (last > 0 && texts[last - 1] == null) {
      last--;
    }
    json.writeStartArray();
    for (int i = 0; i < last; i++) {
      json.writeString(texts[i]);
    }
    json.writeEndArray();
  }

  /** Reads events. */
  List<CaseEvent> events(String text) {
    List<CaseEvent> events = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        String[] part = texts(json, 8);
        events.add(
            new CaseEvent(
                part[2],
                part[0],
                time(part[1]),
                part[3],
                part[4],
                time(part[5]),
                part[6],
                part[7]));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return events;
  }

  private static EventTime time(String text) {
    if (text == null) {
      return null;
    }
    return text.length() == DATE
        ? EventTime.on(LocalDate.parse(text))
        : EventTime.at(Instant.parse(text));
  }

  private static String[] texts(JsonParser json, int most) throws IOException {
    String[] texts = new String[most];
    int i = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts[i++] = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }
    return texts;
  }

  /** Writes duties, by the id of their Task. */
  String duties(Map<String, IndexedDuty> duties) {
    return written(
        json -> {
          json.writeStartArray();
          for (Map.Entry<String, IndexedDuty> each : new TreeMap<>(duties).entrySet()) {
            IndexedDuty duty = each.getValue();
            texts(
                json,
                each.getKey(),
                duty.milestone(),
                duty.status(),
                duty.rule(),
                duty.start() == null ? null : duty.start().toString(),
                duty.due() == null ? null : duty.due().toString());
          }
          json.writeEndArray();
        });
  }

  /** Reads duties. */
  Map<String, IndexedDuty> duties(String text) {
    Map<String, IndexedDuty> duties = new TreeMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        String[] part = texts(json, 6);
        duties.put(
            part[0],
            new IndexedDuty(part[1], part[2], instant(part[4]), instant(part[5]), part[3]));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return duties;
  }

  private static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
