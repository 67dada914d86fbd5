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
    try {
      return JSON.writeValueAsString(outcome);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Outcome read(String text) {
    try {
      return JSON.readValue(text, Outcome.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a public row cannot be read", impossible);
    }
  }

  static String kind(Kind kind) {
    try {
      return JSON.writeValueAsString(kind);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Kind kind(String text) {
    try {
      return JSON.readValue(text, Kind.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the kind of a public row cannot be read", impossible);
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
