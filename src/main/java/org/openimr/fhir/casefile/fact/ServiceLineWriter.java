package org.openimr.fhir.casefile.fact;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.ServiceLine;

/** Writes what was decided about one line of a claim as a parameter. */
public final class ServiceLineWriter {

  private ServiceLineWriter() {}

  /**
   * Writes a line.
   *
   * @param line the line
   * @return {@code line} with {@code sequence}, {@code service}, {@code disputed}, {@code decision}
   *     and every {@code basis}, so far as they are known
   */
  public static ParametersParameterComponent write(ServiceLine line) {
    ParametersParameterComponent whole = new ParametersParameterComponent();
    whole.setName("line");
    add(whole, "sequence", new IntegerType(line.sequence()));
    if (line.service() != null) {
      add(whole, "service", coding(line.service()));
    }
    add(whole, "disputed", new BooleanType(line.disputed()));
    if (line.decision() != null) {
      add(whole, "decision", new CodeType(line.decision()));
    }
    line.basis().stream().sorted().forEach(basis -> add(whole, "basis", new CodeType(basis)));
    return whole;
  }

  private static Coding coding(String token) {
    int bar = token.indexOf('|');
    return new Coding(bar == 0 ? null : token.substring(0, bar), token.substring(bar + 1), null);
  }

  private static void add(ParametersParameterComponent whole, String name, Type value) {
    whole.addPart().setName(name).setValue(value);
  }
}
