package org.openimr.fhir.sensitivity;

import java.util.List;
import java.util.Map;

/**
 * A class of health information with rules of disclosure of its own.
 *
 * @param code its code in the CodeSystem {@code imr-sensitivity}
 * @param labels the codes of {@code v3-ActCode} that resources of the class bear
 * @param confidentiality the confidentiality that they have at least
 * @param implies other classes to which all of this class belongs
 * @param minorConsentFrom the age from which a minor may consent alone to such care; null if not
 * @param notice what is to be said to whoever gets it, by language; empty if nothing
 */
record SensitiveClass(
    String code,
    List<String> labels,
    Confidentiality confidentiality,
    List<String> implies,
    Integer minorConsentFrom,
    Map<String, String> notice) {

  /** Keeps its own copies. */
  SensitiveClass {
    labels = List.copyOf(labels);
    implies = List.copyOf(implies);
  }
}
