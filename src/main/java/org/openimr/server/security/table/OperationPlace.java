package org.openimr.server.security.table;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an operation is asked for. */
public enum OperationPlace {
  /** At the base address. */
  SYSTEM,
  /** At a type. */
  TYPE,
  /** At one resource. */
  INSTANCE;

  /** Its name in the table. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<OperationPlace> ofCode(String code) {
    return Arrays.stream(values()).filter(place -> place.code().equals(code)).findFirst();
  }

  static Optional<OperationPlace> of(RestOperationTypeEnum kind) {
    return Optional.ofNullable(
        switch (kind) {
          case EXTENDED_OPERATION_SERVER -> SYSTEM;
          case EXTENDED_OPERATION_TYPE -> TYPE;
          case EXTENDED_OPERATION_INSTANCE -> INSTANCE;
          default -> null;
        });
  }
}
