package org.openimr.server.export;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportScope;
import org.openimr.operation.access.Caller;
import org.openimr.operation.export.ExportJob;
import org.openimr.operation.export.Exports;
import org.openimr.operation.export.TooManyExportsException;
import org.openimr.operation.report.AnswerRecord;
import org.openimr.server.security.StoreAccessInterceptor;
import org.openimr.server.security.table.AccessRule;

/** Exports of what is stored here. */
final class StoredExports implements Exports {

  private static final int MOST_OPEN = 5;

  private final ExportTable table;
  private final ExportWork work;
  private final VisibleResources visible;
  private final ExportLines lines;
  private final DaoRegistry resources;
  private final AccessRule rule;
  private final List<String> types;
  private final AnswerRecord record;
  private final Duration kept;
  private final Duration longestWrite;
  private final Clock clock;

  StoredExports(
      ExportTable table,
      ExportWork work,
      VisibleResources visible,
      ExportLines lines,
      DaoRegistry resources,
      AccessRule rule,
      List<String> types,
      AnswerRecord record,
      Duration kept,
      Duration longestWrite,
      Clock clock) {
    this.table = table;
    this.work = work;
    this.visible = visible;
    this.lines = lines;
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
                .map(each -> new ExportJob.File(each.number(), each.type(), each.count()))
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
    record.record(request, row.recorded() ? List.of() : visible.cases(row.selected()));
    if (!row.recorded()) {
      table.recorded(job.id());
    }
  }

  @Override
  public void write(Caller caller, ExportJob job, ExportJob.File file, String base, Writer out)
      throws IOException {
    ExportTable.Row row = row(caller, job.id()).orElseThrow();
    if (file.type().equals("OperationOutcome")) {
      ExportLines.ignored(row.selected().asked(), out);
      return;
    }
    List<Long> keys = table.keys(job.id(), file.number());
    lines.write(row.selected().by(caller.because("")), file.type(), keys, base, out);
  }
}
