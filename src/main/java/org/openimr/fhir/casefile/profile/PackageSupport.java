package org.openimr.fhir.casefile.profile;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Questionnaire;

/** The definitions of the package as the validator asks for them, Questionnaires included. */
final class PackageSupport extends PrePopulatedValidationSupport {

  private final Map<String, Questionnaire> questionnaires = new HashMap<>();

  PackageSupport(FhirContext context, Collection<? extends IBaseResource> definitions) {
    super(context);
    for (IBaseResource definition : definitions) {
      if (definition instanceof Questionnaire questionnaire) {
        questionnaires.put(questionnaire.getUrl(), questionnaire);
      } else {
        addResource(definition);
      }
    }
  }

  /** Answers in another version of a Questionnaire are checked by the one that is held. */
  @Override
  public <T extends IBaseResource> T fetchResource(Class<T> type, String canonical) {
    return type == Questionnaire.class
        ? type.cast(questionnaires.get(canonical.replaceFirst("\\|.*$", "")))
        : super.fetchResource(type, canonical);
  }
}
