package org.openimr.server.audit;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceAccessDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.server.audit.AuditRecords.Outcome;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;
import org.openimr.server.audit.record.AuditRecord;
import org.openimr.server.audit.record.Recorder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Records what is written in the transaction that writes it, so that both are stored or neither is;
 * and notes which cases a request comes upon.
 *
 * <p>It hangs on the store itself. What an operation writes is one record, that of the operation;
 * what a client writes by itself is one record per resource.
 */
@Interceptor
final class WriteAudit {

  private final Subjects subjects;
  private final AuditRecords records;
  private final Recorder recorder;

  WriteAudit(Subjects subjects, AuditRecords records, Recorder recorder) {
    this.subjects = subjects;
    this.records = records;
    this.recorder = recorder;
  }

  /** Notes the cases that are read, and what the resource asked for tells of. */
  @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
  public void noteRead(IPreResourceAccessDetails found, RequestDetails details) {
    RequestAudit request = watched(details).orElse(null);
    // those found by a search are not read yet; looking at them would read them twice
    if (request == null || !(found instanceof SimplePreResourceAccessDetails)) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (found.getResource(i) instanceof Resource resource) {
        note(request, resource);
      }
    }
  }

  private void note(RequestAudit request, Resource resource) {
    if (Subjects.isCase(resource)) {
      String patient = ((Task) resource).getFor().getReferenceElement().getIdPart();
      request.cameUpon(Subjects.reference(resource), patient == null ? "" : "Patient/" + patient);
    }
    boolean askedFor = Subjects.reference(resource).equals(request.asked().reference());
    if (askedFor && request.lookedAt().isEmpty() && Recording.always(request.asked())) {
      request.lookedAt(subjects.of(List.of(resource)));
    }
  }

  /** A resource was made. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource, RequestDetails details) {
    wrote("create", (Resource) resource, details);
  }

  /** A resource was changed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource resource, RequestDetails details) {
    wrote("update", (Resource) resource, details);
  }

  /** A resource was deleted. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource, RequestDetails details) {
    wrote("delete", (Resource) resource, details);
  }

  private void wrote(String interaction, Resource resource, RequestDetails details) {
    RequestAudit request = watched(details).orElse(null);
    boolean byItself = !(details instanceof ServletRequestDetails);
    if (request == null || request.recorded() || byItself && !request.asked().isOperation()) {
      return;
    }
    Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
    if (pending == null) {
      pending = new Pending(request);
      TransactionSynchronizationManager.bindResource(this, pending);
      TransactionSynchronizationManager.registerSynchronization(pending);
    }
    String done =
        interaction.equals("update") && request.asked().interaction().equals("patch")
            ? "patch"
            : interaction;
    pending.add(done, resource);
  }

  private static Optional<RequestAudit> watched(RequestDetails details) {
    return details instanceof ServletRequestDetails servlet && servlet.getServletRequest() != null
        ? RequestAudit.of(servlet.getServletRequest())
        : RequestAudit.current();
  }

  /** What was written in one transaction. */
  private final class Pending implements TransactionSynchronization {

    private final RequestAudit request;
    private final List<String> interactions = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();

    Pending(RequestAudit request) {
      this.request = request;
    }

    void add(String interaction, Resource resource) {
      interactions.add(interaction);
      resources.add(resource);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      List<AuditRecord> all = new ArrayList<>();
      if (request.asked().isOperation()) {
        all.addAll(records.of(request, operation()));
      } else {
        for (int i = 0; i < resources.size(); i++) {
          all.addAll(records.of(request, write(interactions.get(i), resources.get(i))));
        }
      }
      recorder.recordWithin(all);
    }

    private Outcome operation() {
      List<Resource> cases = resources.stream().filter(Subjects::isCase).toList();
      Map<String, Set<String>> told = OperationSubjects.of(request, subjects, cases);
      return new Outcome(request.asked(), "", "", OperationSubjects.target(request.asked()), told);
    }

    private Outcome write(String interaction, Resource resource) {
      Asked asked =
          new Asked(interaction, resource.fhirType(), resource.getIdElement().getIdPart(), "", "");
      AuditEntity data = new AuditEntity(Kind.DATA, asked.reference(), version(resource));
      return new Outcome(asked, "", "", List.of(data), subjects.of(List.of(resource)));
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(WriteAudit.this);
      if (status != STATUS_COMMITTED) {
        return;
      }
      for (int i = 0; i < resources.size(); i++) {
        request.wrote(interactions.get(i), Subjects.reference(resources.get(i)));
      }
      if (!request.asked().isBundle()) {
        request.setRecorded();
      }
    }
  }

  static String version(Resource resource) {
    String version = resource.getIdElement().getVersionIdPart();
    return version == null ? "" : version;
  }
}
