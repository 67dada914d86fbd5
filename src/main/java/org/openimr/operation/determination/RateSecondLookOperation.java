package org.openimr.operation.determination;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.reviewer.Changes;
import org.openimr.fhir.secondlook.BlindFile;
import org.openimr.fhir.secondlook.RatingQuestion;
import org.openimr.fhir.secondlook.SecondLookReader;
import org.openimr.fhir.secondlook.SecondLookTask;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $rate-second-look}: gives a second rater the file of a case without what was decided, and
 * takes the rating. It is all that a second rater can do.
 *
 * @see <a href="../../../../../../../docs/operations/rate-second-look.md">rate-second-look</a>
 */
public final class RateSecondLookOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/rate-second-look";

  private final RatedCases rated;
  private final CaseStore store;
  private final Set<String> shown;
  private final Vocabulary vocabulary;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored
   * @param store where cases are kept
   * @param shown which kinds of documents tell no decision
   * @param vocabulary the codes of ratings
   * @param clock says when it is rated
   */
  public RateSecondLookOperation(
      StoredCases cases, CaseStore store, Set<String> shown, Vocabulary vocabulary, Clock clock) {
    this.rated = new RatedCases(cases, store);
    this.store = store;
    this.shown = Set.copyOf(shown);
    this.vocabulary = vocabulary;
    this.clock = clock;
  }

  /** Tells what is to be rated, gives a file, or takes a rating. */
  @Operation(
      name = "$rate-second-look",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters rate(RequestDetails request) {
    Caller caller = Caller.of(request);
    RatingQuestion asked = CaseInquiry.sent(request).read(SecondLookReader::rated);
    if (asked.secondLook() == null) {
      return open(caller);
    }
    SecondLookTask look = look(caller, asked.secondLook());
    another(caller, look);
    String subject = look.task().getFocus().getReference();
    Parameters answer = new Parameters();
    if (asked.rating() == null) {
      answer
          .addParameter()
          .setName("file")
          .setResource(
              BlindFile.of(store.load(Caller.SERVER, subject.replaceFirst("^Task/", "")), shown));
      return answer;
    }
    SecondLookTask done = rated(look, asked.rating());
    Bundle changes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Changes.named(done.task(), look.task(), changes);
    store.save(caller, changes);
    // nothing of the first rating, now or later
    answer.addParameter().setName("status").setValue(new CodeType("completed"));
    return answer;
  }

  private Parameters open(Caller caller) {
    Parameters answer = new Parameters();
    store.marked("imr-second-look", AccessMarks.PARTY, caller.organization()).stream()
        .filter(SecondLookTask::is)
        .filter(each -> !new SecondLookTask(each).rated())
        .forEach(
            each ->
                answer
                    .addParameter()
                    .setName("secondLook")
                    .setValue(new StringType(each.getIdElement().getIdPart())));
    return answer;
  }

  private SecondLookTask look(Caller caller, String id) {
    Resource found = store.read(Caller.SERVER, Set.of("Task/" + id)).get("Task/" + id);
    if (found instanceof Task task
        && SecondLookTask.is(task)
        && AccessMarks.parties(task).contains(caller.organization())) {
      return new SecondLookTask(task);
    }
    throw refusal("not-found", "secondLook", "There is no such second rating here.");
  }

  /** Nobody rates twice what it rated first. */
  private void another(Caller caller, SecondLookTask look) {
    boolean same = look.reviewer().equals(caller.client());
    if (!caller.npi().isEmpty()
        && store.read(Caller.SERVER, Set.of(look.reviewer())).get(look.reviewer())
            instanceof PractitionerRole role) {
      String person = String.valueOf(role.getPractitioner().getReference());
      same |=
          store.read(Caller.SERVER, Set.of(person)).get(person) instanceof Practitioner first
              && first.getIdentifier().stream().anyMatch(caller::isPerson);
    }
    if (same) {
      throw refusal("business-rule", "secondLook", "Who rated first does not rate a second time.");
    }
  }

  private SecondLookTask rated(SecondLookTask look, String rating) {
    if (look.rated()) {
      throw refusal("business-rule", "secondLook", "The second rating was given before.");
    }
    boolean review = look.reviewer().startsWith("PractitionerRole/");
    Set<String> codes = vocabulary.codes(RatedCases.codes(review));
    if (!codes.contains(rating)) {
      throw refusal(
          "code-invalid",
          "rating",
          "There is no such rating; there may be " + Vocabulary.listed(codes) + ".");
    }
    String first = rated.first(look.task().getFocus().getReference(), review);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    return look.rated(
        first == null ? "unknown" : first, rating, TimeText.write(now, ZoneOffset.UTC));
  }

  private static UnreadableResourceException refusal(String code, String name, String text) {
    return new UnreadableResourceException(
        List.of(new Problem(code, "Parameters.parameter.where(name='" + name + "')", text)));
  }
}
