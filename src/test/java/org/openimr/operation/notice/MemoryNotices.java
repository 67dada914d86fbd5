package org.openimr.operation.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.fhir.notice.NoticeChanges;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** What is known of notices, in a map. */
public final class MemoryNotices implements NoticeRegister {

  private final CaseStore store;
  private final Map<String, KnownNotice> known = new LinkedHashMap<>();
  private final List<Dispatch> carried = new ArrayList<>();

  public MemoryNotices(CaseStore store) {
    this.store = store;
  }

  /** Stores what was drafted. */
  public void take(NoticeChanges.Written written) {
    store.saveWithTags(Caller.SERVER, written.transaction());
    written.notices().forEach(each -> known.put(each.caseId() + each.key(), each));
  }

  /** What was handed to a carrier. */
  List<Dispatch> carried() {
    return carried;
  }

  @Override
  public List<KnownNotice> ofCase(String caseId) {
    return known.values().stream().filter(each -> each.caseId().equals(caseId)).toList();
  }

  @Override
  public Optional<KnownNotice> find(String communication) {
    return known.values().stream()
        .filter(each -> each.communication().equals(communication))
        .findFirst();
  }

  @Override
  public void send(KnownNotice sent, Dispatch dispatch, Caller caller, Bundle changes) {
    store.saveWithTags(caller, changes);
    known.put(sent.caseId() + sent.key(), sent);
    if (dispatch != null) {
      carried.add(dispatch);
    }
  }
}
