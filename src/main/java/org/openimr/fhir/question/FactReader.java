package org.openimr.fhir.question;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;
import org.openimr.fhir.question.CaseQuestion.GivenFact;

/** Reads one fact of a question from its parts. */
final class FactReader {

  private static final Set<String> PARTS = Set.of("name", "value");

  private final Vocabulary vocabulary;
  private final Part given;
  private final Problems problems;

  private FactReader(Vocabulary vocabulary, Part given) {
    this.vocabulary = vocabulary;
    this.given = given;
    this.problems = given.problems();
  }

  /** The fact, or null if it has no usable name or value. */
  static GivenFact read(Vocabulary vocabulary, Part given) {
    return new FactReader(vocabulary, given).read();
  }

  private GivenFact read() {
    if (!given.parted()) {
      return null;
    }
    SeenNames seen = new SeenNames(given, PARTS);
    FactDefinition fact = null;
    List<Part> values = new ArrayList<>(1);
    for (int i = 0; i < given.given().getPart().size(); i++) {
      Part part = given.part(i);
      if ("value".equals(part.given().getName())) {
        seen.known(part);
        values.add(part);
      } else if (seen.once(part)) {
        fact = named(part);
      }
    }
    seen.require("name");
    seen.require("value");
    return fact == null || values.isEmpty() ? null : valued(fact, values);
  }

  private FactDefinition named(Part part) {
    String name = part.text("code");
    FactDefinition fact = name == null ? null : vocabulary.fact(name);
    if (name != null && fact == null) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no fact " + Part.said(name) + " in the CodeSystem imr-fact.");
    }
    return fact;
  }

  private GivenFact valued(FactDefinition fact, List<Part> parts) {
    Set<Object> values = new LinkedHashSet<>();
    for (Part part : parts) {
      Object value = value(fact, part);
      if (value != null) {
        values.add(value);
      }
    }
    if (!fact.many() && parts.size() > 1) {
      problems.unacceptable(
          "value",
          given.path(),
          "The fact " + fact.name() + " has several values; one was expected.");
      return null;
    }
    if (values.isEmpty()) {
      return null;
    }
    return new GivenFact(fact, fact.many() ? Set.copyOf(values) : values.iterator().next());
  }

  private Object value(FactDefinition fact, Part part) {
    Type value =
        switch (fact.type()) {
          case BOOLEAN -> part.value("boolean");
          case INTEGER -> part.value("integer");
          case CODE -> part.value("code");
        };
    if (value instanceof BooleanType truth) {
      return truth.getValue();
    }
    if (value instanceof IntegerType number) {
      return count(fact, part, number.getValue());
    }
    return value == null ? null : code(fact, part, ((PrimitiveType<?>) value).getValueAsString());
  }

  private Integer count(FactDefinition fact, Part part, Integer number) {
    if (fact.objectionTo(number) == null) {
      return number;
    }
    problems.unacceptable(
        "value", part.path() + ".value", "The fact " + fact.name() + " counts from 0 on.");
    return null;
  }

  private String code(FactDefinition fact, Part part, String code) {
    if (fact.codes().contains(code)) {
      return code;
    }
    problems.unacceptable(
        "code-invalid",
        part.path() + ".value",
        "The fact "
            + fact.name()
            + " has no value "
            + Part.said(code)
            + "; it has "
            + Vocabulary.listed(fact.codes())
            + ".");
    return null;
  }
}
