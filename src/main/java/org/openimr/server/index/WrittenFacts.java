package org.openimr.server.index;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.intake.LaterTelling;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.server.security.StoreAccessInterceptor;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets nobody change what a stored case was found to be by writing anew what it was read from, and
 * lets nobody make it unreadable. What one transaction writes is looked at together, at its end.
 *
 * <p>It hangs on the store itself: whatever way a change comes, as PUT, PATCH or in a transaction.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-58</a>
 */
@Interceptor
public final class WrittenFacts {

  private final CaseChanges.Index index;
  private final LaterTelling telling;
  private final Supplier<CaseStore> cases;
  private final Set<String> over;

  /**
   * Looks at the cases of a store.
   *
   * @param over the statuses of a case in which its dispute is over
   */
  WrittenFacts(
      CaseChanges.Index index, LaterTelling telling, Supplier<CaseStore> cases, Set<String> over) {
    this.over = Set.copyOf(over);
    this.index = index;
    this.telling = telling;
    this.cases = cases;
  }

  /** Notes what a client changes. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void changed(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (!StoreAccessInterceptor.onOwnAccount(request)
        && !(after instanceof Task)
        && !CaseIndexing.SILENT.contains(after.fhirType())) {
      changes().note((Resource) before, (Resource) after);
    }
  }

  private Changes changes() {
    Changes changes = (Changes) TransactionSynchronizationManager.getResource(this);
    if (changes == null) {
      changes = new Changes();
      TransactionSynchronizationManager.bindResource(this, changes);
      TransactionSynchronizationManager.registerSynchronization(changes);
    }
    return changes;
  }

  private void check(Map<String, Resource> before, Map<String, Resource> after) {
    index.flush();
    List<Problem> problems = new ArrayList<>();
    for (String id : index.casesOf(after.keySet())) {
      CaseFile file = cases.get().load(Caller.SERVER, id);
      Set<String> belonging =
          file.resources().stream().map(CaseFile::reference).collect(Collectors.toSet());
      List<Resource> written = new ArrayList<>();
      after.forEach(
          (name, resource) -> {
            if (belonging.contains(name)) {
              written.add(resource);
            }
          });
      List<Resource> old =
          file.resources().stream()
              .map(each -> before.getOrDefault(CaseFile.reference(each), each))
              .toList();
      telling.objections(new CaseFile(file.task(), old), written, over(file.task())).stream()
          .filter(each -> !problems.contains(each))
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
  }

  private boolean over(Task task) {
    return over.contains(task.getBusinessStatus().getCodingFirstRep().getCode());
  }

  private final class Changes implements TransactionSynchronization {

    private final Map<String, Resource> before = new LinkedHashMap<>();
    private final Map<String, Resource> after = new LinkedHashMap<>();

    private void note(Resource old, Resource now) {
      before.putIfAbsent(CaseFile.reference(now), old);
      after.put(CaseFile.reference(now), now);
    }

    /** Before the index is written. */
    @Override
    public int getOrder() {
      return 0;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      check(before, after);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(WrittenFacts.this);
    }
  }
}
