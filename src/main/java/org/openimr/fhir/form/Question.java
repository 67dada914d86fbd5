package org.openimr.fhir.form;

import java.util.Map;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;

/**
 * One item of a form.
 *
 * @param item the item
 * @param prefill what yields its answer where it is known already, or null
 * @param agrees whether an answer is compared with that
 * @param codes the codings from which it is answered, by code
 */
record Question(
    QuestionnaireItemComponent item,
    ExpressionNode prefill,
    boolean agrees,
    Map<String, Coding> codes) {}
