package org.openimr.core.policy;

import org.openimr.core.casefile.FactDefinition;

/** How facts and values are written in FHIRPath. */
final class ConditionText {

  private ConditionText() {}

  static String name(FactDefinition fact) {
    return fact.name().contains("-") ? "%`" + fact.name() + "`" : "%" + fact.name();
  }

  static String literal(Object value) {
    return value instanceof String ? "'" + value + "'" : value.toString();
  }
}
