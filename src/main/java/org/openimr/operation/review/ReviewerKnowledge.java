package org.openimr.operation.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.reviewer.Attestation;
import org.openimr.core.reviewer.CaseAtHand;
import org.openimr.core.reviewer.Involved;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.review.AssignmentQuestion.Named;
import org.openimr.fhir.reviewer.AttestationReader;
import org.openimr.fhir.reviewer.CandidateReader;
import org.openimr.fhir.reviewer.CaseNames;
import org.openimr.fhir.reviewer.DisputeReader;
import org.openimr.fhir.reviewer.InvolvedParties;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** What is stored of those whom a request names as reviewers, and of the case that they are for. */
final class ReviewerKnowledge {

  private static final int MOST_PARENTS = 5;

  private final CaseStore store;
  private final ReviewerTermsBook terms;
  private final Caller caller;
  private final CaseFile file;
  private final CandidateReader reader;
  private final List<Problem> problems = new ArrayList<>();

  ReviewerKnowledge(
      CaseStore store, ReviewerTermsBook terms, Caller caller, CaseFile file, LocalDate day) {
    this.store = store;
    this.terms = terms;
    this.caller = caller;
    this.file = file;
    this.reader = new CandidateReader(terms.systems(), caller.organization(), day);
  }

  /** What is not there, or not what it should be. */
  List<Problem> problems() {
    return problems;
  }

  /** The reviewers who are named; who is not known is a problem. */
  List<NamedReviewer> reviewers(List<Named> named) {
    List<NamedReviewer> reviewers = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      Resource found = found(named.get(i));
      if (found instanceof PractitionerRole role) {
        NamedReviewer one = reviewer(i, named.get(i), role);
        if (one != null) {
          reviewers.add(one);
        }
      } else {
        problem("not-found", named.get(i), "reviewer: there is no such PractitionerRole here.");
      }
    }
    return reviewers;
  }

  private NamedReviewer reviewer(int place, Named named, PractitionerRole role) {
    Map<String, Resource> known = new HashMap<>();
    follow(role, known);
    Practitioner person = CandidateReader.person(role, known);
    if (person == null) {
      problem("not-found", named, "reviewer: the role names no Practitioner who is known here.");
      return null;
    }
    Set<String> numbers =
        person.getIdentifier().stream()
            .filter(each -> each.hasSystem() && each.hasValue())
            .map(ReviewerKnowledge::text)
            .collect(Collectors.toSet());
    String reference = role.getPractitioner().getReference();
    List<PractitionerRole> others =
        store
            .roles(
                reference == null || reference.startsWith("#") ? Set.of() : Set.of(reference),
                numbers)
            .stream()
            .filter(other -> !CaseFile.reference(other).equals(CaseFile.reference(role)))
            .toList();
    others.forEach(other -> follow(other, known));
    return new NamedReviewer(named, role, reader.read(place, role, others, known));
  }

  private static String text(Identifier identifier) {
    return identifier.getSystem() + "|" + identifier.getValue();
  }

  /** Whom a role is about, and for whom; and what they are part of. */
  private void follow(PractitionerRole role, Map<String, Resource> known) {
    add(role.getPractitioner().getReference(), known);
    String organization = role.getOrganization().getReference();
    for (int i = 0; i < MOST_PARENTS && organization != null; i++) {
      Resource found = add(organization, known);
      organization =
          found instanceof org.hl7.fhir.r4.model.Organization part
              ? part.getPartOf().getReference()
              : null;
    }
    if (known.get(String.valueOf(role.getPractitioner().getReference()))
        instanceof Practitioner person) {
      person.getQualification().forEach(each -> add(each.getIssuer().getReference(), known));
    }
  }

  private Resource add(String reference, Map<String, Resource> known) {
    if (reference != null && !reference.startsWith("#")) {
      known.putAll(store.read(Caller.SERVER, Set.of(reference)));
    }
    return known.get(reference);
  }

  /** What they attest. */
  List<Attestation> attestations(List<Named> named) {
    List<Attestation> attestations = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      if (found(named.get(i)) instanceof QuestionnaireResponse response) {
        attestations.add(AttestationReader.read(i, response, terms.terms()));
      } else {
        problem(
            "not-found", named.get(i), "attestation: there is no such QuestionnaireResponse here.");
      }
    }
    return attestations;
  }

  /** The case, with those who reviewed the same dispute before. */
  CaseAtHand theCase(Situation situation, List<NamedReviewer> reviewers) {
    List<Involved> involved = new ArrayList<>(InvolvedParties.of(file));
    involved.addAll(earlier(reviewers));
    ReviewPolicy policy = situation.policy();
    return new CaseAtHand(
        CaseNames.of(file.task()),
        situation.facts(),
        policy.header().effect(),
        DisputeReader.of(file, terms.systems()),
        involved);
  }

  private List<Involved> earlier(List<NamedReviewer> reviewers) {
    Set<String> related =
        store.related(Caller.SERVER, file.task().getIdElement().getIdPart()).stream()
            .map(each -> CaseFile.reference(each.task()))
            .collect(Collectors.toSet());
    List<Involved> earlier = new ArrayList<>();
    for (NamedReviewer each : reviewers) {
      Set<String> roles = new TreeSet<>(each.candidate().names());
      roles.removeIf(name -> !name.startsWith("PractitionerRole/"));
      if (!related.isEmpty()
          && store.seats(roles).stream()
              .filter(Seat::taken)
              .map(Task::getFocus)
              .anyMatch(focus -> related.contains(focus.getReference()))) {
        earlier.add(new Involved("earlier-reviewer", new HashSet<>(roles)));
      }
    }
    return earlier;
  }

  private Resource found(Named named) {
    if (named.resource() != null) {
      return named.resource();
    }
    String stored = named.stored();
    return stored == null ? null : store.read(caller, Set.of(stored)).get(stored);
  }

  private void problem(String code, Named named, String text) {
    problems.add(new Problem(code, named.path(), text));
  }
}
