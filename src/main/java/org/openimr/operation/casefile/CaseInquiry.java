package org.openimr.operation.casefile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.answer.Explanation;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.fhir.question.CaseQuestion;
import org.openimr.fhir.question.ComparisonReader;
import org.openimr.fhir.question.InputLimits;
import org.openimr.fhir.question.ParametersReader;
import org.openimr.operation.access.Caller;

/**
 * Questions about a case that change nothing: reads what is asked, places the case in time, and
 * lets an operation judge it.
 *
 * <p>The case is either the question's own (facts and events in the request) or a stored one, to
 * which the request may add facts and events to see what would follow.
 */
public final class CaseInquiry {

  private final Supplier<PolicyBook> policies;
  private final Vocabulary vocabulary;
  private final KnownCases cases;
  private final Clock clock;
  private final ParametersReader reader;

  /** What an operation makes of a case. */
  @FunctionalInterface
  public interface Judgement {

    /** Judges a case and explains it as wanted. */
    Parameters of(Situation situation, Explanation explanation);
  }

  /**
   * Makes the inquiry.
   *
   * @param policies the policies held, asked anew for each request
   * @param vocabulary the vocabulary that they speak
   * @param cases the stored cases
   * @param clock says when a request arrives that names no other time
   * @param limits how much a request may hold
   */
  public CaseInquiry(
      Supplier<PolicyBook> policies,
      Vocabulary vocabulary,
      KnownCases cases,
      Clock clock,
      InputLimits limits) {
    this.policies = policies;
    this.vocabulary = vocabulary;
    this.cases = cases;
    this.clock = clock;
    this.reader = new ParametersReader(policies, vocabulary, limits);
  }

  /** Judges the case that a request describes. */
  public Parameters answer(RequestDetails request, Judgement judgement) {
    return answer(sent(request), judgement);
  }

  /** Judges the case that a question describes, wherever it comes from. */
  public Parameters answer(SentParameters sent, Judgement judgement) {
    CaseQuestion asked = sent.read(parameters -> reader.read(parameters, true));
    return judge(
        asked, new ReviewCase(asked.policy(), Facts.none(vocabulary), List.of()), judgement);
  }

  /** Judges a stored case, with what the request adds. */
  public Parameters answer(String id, RequestDetails request, Judgement judgement) {
    Caller caller = Caller.of(request);
    // who may not know of the case is not told what is wrong with the question
    ReviewCase now = cases.known(caller, id);
    CaseQuestion asked = sent(request).read(reader::readOfStored);
    ReviewCase known = asked.knownAt() == null ? now : cases.known(caller, id, asked.knownAt());
    return judge(asked, known, judgement);
  }

  /** Reads what a request wants compared. */
  public List<ComparisonReader.Column> columns(RequestDetails request) {
    return sent(request).read(new ComparisonReader(reader, policies.get().codes())::read);
  }

  /** Places the case of a question in time. */
  public Situation place(CaseQuestion asked) {
    EventTime asOf = asked.asOf() == null ? EventTime.at(clock.instant()) : asked.asOf();
    ReviewPolicy policy = policy(asked.policy(), asked.events(), asOf);
    return Situation.of(policy, asked.over(Facts.none(vocabulary)), asked.events(), asOf);
  }

  /** The version that judges the case of a question. */
  public String canonical(CaseQuestion asked) {
    EventTime asOf = asked.asOf() == null ? EventTime.at(clock.instant()) : asked.asOf();
    return policy(asked.policy(), asked.events(), asOf).header().canonical();
  }

  /** Says where in a question the reasons lie for which its case cannot be accepted. */
  public UnreadableResourceException refusal(
      UnacceptableCaseException refused, CaseQuestion asked) {
    return located(refused, asked, 0);
  }

  /** The parameters of a request, as they were sent. */
  public static SentParameters sent(RequestDetails request) {
    Parameters inAddress = UrlParameters.read(request);
    if (request.getRequestType() == RequestTypeEnum.GET) {
      return SentParameters.of(inAddress);
    }
    String type = request.getHeader("Content-Type");
    return SentParameters.parse(
        request.loadRequestContents(),
        type != null && type.contains("xml"),
        FhirContext.forR4Cached());
  }

  private EventTime asOf(CaseQuestion asked) {
    if (asked.asOf() != null) {
      return asked.asOf();
    }
    return EventTime.at(asked.knownAt() == null ? clock.instant() : asked.knownAt());
  }

  private Parameters judge(CaseQuestion asked, ReviewCase known, Judgement judgement) {
    EventTime asOf = asOf(asked);
    List<CaseEvent> events = known.events();
    if (events.isEmpty()) {
      events = asked.events();
    } else if (!asked.events().isEmpty()) {
      events = new ArrayList<>(events);
      events.addAll(asked.events());
    }
    String named = asked.policy() == null ? known.policy() : asked.policy();
    ReviewPolicy policy = policy(named, events, asOf);
    Explanation explanation =
        asked.explain()
            ? Explanation.under(policy, opened(policy, events, asOf))
            : Explanation.NONE;
    try {
      return judgement.of(
          Situation.of(policy, asked.over(known.facts()), events, asOf), explanation);
    } catch (UnacceptableCaseException e) {
      throw located(e, asked, known.events().size());
    }
  }

  private ReviewPolicy policy(String named, List<CaseEvent> events, EventTime asOf) {
    PolicyBook held = policies.get();
    List<ReviewPolicy> versions = held.versions(named);
    if (versions.isEmpty()) {
      return held.byCanonical(named)
          .orElseThrow(
              () ->
                  none(
                      "Task.instantiatesUri",
                      "No version of the policy that judges this case is held here."));
    }
    return held.inForce(named, opened(versions.get(0), events, asOf))
        .orElseThrow(
            () -> none("Parameters.parameter.where(name = 'policy')", held.noneInForce(named)));
  }

  private static UnreadableResourceException none(String expression, String sentence) {
    return new UnreadableResourceException(List.of(new Problem("not-found", expression, sentence)));
  }

  /** The local date of the earliest event that has happened, else of the time asked about. */
  private static LocalDate opened(ReviewPolicy policy, List<CaseEvent> events, EventTime asOf) {
    LocalDate opened = date(policy, asOf);
    for (CaseEvent event : events) {
      LocalDate date = date(policy, event.time());
      opened = date.isBefore(opened) ? date : opened;
    }
    return opened;
  }

  private static LocalDate date(ReviewPolicy policy, EventTime time) {
    return time.date() == null
        ? LocalDate.ofInstant(time.instant(), policy.days().zone())
        : time.date();
  }

  private static UnreadableResourceException located(
      UnacceptableCaseException refused, CaseQuestion asked, int stored) {
    return new UnreadableResourceException(
        refused.problems().stream()
            .map(
                problem -> {
                  int event = problem.event() - stored;
                  String whole = stored == 0 ? "Parameters" : null;
                  String expression = event >= 0 ? asked.eventExpressions().get(event) : whole;
                  return new Problem("business-rule", expression, problem.message());
                })
            .toList());
  }
}
