package org.openimr.server.command.question;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.server.artifact.PackagedTexts;

/** The policies of the program and one from a file, of which only those asked for are read. */
final class HeldTexts {

  private final PackagedTexts known;
  private final List<ReviewPolicy> added = new ArrayList<>();
  private PolicyBook book;

  HeldTexts(PackagedTexts known) {
    this.known = known;
  }

  /** Holds one more; it stands in the place of the same version of the program. */
  void add(PlanDefinition plan) {
    added.add(known.read(plan));
  }

  /** The versions of the policy that is named; all policies if it is none of the program's. */
  PolicyBook book(String named) {
    if (book == null) {
      String code = named == null ? "" : named;
      int slash = code.lastIndexOf('/');
      String last = code.substring(slash + 1).replaceAll("\\|.*", "");
      List<PolicyText> texts = known.versions(last);
      boolean own = added.stream().anyMatch(each -> each.header().code().equals(last));
      book = new PolicyBook(beside(texts.isEmpty() && !own ? known.policies() : texts));
    }
    return book;
  }

  private List<ReviewPolicy> beside(List<PolicyText> texts) {
    List<ReviewPolicy> all = new ArrayList<>(added);
    for (PolicyText text : texts) {
      ReviewPolicy policy = known.read(text);
      if (added.stream()
          .noneMatch(each -> each.header().canonical().equals(policy.header().canonical()))) {
        all.add(policy);
      }
    }
    return all;
  }
}
