package org.openimr.fhir.policy.condition;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRLexer.FHIRLexerException;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;

/** The syntax of FHIRPath, as HAPI parses it; nothing is evaluated. */
final class FhirPathSyntax {

  private static final int LONGEST = 2000;
  private static final int DEEPEST = 40;
  private static final FHIRPathEngine ENGINE =
      new FHIRPathEngine(new HapiWorkerContext(FhirContext.forR4Cached(), new NoDefinitions()));

  private FhirPathSyntax() {}

  /** Parsing needs no structure definition, and loading them takes seconds. */
  private static final class NoDefinitions implements IValidationSupport {
    @Override
    public FhirContext getFhirContext() {
      return FhirContext.forR4Cached();
    }

    @Override
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
      return List.of();
    }
  }

  /**
   * Parses an expression.
   *
   * @param fhirPath the expression
   * @return its tree
   * @throws IllegalArgumentException if it is no FHIRPath, too long or nested too deeply
   */
  static ExpressionNode parse(String fhirPath) {
    checkSize(fhirPath);
    try {
      return ENGINE.parse(fhirPath);
    } catch (FHIRLexerException e) {
      throw new IllegalArgumentException("is no FHIRPath: " + e.getMessage(), e);
    }
  }

  private static void checkSize(String fhirPath) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < fhirPath.length(); i++) {
      depth += fhirPath.charAt(i) == '(' ? 1 : fhirPath.charAt(i) == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    if (fhirPath.length() > LONGEST || deepest > DEEPEST) {
      throw new IllegalArgumentException(
          "is longer than " + LONGEST + " characters or nested deeper than " + DEEPEST);
    }
  }
}
