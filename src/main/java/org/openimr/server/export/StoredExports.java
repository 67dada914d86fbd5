package org.openimr.server.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportScope;
import org.openimr.operation.Caller;
import org.openimr.operation.export.ExportJob;
import org.openimr.operation.export.Exports;
import org.openimr.operation.export.TooManyExportsException;
import org.openimr.server.security.AccessRule;
import org.openimr.server.security.StoreAccessInterceptor;

/** Exports of what is stored here. */
final class StoredExports implements Exports {

  private static final int MOST_OPEN = 5;
  private static final int AT_ONCE = 250;

  /** Records an answer that tells of cases, each with its patient. */
  interface Record {

    /** Records it before the answer leaves. */
    void record(RequestDetails request, Map<String, String> cases);
  }

  private final ExportTable table;
  private final ExportWork work;
  private final VisibleResources visible;
  private final DaoRegistry resources;
  private final AccessRule rule;
  private final List<String> types;
  private final Record record;
  private final Duration kept;
  private final Duration longestWrite;
  private final Clock clock;

  StoredExports(
      ExportTable table,
      ExportWork work,
      VisibleResources visible,
      DaoRegistry resources,
      AccessRule rule,
      List<String> types,
      Record record,
      Duration kept,
      Duration longestWrite,
      Clock clock) {
    this.table = table;
    this.work = work;
    this.visible = visible;
    this.resources = resources;
    this.rule = rule;
    this.types = types;
    this.record = record;
    this.kept = kept;
    this.longestWrite = longestWrite;
    this.clock = clock;
  }

  @Override
  public Set<String> types(Caller caller) {
    return types.stream()
        .filter(each -> !rule.sight(caller, each).none() && rule.mayBeShown(caller, each))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Optional<Group> group(Caller caller, String id) {
    try {
      Group group =
          resources
              .getResourceDao(Group.class)
              .read(
                  new IdType("Group", id),
                  StoreAccessInterceptor.onBehalfOf(caller.because(""), Set.of()));
      return Optional.of(group);
    } catch (ResourceNotFoundException | ResourceGoneException none) {
      return Optional.empty();
    }
  }

  @Override
  public ExportJob begin(Caller caller, String request, ExportQuestion asked, ExportScope scope) {
    if (table.open(caller) >= MOST_OPEN) {
      throw new TooManyExportsException(MOST_OPEN);
    }
    String id = UUID.randomUUID().toString();
    // the database keeps milliseconds
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    // what is being written has the time at which that began, and is seen once it has ended
    Instant settled = now.minus(longestWrite);
    table.add(
        id,
        request.length() > 2000 ? request.substring(0, 2000) : request,
        new Selected(caller.because(""), asked, scope, settled),
        now.plus(kept));
    work.begin(id);
    return find(caller, id).orElseThrow();
  }

  @Override
  public Optional<ExportJob> find(Caller caller, String id) {
    return row(caller, id).map(this::job);
  }

  private Optional<ExportTable.Row> row(Caller caller, String id) {
    return table
        .find(id)
        .filter(each -> each.expires().isAfter(clock.instant()))
        .filter(
            each -> {
              Caller asked = each.selected().caller();
              return asked.client().equals(caller.client())
                  && asked.organization().equals(caller.organization())
                  && asked.role().equals(caller.role())
                  && asked.npi().equals(caller.npi());
            });
  }

  private ExportJob job(ExportTable.Row row) {
    ExportJob.Stage stage =
        switch (row.state()) {
          case "complete" -> ExportJob.Stage.COMPLETE;
          case "failed" -> ExportJob.Stage.FAILED;
          default -> ExportJob.Stage.RUNNING;
        };
    return new ExportJob(
        row.id(),
        stage,
        row.request(),
        row.selected().transactionTime(),
        row.expires(),
        row.progress(),
        stage == ExportJob.Stage.COMPLETE
            ? table.files(row.id()).stream()
                .map(each -> new ExportJob.File(each.number(), each.type(), each.range().count()))
                .toList()
            : List.of());
  }

  @Override
  public boolean cancel(Caller caller, String id) {
    return row(caller, id).isPresent() && table.remove(id);
  }

  @Override
  public void record(RequestDetails request, Caller caller, ExportJob job) {
    ExportTable.Row row = row(caller, job.id()).orElseThrow();
    record.record(request, row.recorded() ? Map.of() : visible.cases(row.selected()));
    if (!row.recorded()) {
      table.recorded(job.id());
    }
  }

  @Override
  public void write(Caller caller, ExportJob job, ExportJob.File file, String base, Writer out)
      throws IOException {
    ExportTable.Row row = row(caller, job.id()).orElseThrow();
    IParser parser = context().newJsonParser().setPrettyPrint(false);
    if (file.type().equals("OperationOutcome")) {
      line(parser, ignored(row.selected().asked()), out);
      return;
    }
    VisibleResources.Range range =
        table.files(job.id()).stream()
            .filter(each -> each.number() == file.number())
            .findFirst()
            .orElseThrow()
            .range();
    Caller now = caller.because("");
    Selected selected = row.selected().by(now);
    long next = range.first();
    Map<Long, String> ids = visible.ids(selected, file.type(), next, range.last(), AT_ONCE);
    while (!ids.isEmpty()) {
      for (IBaseResource each : read(now, file.type(), ids)) {
        if (rule.maySee(now, each)) {
          line(parser, absolute(each, base), out);
        }
      }
      next = ids.keySet().stream().mapToLong(Long::longValue).max().orElseThrow() + 1;
      ids = visible.ids(selected, file.type(), next, range.last(), AT_ONCE);
    }
  }

  private List<IBaseResource> read(Caller caller, String type, Map<Long, String> ids) {
    TokenOrListParam wanted = new TokenOrListParam();
    ids.values().forEach(each -> wanted.add(null, each));
    SearchParameterMap search = new SearchParameterMap();
    search.add("_id", wanted);
    search.setLoadSynchronous(true);
    return resources
        .getResourceDao(type)
        .search(search, StoreAccessInterceptor.onBehalfOf(caller, Set.of()))
        .getAllResources();
  }

  private static OperationOutcome ignored(ExportQuestion asked) {
    OperationOutcome outcome = new OperationOutcome();
    String text = "Not regarded: " + String.join(", ", asked.ignored()) + ".";
    outcome
        .addIssue()
        .setSeverity(OperationOutcome.IssueSeverity.WARNING)
        .setCode(OperationOutcome.IssueType.NOTSUPPORTED)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    return outcome;
  }

  /** What an attachment refers to is fetched from a file, where nothing is relative. */
  private static IBaseResource absolute(IBaseResource resource, String base) {
    if (resource instanceof DocumentReference document) {
      document
          .getContent()
          .forEach(
              content -> {
                Attachment attachment = content.getAttachment();
                if (attachment.hasUrl() && attachment.getUrl().startsWith("Binary/")) {
                  attachment.setUrl(base + "/" + attachment.getUrl());
                }
              });
    }
    return resource;
  }

  private static void line(IParser parser, IBaseResource resource, Writer out) throws IOException {
    parser.encodeResourceToWriter(resource, out);
    out.write('\n');
  }

  private FhirContext context() {
    return resources.getResourceDao(Group.class).getContext();
  }
}
