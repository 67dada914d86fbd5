package org.openimr.server.index;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.server.store.casefile.MarkedCases;
import org.openimr.server.store.casefile.StoredCaseListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the index in step with the resources: what a transaction writes of a case changes its row
 * in the same transaction, so that both are stored or neither is.
 *
 * <p>It hangs on the store itself, so that no operation can forget it.
 */
@Interceptor
public final class CaseIndexing implements StoredCaseListener {

  /** Types of which no fact is read. */
  static final Set<String> SILENT =
      Set.of("AuditEvent", "Binary", "Bundle", "Composition", "Linkage", "Provenance");

  private final CaseChanges.Index index;
  private final ToldByTask toldByTask;

  /** Keeps this index. */
  CaseIndexing(CaseChanges.Index index, ToldByTask toldByTask) {
    this.index = index;
    this.toldByTask = toldByTask;
  }

  /** A whole case was stored: nothing needs to be read for its row. */
  @Override
  public void stored(CaseFile file) {
    changes().isNew(file);
  }

  /** Notes what is new. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource, RequestDetails request) {
    if (resource instanceof Task task) {
      note(null, task, request);
    } else if (resource instanceof Provenance provenance) {
      if (joins(provenance)) {
        touched(provenance);
      } else {
        changes().named(tasks(provenance));
      }
    }
  }

  /** Notes what has changed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void changed(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (after instanceof Task task) {
      note((Task) before, task, request);
    } else if (MarkedCases.marks(request)) {
      return;
    } else if (after instanceof Provenance provenance) {
      touched(provenance);
      if (before != null) {
        former((Provenance) before);
      }
    } else if (!SILENT.contains(after.fhirType())) {
      changes().record(CaseFile.reference((Resource) after));
    }
  }

  /** Notes what is gone. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource, RequestDetails request) {
    if (resource instanceof Provenance provenance) {
      former(provenance);
    } else if (resource instanceof Task task) {
      if (CaseFile.isCase(task)) {
        changes().gone(task.getIdElement().getIdPart());
      } else if (isDuty(task)) {
        whole(task).ifPresent(changes()::whole);
      }
    }
  }

  private void note(Task before, Task task, RequestDetails request) {
    String id = task.getIdElement().getIdPart();
    if (CaseFile.isCase(task)) {
      if (MarkedCases.marks(request)) {
        // what is handed over here has not got its marks yet
        changes().marked(id);
      } else if (before == null || toldByTask.changed(before, task)) {
        changes().whole(id);
      } else {
        changes().task(task);
      }
      return;
    }
    if (MarkedCases.marks(request)) {
      return;
    }
    boolean duty = isDuty(task);
    if (before != null && CaseFile.isCase(before)) {
      changes().whole(id);
    } else if (before != null && (isDuty(before) || duty) && !same(before, task)) {
      whole(before).ifPresent(changes()::whole);
      whole(task).ifPresent(changes()::whole);
    } else if (duty) {
      whole(task).ifPresent(whole -> changes().duty(whole, task));
    } else {
      changes().other(id);
      if (before != null) {
        changes().record(CaseFile.reference(task));
      }
    }
  }

  /** Whether it names more than Tasks: what joins a case is named by a Provenance of it. */
  private static boolean joins(Provenance provenance) {
    return provenance.getTarget().stream()
        .map(each -> each.getReferenceElement().getResourceType())
        .anyMatch(type -> type != null && !type.equals("Task") && !SILENT.contains(type));
  }

  private void touched(Provenance provenance) {
    tasks(provenance).forEach(changes()::touched);
  }

  private void former(Provenance provenance) {
    touched(provenance);
    String id = provenance.getIdElement().getIdPart();
    tasks(provenance).forEach(task -> changes().former(task, id));
  }

  private static Set<String> tasks(Provenance provenance) {
    Set<String> tasks = new HashSet<>();
    for (Reference target : provenance.getTarget()) {
      if ("Task".equals(target.getReferenceElement().getResourceType())) {
        tasks.add(target.getReferenceElement().getIdPart());
      }
    }
    return tasks;
  }

  private static boolean isDuty(Task task) {
    return CaseProjection.isDuty(task);
  }

  /** Whether it is a duty of the same case before and after. */
  private static boolean same(Task before, Task after) {
    return isDuty(before) == isDuty(after) && whole(before).equals(whole(after));
  }

  /** The id of what it is part of, if it names it. */
  private static Optional<String> whole(Task part) {
    return Optional.ofNullable(part.getPartOfFirstRep().getReferenceElement().getIdPart())
        .filter(id -> !id.isEmpty());
  }

  private CaseChanges changes() {
    CaseChanges changes = (CaseChanges) TransactionSynchronizationManager.getResource(this);
    if (changes == null) {
      changes = new CaseChanges(index);
      TransactionSynchronizationManager.bindResource(this, changes);
      TransactionSynchronizationManager.registerSynchronization(new AtTheEnd(changes));
    }
    return changes;
  }

  private final class AtTheEnd implements TransactionSynchronization {

    private final CaseChanges changes;

    AtTheEnd(CaseChanges changes) {
      this.changes = changes;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      changes.write();
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(CaseIndexing.this);
    }
  }
}
