package org.openimr.server.index;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.server.store.MarkedCases;
import org.openimr.server.store.StoredCaseListener;
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
      note(provenance);
    }
  }

  /** Notes what has changed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void changed(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (after instanceof Task task) {
      note((Task) before, task, request);
    } else if (after instanceof Provenance provenance) {
      note(provenance);
    } else if (!MarkedCases.marks(request) && !SILENT.contains(after.fhirType())) {
      changes().record(CaseFile.reference((Resource) after));
    }
  }

  /** Notes what is gone. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource, RequestDetails request) {
    if (resource instanceof Task task) {
      if (CaseFile.isCase(task)) {
        changes().gone(task.getIdElement().getIdPart());
      } else if (CaseProjection.isDuty(task)) {
        changes().whole(whole(task));
      }
    }
  }

  private void note(Task before, Task task, RequestDetails request) {
    if (CaseFile.isCase(task)) {
      if (MarkedCases.marks(request)) {
        // what is handed over here has not got its marks yet
        changes().marked(task.getIdElement().getIdPart());
      } else if (before == null || toldByTask.changed(before, task)) {
        changes().whole(task.getIdElement().getIdPart());
      } else {
        changes().task(task);
      }
    } else if (CaseProjection.isDuty(task) && !MarkedCases.marks(request)) {
      changes().duty(whole(task), task);
    }
  }

  /** What joins a case is named by a Provenance of it. */
  private void note(Provenance provenance) {
    boolean others =
        provenance.getTarget().stream()
            .anyMatch(
                each -> {
                  String type = each.getReferenceElement().getResourceType();
                  return type != null && !type.equals("Task") && !SILENT.contains(type);
                });
    if (others) {
      for (Reference target : provenance.getTarget()) {
        if ("Task".equals(target.getReferenceElement().getResourceType())) {
          changes().whole(target.getReferenceElement().getIdPart());
        }
      }
    }
  }

  private static String whole(Task part) {
    String id = part.getPartOfFirstRep().getReferenceElement().getIdPart();
    return id == null ? "" : id;
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
