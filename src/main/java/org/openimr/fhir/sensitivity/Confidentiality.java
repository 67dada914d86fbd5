package org.openimr.fhir.sensitivity;

import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;

/**
 * How confidential a resource is, from the least to the most.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-Confidentiality.html">Confidentiality</a>
 */
public enum Confidentiality {
  /** Unrestricted. */
  U,
  /** Low. */
  L,
  /** Moderate. */
  M,
  /** Normal. */
  N,
  /** Restricted. */
  R,
  /** Very restricted. */
  V;

  /** The system of the codes. */
  public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  /**
   * Reads a label.
   *
   * @param label a label
   * @return what it says, or empty if it says something else
   */
  static Optional<Confidentiality> of(Coding label) {
    return SYSTEM.equals(label.getSystem())
        ? Arrays.stream(values()).filter(each -> each.name().equals(label.getCode())).findFirst()
        : Optional.empty();
  }

  /** The label. */
  Coding label() {
    return new Coding(SYSTEM, name(), null);
  }

  /** The more confidential of two; the other if one is null. */
  static Confidentiality higher(Confidentiality one, Confidentiality other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
