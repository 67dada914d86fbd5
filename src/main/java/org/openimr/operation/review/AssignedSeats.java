package org.openimr.operation.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.reviewer.Attestation;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.review.AssignmentQuestion;
import org.openimr.fhir.review.AssignmentQuestion.Named;
import org.openimr.fhir.reviewer.Changes;
import org.openimr.fhir.reviewer.Qualifications;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** Writes who reviews: the review, which all parties see, and a seat for each reviewer. */
final class AssignedSeats {

  private final CaseStore store;
  private final ReviewerTermsBook terms;
  private final Caller caller;
  private final CaseFile file;
  private final DateTimeType now;

  AssignedSeats(
      CaseStore store, ReviewerTermsBook terms, Caller caller, CaseFile file, DateTimeType now) {
    this.store = store;
    this.terms = terms;
    this.caller = caller;
    this.file = file;
    this.now = now;
  }

  /** Adds them to a transaction about the case. */
  void join(
      Reference organization,
      AssignmentQuestion asked,
      List<NamedReviewer> reviewers,
      List<Attestation> attestations,
      LocalDate day,
      Bundle changes) {
    List<CodeableConcept> qualifications =
        reviewers.stream()
            .map(each -> Qualifications.of(each.candidate(), day, terms.specialties()))
            .toList();
    ReviewTask review =
        ReviewTask.of(file)
            .orElseGet(() -> ReviewTask.made(file.task(), now))
            .by(organization)
            .with(qualifications)
            .at("assigned", Task.TaskStatus.INPROGRESS, now);
    AccessMarks.add(review.task(), AccessMarks.parties(file.task()));
    Changes.belonging(review.task(), changes);
    List<Reference> kept = new ArrayList<>();
    asked.attestations().forEach(each -> kept.add(kept(each, changes)));
    Map<String, Resource> before = before();
    for (int i = 0; i < reviewers.size(); i++) {
      NamedReviewer each = reviewers.get(i);
      Reference attestation =
          attestations.stream()
              .filter(own -> own.by().stream().anyMatch(each.candidate().names()::contains))
              .map(own -> kept.get(own.place()))
              .findFirst()
              .orElseThrow();
      Task seated = seat(before, i + 1);
      Changes.named(
          Seat.filled(
              seated,
              file.task(),
              caller.organization(),
              i + 1,
              kept(each.named(), changes),
              attestation,
              now),
          seated,
          changes);
    }
    for (int number = reviewers.size() + 1; number <= terms.terms().most(); number++) {
      Task seated = seat(before, number);
      if (seated != null && Seat.taken(seated)) {
        Changes.named(Seat.left(seated, now), seated, changes);
      }
    }
  }

  private Map<String, Resource> before() {
    Set<String> addresses = new TreeSet<>();
    for (int number = 1; number <= terms.terms().most(); number++) {
      addresses.add(Seat.address(file.task(), caller.organization(), number));
    }
    return store.read(Caller.SERVER, addresses);
  }

  private Task seat(Map<String, Resource> before, int number) {
    return (Task) before.get(Seat.address(file.task(), caller.organization(), number));
  }

  /** What is brought along is stored as the organization's own. */
  private Reference kept(Named named, Bundle changes) {
    if (named.resource() == null) {
      return new Reference(named.stored());
    }
    Resource brought = named.resource().copy();
    brought.setId((String) null);
    brought.getMeta().getTag().removeIf(AccessMarks::ours);
    brought.getMeta().addTag(new Coding(AccessMarks.PARTY, caller.organization(), null));
    AccessMarks.withhold(brought, Seat.WITHHELD);
    String name = "urn:uuid:" + UUID.randomUUID();
    Changes.post(brought, name, changes);
    return new Reference(name);
  }
}
