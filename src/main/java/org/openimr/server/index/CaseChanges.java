package org.openimr.server.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.operation.NoSuchCaseException;

/** What one transaction changes in cases; at its end, what changes in the index. */
final class CaseChanges {

  /** What the changes are written to, and read from. */
  interface Index {

    /** Holds the row of a case; null if it has none. */
    CaseRow hold(String caseId);

    /** Adds the row of a new case. */
    void add(CaseFile file);

    /** Changes a row that is held. */
    void change(CaseRow before, Task task, Collection<Task> duties);

    /** Makes a row from the resources. */
    void reread(String caseId);

    /** Reads a case Task as it is now. */
    Task task(String caseId);

    /** Takes a row out. */
    void remove(String caseId);

    /** The cases to which a resource belongs. */
    List<String> casesOf(Collection<String> references);

    /** Lets all that was written so far be read. */
    void flush();
  }

  private final Index index;
  private final List<CaseFile> added = new ArrayList<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Map<String, Task>> duties = new LinkedHashMap<>();
  private final Set<String> marked = new TreeSet<>();
  private final Set<String> whole = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final Set<String> records = new TreeSet<>();

  CaseChanges(Index index) {
    this.index = index;
  }

  void isNew(CaseFile file) {
    added.add(file);
  }

  void task(Task task) {
    tasks.put(task.getIdElement().getIdPart(), task);
  }

  void duty(String caseId, Task duty) {
    duties
        .computeIfAbsent(caseId, id -> new HashMap<>())
        .put(duty.getIdElement().getIdPart(), duty);
  }

  void marked(String caseId) {
    marked.add(caseId);
  }

  void whole(String caseId) {
    whole.add(caseId);
  }

  void gone(String caseId) {
    gone.add(caseId);
  }

  void record(String reference) {
    records.add(reference);
  }

  /** Writes the rows. */
  void write() {
    if (!added.isEmpty()) {
      // all else in such a transaction belongs to the new case
      added.forEach(this::add);
      return;
    }
    index.flush();
    whole.addAll(index.casesOf(records));
    whole.removeAll(gone);
    gone.forEach(index::remove);
    whole.forEach(this::reread);
    Set<String> rest = new TreeSet<>(tasks.keySet());
    rest.addAll(duties.keySet());
    rest.addAll(marked);
    rest.removeAll(whole);
    rest.removeAll(gone);
    rest.forEach(this::change);
  }

  private void add(CaseFile file) {
    String id = file.task().getIdElement().getIdPart();
    if (marked.contains(id)) {
      index.flush();
      index.add(new CaseFile(index.task(id), file.resources()));
    } else {
      index.add(file);
    }
  }

  private void reread(String id) {
    try {
      index.reread(id);
    } catch (NoSuchCaseException e) {
      // a Task of another kind
      index.remove(id);
    }
  }

  private void change(String id) {
    CaseRow before = index.hold(id);
    if (before == null) {
      reread(id);
      return;
    }
    Task task = marked.contains(id) ? index.task(id) : tasks.get(id);
    index.change(before, task, duties.getOrDefault(id, Map.of()).values());
  }
}
