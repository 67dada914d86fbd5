package org.openimr.fhir.determination;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The determinations that are stored of a case.
 *
 * @param all every one, those that were replaced included
 * @param answers what was written beside them of the lines of the claim
 */
public record StoredDeterminations(List<Composition> all, List<ClaimResponse> answers) {

  /** Keeps its own copies. */
  public StoredDeterminations {
    all = List.copyOf(all);
    answers = List.copyOf(answers);
  }

  /**
   * Finds them.
   *
   * @param file the whole case
   * @return its determinations
   */
  public static StoredDeterminations of(CaseFile file) {
    return new StoredDeterminations(
        file.resources().stream()
            .filter(Composition.class::isInstance)
            .map(Composition.class::cast)
            .filter(each -> each.getMeta().hasProfile(DeterminationWriter.PROFILE))
            .toList(),
        file.resources().stream()
            .filter(ClaimResponse.class::isInstance)
            .map(ClaimResponse.class::cast)
            .filter(
                each ->
                    each.getMeta().getTag().stream()
                        .anyMatch(tag -> DeterminationWriter.CONTENT.equals(tag.getSystem())))
            .toList());
  }

  /**
   * Finds the one that has a name.
   *
   * @param identifier what a client calls it, or null
   * @return the determination, or empty
   */
  public Optional<Composition> named(Identifier identifier) {
    return all.stream()
        .filter(
            each ->
                identifier != null
                    && Objects.equals(identifier.getValue(), each.getIdentifier().getValue())
                    && Objects.equals(identifier.getSystem(), each.getIdentifier().getSystem()))
        .findFirst();
  }

  /**
   * Says whether a determination was made of a request.
   *
   * @param determination one of them
   * @param content the SHA-256 of the request
   * @return true if it was
   */
  public static boolean madeOf(Composition determination, String content) {
    return determination.getMeta().getTag(DeterminationWriter.CONTENT, content) != null;
  }

  /**
   * Returns those that still count.
   *
   * @return those that were not entered in error, in the order of the file
   */
  public List<Composition> counting() {
    return all.stream()
        .filter(each -> each.getStatus() != CompositionStatus.ENTEREDINERROR)
        .toList();
  }

  /** The answers that still count. */
  List<ClaimResponse> countingAnswers() {
    return answers.stream()
        .filter(each -> each.getStatus() != ClaimResponse.ClaimResponseStatus.ENTEREDINERROR)
        .toList();
  }
}
