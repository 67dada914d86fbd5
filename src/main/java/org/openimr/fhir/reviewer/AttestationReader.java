package org.openimr.fhir.reviewer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.core.reviewer.AssignmentTerms;
import org.openimr.core.reviewer.Attestation;
import org.openimr.core.reviewer.ConflictClass;

/** Reads what is attested about conflicts: one yes or no for each class. */
public final class AttestationReader {

  private static final String CASE_NUMBER = "case-number";

  private AttestationReader() {}

  /**
   * Reads an attestation.
   *
   * @param place the place in the request
   * @param response the answers
   * @param terms which form is asked for, and which classes there are
   * @return what is attested
   */
  public static Attestation read(int place, QuestionnaireResponse response, AssignmentTerms terms) {
    Set<String> about = new TreeSet<>();
    if (response.getSubject().hasReference()) {
      about.add(response.getSubject().getReference());
    }
    Map<String, Boolean> answers = new HashMap<>();
    Set<String> classes = new TreeSet<>();
    terms.conflicts().stream().map(ConflictClass::code).forEach(classes::add);
    read(response.getItem(), classes, about, answers);
    Set<String> by = new TreeSet<>();
    add(response.getAuthor(), by);
    add(response.getSource(), by);
    return new Attestation(
        place,
        about,
        by,
        response.hasAuthored() ? response.getAuthored().toInstant() : null,
        terms.form().equals(String.valueOf(response.getQuestionnaire()).replaceFirst("\\|.*$", "")),
        response.getStatus() == QuestionnaireResponseStatus.COMPLETED
            || response.getStatus() == QuestionnaireResponseStatus.AMENDED,
        answers);
  }

  private static void add(Reference reference, Set<String> names) {
    if (reference.hasReference()) {
      names.add(reference.getReference());
    }
    if (reference.getIdentifier().hasSystem() && reference.getIdentifier().hasValue()) {
      names.add(reference.getIdentifier().getSystem() + "|" + reference.getIdentifier().getValue());
    }
  }

  /** Of two answers to one question that of a conflict counts. */
  private static void read(
      List<QuestionnaireResponseItemComponent> items,
      Set<String> classes,
      Set<String> about,
      Map<String, Boolean> answers) {
    for (QuestionnaireResponseItemComponent item : items) {
      item.getAnswer()
          .forEach(
              answer -> {
                if (CASE_NUMBER.equals(item.getLinkId())
                    && answer.hasValue()
                    && answer.getValue().isPrimitive()) {
                  about.add(answer.getValue().primitiveValue());
                } else if (classes.contains(item.getLinkId())
                    && answer.getValue() instanceof BooleanType told
                    && told.hasValue()) {
                  answers.merge(item.getLinkId(), told.booleanValue(), Boolean::logicalOr);
                }
              });
      read(item.getItem(), classes, about, answers);
    }
  }
}
