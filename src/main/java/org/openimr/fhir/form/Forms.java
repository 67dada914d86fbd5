package org.openimr.fhir.form;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Questionnaire;

/**
 * The forms of the package, by their canonical.
 *
 * <p>May be used by many threads.
 */
public final class Forms {

  /** Where the canonicals of the package's own forms begin. */
  public static final String BASE = "https://openimr.org/fhir/Questionnaire/";

  private final Map<String, Form> byUrl = new LinkedHashMap<>();

  /**
   * Compiles the forms.
   *
   * @param definitions the Questionnaires, ValueSets and CodeSystems; others are passed over
   * @param context the FHIR context
   */
  public Forms(Collection<? extends IBaseResource> definitions, FhirContext context) {
    FormPath path = new FormPath(context);
    AnswerCodes codes = new AnswerCodes(definitions);
    for (IBaseResource definition : definitions) {
      if (definition instanceof Questionnaire questionnaire) {
        byUrl.put(questionnaire.getUrl(), new Form(questionnaire, path, codes));
      }
    }
  }

  /**
   * Finds a form.
   *
   * @param canonical its canonical, with or without version
   * @return the form as held, in whatever version; null if there is none
   */
  public Form find(String canonical) {
    return canonical == null ? null : byUrl.get(canonical.replaceFirst("\\|.*$", ""));
  }
}
