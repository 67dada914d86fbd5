package org.openimr.operation;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.question.InputLimits;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.NoSuchCaseException;

/** Asks the two stateless operations, with cases kept in memory and a clock that stands still. */
public final class Asking {

  static final Instant ARRIVAL = Instant.parse("2026-07-02T16:00:00Z");

  private final Map<String, ReviewCase> kept = new TreeMap<>();
  private final CaseInquiry inquiry =
      new CaseInquiry(
          () -> HeldPolicies.BOOK,
          HeldPolicies.VOCABULARY,
          this::known,
          Clock.fixed(ARRIVAL, ZoneOffset.UTC),
          InputLimits.DEFAULT);
  private final DeadlinesOperation deadlines = new DeadlinesOperation(inquiry, HeldCases.DEADLINES);
  private final EligibilityOperation eligibility = new EligibilityOperation(inquiry);

  private ReviewCase known(Caller caller, String id, Instant knownAt) {
    ReviewCase found = kept.get(id);
    if (found == null) {
      throw new NoSuchCaseException();
    }
    return found;
  }

  Asking keep(String id, ReviewCase known) {
    kept.put(id, known);
    return this;
  }

  Parameters deadlines(String... parameters) {
    return deadlines.described(postJson(text(parameters)));
  }

  Parameters deadlines(Resource body) {
    return deadlines.described(post(body));
  }

  Parameters deadlinesOf(String id, RequestDetails request) {
    return deadlines.stored(new IdType("Task", id), request);
  }

  Parameters eligibility(String... parameters) {
    return eligibility.described(postJson(text(parameters)));
  }

  Parameters eligibilityOf(String id, RequestDetails request) {
    return eligibility.stored(new IdType("Task", id), request);
  }

  Parameters eligibilityOf(RequestDetails request) {
    return eligibility.described(request);
  }

  /** What is refused, by a question that must be. */
  UnreadableResourceException refusal(String... parameters) {
    return catchThrowableOfType(UnreadableResourceException.class, () -> deadlines(parameters));
  }

  List<Problem> problems(String... parameters) {
    return refusal(parameters).problems();
  }

  static RequestDetails post(Resource body) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(RequestTypeEnum.POST);
    String json = body == null ? "" : json(body);
    request.setRequestContents(json.getBytes(StandardCharsets.UTF_8));
    return request;
  }

  public static RequestDetails postJson(String json) {
    RequestDetails request = post(null);
    request.setRequestContents(json.getBytes(StandardCharsets.UTF_8));
    return request;
  }

  static RequestDetails get(String... namesAndValues) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(RequestTypeEnum.GET);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.addParameter(namesAndValues[i], new String[] {namesAndValues[i + 1]});
    }
    return request;
  }

  /** Parameters, each written as JSON. */
  public static Parameters parameters(String... parameters) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(Parameters.class, text(parameters));
  }

  private static String text(String... parameters) {
    String all = String.join(",", parameters).replace('\'', '"');
    return "{\"resourceType\":\"Parameters\""
        + (all.isEmpty() ? "" : ",\"parameter\":[" + all + "]")
        + "}";
  }

  static String policy(String code) {
    return "{'name':'policy','valueCode':'" + code + "'}";
  }

  static String asOf(String time) {
    return "{'name':'asOf','valueDateTime':'" + time + "'}";
  }

  static String fact(String name, String... values) {
    return parts("fact", "{'name':'name','valueCode':'" + name + "'}", values);
  }

  public static String event(String code, String time, String... more) {
    return parts(
        "event",
        "{'name':'code','valueCode':'" + code + "'},{'name':'time','valueDateTime':'" + time + "'}",
        more);
  }

  private static String parts(String name, String first, String... more) {
    StringBuilder text = new StringBuilder("{'name':'" + name + "','part':[" + first);
    for (String part : more) {
      text.append(",{").append(part).append('}');
    }
    return text + "]}";
  }

  public static String json(Resource answer) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(answer);
  }
}
