package org.openimr.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;

/** What was made of a case as it stands in a column. */
final class RowText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LETTERS = 2;

  private RowText() {}

  static String write(Outcome outcome) {
    return json(outcome);
  }

  static Outcome read(String text) {
    return read(text, Outcome.class);
  }

  static String kind(Kind kind) {
    return json(kind);
  }

  static Kind kind(String text) {
    return read(text, Kind.class);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a public row cannot be read", impossible);
    }
  }

  /** By what rows are in order: the year, the type, the number; those without reference first. */
  static String key(String reference) {
    if (reference.isEmpty()) {
      return "";
    }
    int hyphen = reference.indexOf('-');
    String number = reference.substring(hyphen + 1);
    return reference.substring(LETTERS, hyphen)
        + reference.substring(0, LETTERS).toLowerCase(Locale.ROOT)
        + "0".repeat(Math.max(0, 20 - number.length()))
        + number.substring(Math.max(0, number.length() - 20));
  }
}
