package org.openimr.fhir.relation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * The numbers of a dispute: of the claim, its refusal, the authorization request, the department.
 */
final class DisputeNumbers {

  private static final int MOST = 20;
  private static final int SHORTEST = 4;
  private static final String OWN = "https://openimr.org/fhir/sid/case-number";

  private final Set<String> numbers = new TreeSet<>();

  private DisputeNumbers() {}

  static Set<String> of(Task task, Collection<Resource> resources) {
    DisputeNumbers found = new DisputeNumbers();
    found.add(task.getIdentifier());
    resources.forEach(found::look);
    return found.numbers;
  }

  private void look(Resource resource) {
    if (resource instanceof Claim claim) {
      add(claim.getIdentifier());
      claim.getInsurance().forEach(insurance -> texts(insurance.getPreAuthRef()));
    } else if (resource instanceof ClaimResponse response) {
      add(response.getIdentifier());
      add(response.getPreAuthRef());
    } else if (resource instanceof ServiceRequest request) {
      add(request.getIdentifier());
    } else if (resource instanceof ExplanationOfBenefit benefit) {
      add(benefit.getIdentifier());
      texts(benefit.getPreAuthRef());
    }
  }

  private void add(List<Identifier> identifiers) {
    identifiers.stream()
        .filter(identifier -> !OWN.equals(identifier.getSystem()))
        .forEach(identifier -> add(identifier.getValue()));
  }

  private void texts(List<StringType> texts) {
    texts.forEach(text -> add(text.getValue()));
  }

  private void add(String text) {
    String number = Plain.number(text);
    if (number.length() >= SHORTEST && numbers.size() < MOST) {
      numbers.add(number);
    }
  }
}
