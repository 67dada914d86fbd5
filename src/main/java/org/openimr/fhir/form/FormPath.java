package org.openimr.fhir.form;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;

/** FHIRPath as forms use it: with words of their own, and references that resolve in a Bundle. */
final class FormPath {

  private final FHIRPathEngine engine;

  FormPath(FhirContext context) {
    HapiWorkerContext worker =
        new HapiWorkerContext(context, new DefaultProfileValidationSupport(context));
    this.engine = new FHIRPathEngine(worker);
    this.engine.setHostServices(new Words(worker));
  }

  ExpressionNode compile(String expression) {
    return engine.parse(expression);
  }

  /** What an expression finds; nothing, if it cannot be evaluated on what is there. */
  List<Base> find(ExpressionNode expression, Base focus, FormWords words) {
    try {
      return engine.evaluate(words, focus, focus, focus, expression);
    } catch (FHIRException e) {
      return List.of();
    }
  }

  private static final class Words extends BaseHostServices {

    Words(HapiWorkerContext worker) {
      super(worker);
    }

    @Override
    public List<Base> resolveConstant(
        FHIRPathEngine engine, Object words, String name, FHIRPathConstantEvaluationMode mode) {
      return mode == FHIRPathConstantEvaluationMode.EXPLICIT
          ? ((FormWords) words).values(name.replace("`", ""))
          : List.of();
    }

    @Override
    public Base resolveReference(
        FHIRPathEngine engine, Object words, String reference, Base context) {
      return ((FormWords) words).resource(reference);
    }

    @Override
    public boolean log(String argument, List<Base> focus) {
      return false;
    }

    @Override
    public boolean conformsToProfile(
        FHIRPathEngine engine, Object words, Base item, String profile) {
      return false;
    }

    @Override
    public ValueSet resolveValueSet(FHIRPathEngine engine, Object words, String url) {
      return null;
    }

    @Override
    public boolean paramIsType(String name, int index) {
      return false;
    }
  }
}
