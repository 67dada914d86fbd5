package org.openimr.fhir.request;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The requests for information in the file of a case that nobody has answered or withdrawn.
 *
 * @param all the open requests
 * @param made how many requests were ever made
 */
public record OpenRequests(List<Task> all, int made) {

  private static final String TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final Pattern NUMBERED = Pattern.compile(".*-request-([1-9]\\d{0,5})");

  /** Keeps its own copy. */
  public OpenRequests {
    all = List.copyOf(all);
  }

  /**
   * Finds the open requests.
   *
   * @param file the case
   * @return its open requests, in the order of their numbers
   */
  public static OpenRequests of(CaseFile file) {
    List<Task> requests =
        file.resources().stream()
            .filter(Task.class::isInstance)
            .map(Task.class::cast)
            .filter(task -> task.getCode().hasCoding(TYPE, "imr-records-request"))
            .filter(task -> number(task) > 0)
            .toList();
    return new OpenRequests(
        requests.stream()
            .filter(task -> task.getStatus() == Task.TaskStatus.REQUESTED)
            .sorted(Comparator.comparingInt(OpenRequests::number))
            .toList(),
        requests.size());
  }

  /** Which request of its case it is, from 1; 0 if it is no request of ours. */
  private static int number(Task request) {
    return request.getIdentifier().stream()
        .filter(each -> InformationRequestWriter.NUMBER.equals(each.getSystem()))
        .map(Identifier::getValue)
        .map(NUMBERED::matcher)
        .filter(Matcher::matches)
        .map(found -> Integer.valueOf(found.group(1)))
        .findFirst()
        .orElse(0);
  }

  /** The codes of the elements that a request asks for. */
  static Set<String> elements(Task request) {
    return request.getInput().stream()
        .map(Task.ParameterComponent::getValue)
        .filter(CodeableConcept.class::isInstance)
        .flatMap(wanted -> ((CodeableConcept) wanted).getCoding().stream())
        .filter(coding -> InformationRequestWriter.ELEMENT.equals(coding.getSystem()))
        .map(Coding::getCode)
        .collect(Collectors.toSet());
  }
}
