package org.openimr.operation.review;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AssignedOrganizations;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** Who has the seats of a review: the roles and the people, whom nobody is told. */
public final class AssignedReviewers {

  private AssignedReviewers() {}

  /** The reviewers of a case. */
  public static List<Resource> of(CaseStore store, CaseFile file) {
    int seats = ReviewTask.of(file).map(ReviewTask::seats).orElse(0);
    Set<String> addresses = new HashSet<>();
    for (String organization : AssignedOrganizations.of(file)) {
      for (int number = 1; number <= seats; number++) {
        addresses.add(Seat.address(file.task(), organization, number));
      }
    }
    List<Resource> roles =
        read(store, addresses, each -> each instanceof Task seat ? seat.getOwner() : null);
    List<Resource> reviewers = new ArrayList<>(roles);
    reviewers.addAll(
        read(
            store,
            roles,
            each -> each instanceof PractitionerRole role ? role.getPractitioner() : null));
    return reviewers;
  }

  private static List<Resource> read(
      CaseStore store, Set<String> from, Function<Resource, Reference> to) {
    return from.isEmpty()
        ? List.of()
        : read(store, store.read(Caller.SERVER, from).values().stream().toList(), to);
  }

  private static List<Resource> read(
      CaseStore store, List<Resource> from, Function<Resource, Reference> to) {
    Set<String> references =
        from.stream()
            .map(to)
            .filter(each -> each != null && each.hasReference())
            .map(Reference::getReference)
            .collect(Collectors.toSet());
    return references.isEmpty()
        ? List.of()
        : List.copyOf(store.read(Caller.SERVER, references).values());
  }
}
