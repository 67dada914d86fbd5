package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.openimr.operation.Asking.event;
import static org.openimr.operation.Asking.fact;
import static org.openimr.operation.Asking.get;
import static org.openimr.operation.Asking.policy;
import static org.openimr.operation.Asking.post;
import static org.openimr.operation.Asking.postJson;

import ca.uhn.fhir.parser.DataFormatException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Whatever is wrong with a question is said, all at once, with its place, and nobody is named. */
class BadQuestionTest {

  private static final String POLICY = policy("phc-um");

  private final Asking asking = new Asking();

  /**
   * The question with one bad parameter behind the policy: code, FHIRPath, text, and the status.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'name':'urgent','valueBoolean':true} | malformed | structure | Parameters.parameter[1].name | There is no parameter 'urgent'; there may be asOf, event, explain, fact, policy.
          {'name':'Jane Doe','valueBoolean':true} | malformed | structure | Parameters.parameter[1].name | There is no parameter with that code; there may be asOf, event, explain, fact, policy.
          {'valueBoolean':true} | malformed | required | Parameters.parameter[1].name | A parameter has no name; there may be asOf, event, explain, fact, policy.
          {'name':'policy','valueCode':'phc-um'} | malformed | structure | Parameters.parameter[1] | policy stands twice; once was expected.
          {'name':'asOf','valueString':'today'} | malformed | value | Parameters.parameter[1].value | asOf has a valueString; valueDateTime was expected.
          {'name':'asOf','valueDateTime':'yesterday'} | malformed | value | Parameters.parameter[1].value | asOf has a valueDateTime that its type does not allow; valueDateTime was expected.
          {'name':'asOf','valueDateTime':'2026-02-30'} | malformed | value | Parameters.parameter[1].value | asOf has a valueDateTime that its type does not allow; valueDateTime was expected.
          {'name':'asOf','valueDateTime':'2026-07'} | refused | value | Parameters.parameter[1].value | asOf is not precise enough: a date with time, seconds and offset was expected, such as 2026-07-01T10:00:00-07:00, or a date alone, such as 2026-07-01.
          {'name':'asOf','valueDateTime':'2026-07-01T10:00:00'} | refused | value | Parameters.parameter[1].value | asOf is not precise enough: a date with time, seconds and offset was expected, such as 2026-07-01T10:00:00-07:00, or a date alone, such as 2026-07-01.
          {'name':'asOf','valueDateTime':'2026-07-01T10:00-07:00'} | refused | value | Parameters.parameter[1].value | asOf is not precise enough: a date with time, seconds and offset was expected, such as 2026-07-01T10:00:00-07:00, or a date alone, such as 2026-07-01.
          {'name':'asOf'} | malformed | required | Parameters.parameter[1].value | asOf has no value; valueDateTime was expected.
          {'name':'asOf','part':[{'name':'x'}]} | malformed | structure | Parameters.parameter[1] | asOf has parts or a resource; valueDateTime was expected.
          {'name':'explain','valueString':'no'} | malformed | value | Parameters.parameter[1].value | explain has a valueString; valueBoolean was expected.
          {'name':'fact','valueCode':'urgency'} | malformed | structure | Parameters.parameter[1] | fact has a value or a resource; parts were expected.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'}]} | malformed | required | Parameters.parameter[1] | fact has no part 'value', which every one must have.
          {'name':'fact','part':[{'name':'value','valueCode':'standard'}]} | malformed | required | Parameters.parameter[1] | fact has no part 'name', which every one must have.
          {'name':'fact','part':[{'name':'name','valueCode':'haste'},{'name':'value','valueCode':'standard'}]} | refused | code-invalid | Parameters.parameter[1].part[0].value | There is no fact 'haste' in the CodeSystem imr-fact.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'},{'name':'value','valueCode':'slow'}]} | refused | code-invalid | Parameters.parameter[1].part[1].value | The fact urgency has no value 'slow'; it has expedited, standard.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'},{'name':'value','valueCode':'Jane Doe 1'}]} | refused | code-invalid | Parameters.parameter[1].part[1].value | The fact urgency has no value with that code; it has expedited, standard.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'},{'name':'value','valueBoolean':true}]} | malformed | value | Parameters.parameter[1].part[1].value | fact.value has a valueBoolean; valueCode was expected.
          {'name':'fact','part':[{'name':'name','valueCode':'member-age'},{'name':'value','valueCode':'21'}]} | malformed | value | Parameters.parameter[1].part[1].value | fact.value has a valueCode; valueInteger was expected.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'},{'name':'value','valueCode':'standard'},{'name':'value','valueCode':'expedited'}]} | refused | value | Parameters.parameter[1] | The fact urgency has several values; one was expected.
          {'name':'fact','part':[{'name':'name','valueCode':'urgency'},{'name':'value','valueCode':'standard'},{'name':'why','valueCode':'x'}]} | malformed | structure | Parameters.parameter[1].part[2].name | fact has no part 'why'; there may be name, value.
          {'name':'event','part':[{'name':'code','valueCode':'request-received'}]} | malformed | required | Parameters.parameter[1] | event has no part 'time', which every one must have.
          {'name':'event','part':[{'name':'time','valueDateTime':'2026-07-01'}]} | malformed | required | Parameters.parameter[1] | event has no part 'code', which every one must have.
          {'name':'event','part':[{'name':'code','valueCode':'request-lost'},{'name':'time','valueDateTime':'2026-07-01'}]} | refused | code-invalid | Parameters.parameter[1].part[0].value | There is no event 'request-lost' in the CodeSystem imr-event.
          {'name':'event','part':[{'name':'code','valueCode':'request-received'},{'name':'time','valueDateTime':'2026'}]} | refused | value | Parameters.parameter[1].part[1].value | event.time is not precise enough: a date with time, seconds and offset was expected, such as 2026-07-01T10:00:00-07:00, or a date alone, such as 2026-07-01.
          {'name':'event','part':[{'name':'code','valueCode':'request-received'},{'name':'time','valueDateTime':'2026-07-01'},{'name':'time','valueDateTime':'2026-07-01'}]} | malformed | structure | Parameters.parameter[1].part[2] | event.time stands twice; once was expected.
          {'name':'event','part':[{'name':'code','valueCode':'extension-granted'},{'name':'time','valueDateTime':'2026-07-01'},{'name':'reason','valueCode':'weather'}]} | refused | code-invalid | Parameters.parameter[1].part[2].value | The event extension-granted has no reason 'weather'; it has extraordinary-circumstances, good-cause.
          {'name':'event','part':[{'name':'code','valueCode':'request-received'},{'name':'time','valueDateTime':'2026-07-01'},{'name':'evidence','valueString':'letter'}]} | malformed | value | Parameters.parameter[1].part[2].value | event.evidence has a valueString; valueReference was expected.
          """)
  void aBadParameterIsNamed(
      String parameter, String status, String code, String expression, String text) {
    UnreadableResourceException refusal = asking.refusal(POLICY, parameter);
    assertThat(refusal.problems()).containsExactly(new Problem(code, expression, text));
    assertThat(refusal.malformed()).isEqualTo(status.equals("malformed"));
  }

  @Test
  void anActorIsAParty() {
    assertThat(
            asking.problems(
                POLICY,
                event("request-received", "2026-07-01", "'name':'actor','valueCode':'doctor'")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("code-invalid");
              assertThat(problem.expression()).isEqualTo("Parameters.parameter[1].part[2].value");
              assertThat(problem.text()).startsWith("There is no party 'doctor'");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'policy','valueCode':'phc-dental'}",
        "{'name':'policy','valueCanonical':'https://openimr.org/fhir/PlanDefinition/phc-um|1999'}",
        "{'name':'policy','valueUri':'https://openimr.org/fhir/PlanDefinition/phc-um'}"
      })
  void aPolicyThatIsNotHeldIsRefused(String parameter) {
    UnreadableResourceException refusal = asking.refusal(parameter);
    assertThat(refusal.malformed()).isFalse();
    assertThat(refusal.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("code-invalid");
              assertThat(problem.expression()).isEqualTo("Parameters.parameter[0].value");
              assertThat(problem.text())
                  .startsWith("No policy of that name is held; there are dmhc-imr-chw, ")
                  .contains("https://openimr.org/fhir/PlanDefinition/phc-um|2025-10-08");
            });
  }

  @Test
  void aPolicyIsNeeded() {
    UnreadableResourceException refusal = asking.refusal();
    assertThat(refusal.malformed()).isTrue();
    assertThat(refusal.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("required");
              assertThat(problem.expression()).isEqualTo("Parameters");
              assertThat(problem.text()).startsWith("The request names no policy; there are ");
            });
  }

  @Test
  void everythingIsNamedAtOnce() {
    assertThat(
            asking.problems(
                "{'name':'asOf','valueDateTime':'2026'}",
                "{'name':'urgent','valueBoolean':true}",
                fact("haste", "'name':'value','valueCode':'x'"),
                event("request-lost", "2026"),
                event("request-received", "2026-07-01", "'name':'colour','valueCode':'red'")))
        .extracting(Problem::expression)
        .containsExactly(
            "Parameters.parameter[0].value",
            "Parameters.parameter[1].name",
            "Parameters.parameter[2].part[0].value",
            "Parameters.parameter[3].part[0].value",
            "Parameters.parameter[3].part[1].value",
            "Parameters.parameter[4].part[2].name",
            "Parameters");
  }

  @Test
  void aFactStandsOnce() {
    String standard = fact("urgency", "'name':'value','valueCode':'standard'");
    assertThat(asking.problems(POLICY, standard, standard))
        .containsExactly(
            new Problem(
                "duplicate",
                "Parameters.parameter[2]",
                "The fact urgency is given twice; one fact with all its values was expected."));
  }

  @Test
  void whatTheEngineRefusesIsLocated() {
    String[] question = {
      POLICY,
      fact("urgency", "'name':'value','valueCode':'expedited'"),
      fact("request-timing", "'name':'value','valueCode':'pre-service'"),
      event("member-notified", "2026-07-02T10:00:00-07:00"),
      event("request-received", "2026-07-01")
    };
    assertThat(asking.refusal(question).malformed()).isFalse();
    assertThat(asking.problems(question))
        .extracting(Problem::code, Problem::expression)
        .containsOnly(Assertions.tuple("business-rule", "Parameters.parameter[4]"));
    assertThat(asking.problems(question))
        .extracting(Problem::text)
        .contains("request-received needs a time of day: U12 counts 72 h from it");
  }

  @Test
  void aYearThatNoCalendarCoversIsRefused() {
    assertThat(
            asking.problems(
                POLICY,
                fact("urgency", "'name':'value','valueCode':'standard'"),
                fact("request-timing", "'name':'value','valueCode':'pre-service'"),
                event("request-received", "2009-07-01T10:00:00-07:00")))
        .contains(
            new Problem(
                "business-rule",
                "Parameters.parameter[3]",
                "U13 cannot be counted, 5 bd from request-received: calendar us-ca-state-offices"
                    + " covers 2010 to 2199, not 2009"));
  }

  @Test
  void whatIsStoredCannotBeBlamedOnTheRequest() {
    CaseEvent received =
        CaseEvent.of("request-received", EventTime.on(java.time.LocalDate.of(2026, 7, 1)));
    asking.keep(
        "1",
        new ReviewCase(
            "https://openimr.org/fhir/PlanDefinition/phc-um|2025-10-08",
            Facts.none(HeldPolicies.VOCABULARY)
                .with("urgency", "expedited")
                .with("request-timing", "pre-service"),
            List.of(received)));
    UnreadableResourceException refusal =
        catchThrowableOfType(
            UnreadableResourceException.class, () -> asking.deadlinesOf("1", get()));
    assertThat(refusal.problems()).extracting(Problem::expression).containsOnlyNulls();
  }

  @Test
  void tenThousandEventsAreTooMany() {
    String[] question =
        Stream.concat(
                Stream.of(POLICY),
                IntStream.range(0, 10_000)
                    .mapToObj(i -> event("new-record-received", "2026-07-01T10:00:00-07:00")))
            .toArray(String[]::new);
    UnreadableResourceException refusal = asking.refusal(question);
    assertThat(refusal.malformed()).isFalse();
    assertThat(refusal.problems())
        .containsExactly(
            new Problem(
                "too-costly",
                "Parameters.parameter.where(name='event')",
                "The request has 10000 events; 1000 are accepted at most."));
  }

  @Test
  void aThousandEventsAreNot() {
    String[] question =
        Stream.concat(
                Stream.of(policy("dmhc-imr-vchcp")),
                IntStream.range(0, 1000)
                    .mapToObj(i -> event("new-record-received", "2026-07-01T10:00:00-07:00")))
            .toArray(String[]::new);
    assertThat(
            asking.deadlines(question).getParameter().stream()
                .filter(given -> Asking.json(new Parameters().addParameter(given)).contains("V24"))
                .collect(Collectors.toList()))
        .hasSize(1000);
  }

  @Test
  void manyProblemsAreCut() {
    String[] question =
        IntStream.range(0, 500).mapToObj(i -> event("lost", "2026-07-01")).toArray(String[]::new);
    assertThat(asking.problems(question)).hasSize(100);
  }

  @Test
  void theBodyIsParameters() {
    assertThat(problemsOf(post(new Task())))
        .containsExactly(
            new Problem("structure", "Task", "The body is a Task; Parameters were expected."));
  }

  @Test
  void elementsThatFhirDoesNotKnowAreNamedBesideTheRest() {
    String body =
        "{\"resourceType\":\"Parameters\",\"haste\":true,"
            + "\"parameter\":[{\"name\":\"asOf\",\"valueDateTime\":\"2026\"}]}";
    assertThat(problemsOf(postJson(body)))
        .extracting(Problem::code, Problem::expression)
        .containsExactly(
            Assertions.tuple("structure", "Parameters"),
            Assertions.tuple("value", "Parameters.parameter[0].value"),
            Assertions.tuple("required", "Parameters"));
    assertThat(problemsOf(postJson(body)).get(0).text())
        .isEqualTo("The element 'haste' is not known to FHIR R4 at its place.");
  }

  @Test
  void aBodyThatIsNotWellFormedIsLeftToTheServer() {
    Assertions.assertThatThrownBy(() -> asking.eligibilityOf(postJson("{\"resourceType\":")))
        .isInstanceOf(DataFormatException.class);
  }

  @Test
  void theAddressHoldsOnlyWhatItMay() {
    asking.keep(
        "1",
        new ReviewCase(
            "https://openimr.org/fhir/PlanDefinition/phc-um|2025-10-08",
            Facts.none(HeldPolicies.VOCABULARY),
            List.of()));
    UnreadableResourceException refusal =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                asking.deadlinesOf(
                    "1", get("fact", "urgency", "asOf", "noon", "explain", "perhaps")));
    assertThat(refusal.malformed()).isTrue();
    assertThat(refusal.problems())
        .containsExactly(
            new Problem(
                "value",
                "http.asOf",
                "asOf in the address has a value that cannot be used; a time such as"
                    + " 2026-07-01T10:00:00-07:00 was expected (+ is written %2B)."),
            new Problem(
                "value",
                "http.explain",
                "explain in the address has a value that cannot be used; true or false was"
                    + " expected."),
            new Problem(
                "structure",
                "http.fact",
                "The address has a parameter 'fact'; asOf, explain, knownAt and policy may stand"
                    + " there, facts and events in a body sent with POST."));
  }

  @Test
  void withPostTheAddressHoldsNothing() {
    var request = postJson("{\"resourceType\":\"Parameters\"}");
    request.addParameter("asOf", new String[] {"2026-07-01"});
    assertThat(problemsOf(request))
        .containsExactly(
            new Problem(
                "structure",
                "http.asOf",
                "The address has a parameter 'asOf'; with POST all parameters stand in the body."));
  }

  private List<Problem> problemsOf(ca.uhn.fhir.rest.api.server.RequestDetails request) {
    return catchThrowableOfType(
            UnreadableResourceException.class, () -> asking.eligibilityOf(request))
        .problems();
  }
}
