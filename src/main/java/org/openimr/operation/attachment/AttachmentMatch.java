package org.openimr.operation.attachment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.request.AttachmentQuestion;
import org.openimr.fhir.request.AttachmentQuestion.Sent;

/**
 * Whether attachments are for a case: it is about the member that they name, and the payer that
 * they name is its plan.
 */
final class AttachmentMatch {

  private final CaseFile file;

  AttachmentMatch(CaseFile file) {
    this.file = file;
  }

  /** Whether member and payer are those of the case. */
  boolean fits(AttachmentQuestion asked) {
    return names(asked.member(), member())
        && (asked.payer() == null || names(asked.payer(), plan()));
  }

  /** What does not fit the case among what is said of each attachment. */
  List<Problem> problems(AttachmentQuestion asked) {
    Set<String> lines = lines();
    List<Problem> problems = new ArrayList<>();
    for (Sent each : asked.attachments()) {
      if (!lines.isEmpty() && !lines.containsAll(each.lines())) {
        problems.add(
            new Problem(
                "business-rule",
                each.path(),
                "A LineItem is none of the lines of the claim, which are "
                    + String.join(", ", lines)
                    + "."));
      }
      Identifier subject = each.document().getSubject().getIdentifier();
      if (subject.hasValue() && !names(subject, member()) && !same(subject, asked.member())) {
        problems.add(
            new Problem(
                "business-rule",
                each.place() + ".subject.identifier",
                "The document is about another member than MemberId names."));
      }
    }
    return problems;
  }

  private Set<String> lines() {
    Set<String> lines = new TreeSet<>();
    if (file.byReference().get(file.task().getFocus().getReference()) instanceof Claim claim) {
      claim.getItem().forEach(item -> lines.add(String.valueOf(item.getSequence())));
    }
    return lines;
  }

  private Set<Identifier> member() {
    Set<Identifier> numbers = new HashSet<>();
    String member = file.task().getFor().getReference();
    for (Resource each : file.resources()) {
      if (each instanceof Patient patient && CaseFile.reference(patient).equals(member)) {
        numbers.addAll(patient.getIdentifier());
      } else if (each instanceof Coverage coverage) {
        numbers.addAll(coverage.getIdentifier());
        if (coverage.hasSubscriberId()) {
          numbers.add(new Identifier().setValue(coverage.getSubscriberId()));
        }
      }
    }
    return numbers;
  }

  private Set<Identifier> plan() {
    String plan = new PartyReferences(file.task(), file.byReference()).of("plan").getReference();
    return file.byReference().get(plan + "") instanceof Organization organization
        ? new HashSet<>(organization.getIdentifier())
        : Set.of();
  }

  private static boolean names(Identifier given, Set<Identifier> held) {
    return held.stream().anyMatch(each -> same(given, each));
  }

  /** Systems count where both name one. */
  private static boolean same(Identifier one, Identifier other) {
    return one.hasValue()
        && one.getValue().equals(other.getValue())
        && (!one.hasSystem() || !other.hasSystem() || one.getSystem().equals(other.getSystem()));
  }
}
