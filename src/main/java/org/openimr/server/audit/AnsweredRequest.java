package org.openimr.server.audit;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.server.audit.AuditRecords.Outcome;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;

/** Says what became of a request, or of each entry of a bundle, from what is answered. */
final class AnsweredRequest {

  private static final Set<String> OF_CLIENTS = Set.of("$register-client", "$disable-client");
  private static final Map<String, Set<String>> NOBODY = Map.of();

  private final Subjects subjects;
  private final RecordedQuery queries;

  AnsweredRequest(Subjects subjects, RecordedQuery queries) {
    this.subjects = subjects;
    this.queries = queries;
  }

  /** The cases of some Tasks, each with its patient. */
  Map<String, String> cases(Collection<String> tasks) {
    return subjects.ofTasks(tasks);
  }

  /** What became of a request that is answered with a resource; null if with none. */
  Outcome outcome(RequestAudit request, RequestDetails details, Resource answer) {
    Asked asked = request.asked();
    if (asked.isOperation()) {
      return operation(request, details, "");
    }
    if (asked.isSearch() || asked.interaction().startsWith("history-")) {
      String query = asked.isSearch() ? query(asked, details) : "";
      return new Outcome(asked, "", query, data(asked), subjects.of(Subjects.within(answer)));
    }
    return single(asked, answer, request.lookedAt());
  }

  /** What became of a read, or of a write that changed nothing. */
  private Outcome single(Asked asked, Resource answer, Map<String, Set<String>> lookedAt) {
    boolean shown =
        answer != null
            && answer.getIdElement().hasIdPart()
            && (asked.id().isEmpty() || asked.id().equals(answer.getIdElement().getIdPart()));
    if (!shown) {
      return new Outcome(asked, "", "", data(asked), known(asked, lookedAt));
    }
    AuditEntity data =
        new AuditEntity(Kind.DATA, Subjects.reference(answer), WriteAudit.version(answer));
    return new Outcome(
        asked, "", "", List.of(data), lookedAt.isEmpty() ? subjects.of(List.of(answer)) : lookedAt);
  }

  private Outcome operation(RequestAudit request, RequestDetails details, String failure) {
    Asked asked = request.asked();
    List<AuditEntity> data =
        OF_CLIENTS.contains(asked.operation()) ? client(details) : OperationSubjects.target(asked);
    return new Outcome(
        asked, failure, "", data, OperationSubjects.of(request, subjects, List.of()));
  }

  /** The client that is registered or disabled; the operations read the body by themselves. */
  private static List<AuditEntity> client(RequestDetails details) {
    return sent(details).getParameter().stream()
        .filter(part -> "client".equals(part.getName()))
        .filter(part -> part.hasValue() && part.getValue().isPrimitive())
        .map(part -> part.getValue().primitiveValue())
        .filter(id -> id.matches("[\\x21-\\x7E]{1,100}"))
        .map(id -> AuditEntity.of(Kind.CLIENT, id))
        .limit(1)
        .toList();
  }

  private static Parameters sent(RequestDetails details) {
    String type = details.getHeader("Content-Type");
    try {
      return SentParameters.parse(
              details.loadRequestContents(),
              type != null && type.contains("xml"),
              details.getFhirContext())
          .read(parameters -> parameters);
    } catch (DataFormatException | UnreadableResourceException unreadable) {
      return new Parameters();
    }
  }

  /** What became of a request that is refused. */
  Outcome refused(RequestAudit request, RequestDetails details, String failure) {
    Asked asked = request.asked();
    if (asked.isOperation()) {
      return operation(request, details, failure);
    }
    return new Outcome(
        asked,
        failure,
        asked.isSearch() ? query(asked, details) : "",
        data(asked),
        known(asked, request.lookedAt()));
  }

  private Map<String, Set<String>> known(Asked asked, Map<String, Set<String>> lookedAt) {
    return lookedAt.isEmpty() && !asked.reference().isEmpty()
        ? subjects.ofReference(asked.reference())
        : lookedAt;
  }

  private static List<AuditEntity> data(Asked asked) {
    return asked.reference().isEmpty()
        ? List.of()
        : List.of(new AuditEntity(Kind.DATA, asked.reference(), asked.version()));
  }

  private String query(Asked asked, RequestDetails details) {
    return queries.of(
        details.getRequestType().name(),
        details.getFhirServerBase() + (asked.type().isEmpty() ? "" : "/" + asked.type()),
        asked.type(),
        details.getParameters());
  }

  /** What became of each entry; what was written is recorded already, and left out. */
  List<Outcome> entries(RequestAudit request, Bundle sent, Bundle answer) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < sent.getEntry().size(); i++) {
      Asked asked = Asked.of(sent.getEntry().get(i).getRequest());
      BundleEntryComponent entry =
          answer != null && i < answer.getEntry().size()
              ? answer.getEntry().get(i)
              : new BundleEntryComponent();
      String location =
          new IdType(entry.getResponse().getLocation()).toUnqualifiedVersionless().getValue();
      boolean written =
          asked.isWrite()
              && (request.hasWritten(asked.reference())
                  || location != null && request.hasWritten(location));
      if (Recording.always(asked) && !written) {
        outcomes.add(entry(request.server(), asked, sent.getEntry().get(i), entry));
      }
    }
    return outcomes;
  }

  private Outcome entry(
      String base, Asked asked, BundleEntryComponent sent, BundleEntryComponent answer) {
    String failure = failure(answer.getResponse());
    String query = asked.isSearch() ? query(base, asked, sent) : "";
    if (!failure.isEmpty()) {
      return new Outcome(asked, failure, query, data(asked), known(asked, NOBODY));
    }
    if (asked.isSearch() || asked.interaction().startsWith("history-") || asked.isOperation()) {
      return new Outcome(
          asked, "", query, data(asked), subjects.of(Subjects.within(answer.getResource())));
    }
    return single(asked, answer.getResource(), NOBODY);
  }

  private String query(String base, Asked asked, BundleEntryComponent sent) {
    String url = sent.getRequest().getUrl();
    int mark = url.indexOf('?');
    return queries.of(
        sent.getRequest().getMethod().toCode(),
        base + "/" + asked.type(),
        asked.type(),
        mark < 0 ? Map.of() : UrlUtil.parseQueryString(url.substring(mark + 1)));
  }

  private static String failure(BundleEntryResponseComponent response) {
    String status = response.getStatus() == null ? "" : response.getStatus();
    if (!status.matches("[45].*")) {
      return "";
    }
    return status.substring(0, 3)
        + (response.getOutcome() instanceof OperationOutcome outcome && outcome.hasIssue()
            ? " " + outcome.getIssueFirstRep().getCode().toCode()
            : "");
  }

  /** What became of the entries of a bundle that is refused as a whole. */
  List<Outcome> refusedEntries(Bundle sent, String failure) {
    List<Outcome> outcomes = new ArrayList<>();
    for (BundleEntryComponent entry : sent.getEntry()) {
      Asked asked = Asked.of(entry.getRequest());
      if (Recording.always(asked) && !asked.isBundle()) {
        outcomes.add(new Outcome(asked, failure, "", data(asked), known(asked, NOBODY)));
      }
    }
    return outcomes;
  }
}
