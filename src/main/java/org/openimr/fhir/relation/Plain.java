package org.openimr.fhir.relation;

import java.text.Normalizer;
import java.util.Locale;

/** Numbers and names in the one form in which those that mean the same are equal. */
final class Plain {

  private Plain() {}

  /** Letters and digits alone, in capitals. */
  static String number(String text) {
    return text == null ? "" : text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  /** Letters alone, in capitals and without marks. */
  static String name(String text) {
    return text == null
        ? ""
        : Normalizer.normalize(text, Normalizer.Form.NFD)
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^\\p{L}]", "");
  }
}
