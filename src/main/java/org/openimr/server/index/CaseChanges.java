package org.openimr.server.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.operation.casefile.NoSuchCaseException;

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

    /** Notes that a Provenance is no more what it was. */
    void former(String taskId, String provenanceId);

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
  private final Set<String> others = new HashSet<>();
  private final Set<String> touched = new TreeSet<>();
  private final List<Set<String>> named = new ArrayList<>();

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

  /** A Task was written that is neither a case nor the duty of one. */
  void other(String id) {
    others.add(id);
  }

  /** What belongs to a Task, if it is a case, has changed. */
  void touched(String id) {
    touched.add(id);
  }

  /** A Provenance that names a Task was changed or deleted. */
  void former(String taskId, String provenanceId) {
    index.former(taskId, provenanceId);
  }

  /** A new Provenance names these Tasks together. */
  void named(Set<String> taskIds) {
    named.add(taskIds);
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
    duties.values().forEach(each -> touched.removeAll(each.keySet()));
    touched.removeAll(others);
    whole.addAll(touched);
    whole.removeAll(gone);
    gone.forEach(index::remove);
    whole.forEach(this::reread);
    Set<String> rest = new TreeSet<>(tasks.keySet());
    rest.addAll(duties.keySet());
    rest.addAll(marked);
    named.forEach(rest::addAll);
    duties.values().forEach(each -> rest.removeAll(each.keySet()));
    rest.removeAll(others);
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
    boolean written = tasks.containsKey(id) || duties.containsKey(id) || marked.contains(id);
    CaseRow before = index.hold(id);
    if (before == null) {
      if (written) {
        reread(id);
      }
      return;
    }
    Map<String, Task> changed = duties.getOrDefault(id, Map.of());
    if (!accounted(id, before.duties().keySet(), changed.keySet())) {
      reread(id);
    } else if (written) {
      Task task = marked.contains(id) ? index.task(id) : tasks.get(id);
      index.change(before, task, changed.values());
    }
  }

  /**
   * Whether what joins a case is all written here: a duty belongs to it once a Provenance names it
   * with the case.
   */
  private boolean accounted(String id, Set<String> held, Set<String> changed) {
    Set<String> members = new HashSet<>();
    named.stream().filter(each -> each.contains(id)).forEach(members::addAll);
    Set<String> joining = new HashSet<>(changed);
    joining.removeAll(held);
    boolean joined = members.containsAll(joining);
    members.remove(id);
    members.removeAll(held);
    members.removeAll(changed);
    members.removeAll(others);
    return joined && members.isEmpty();
  }
}
