package org.openimr.operation.casefile;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.operation.access.Caller;

/**
 * A case that a request changes, in the version of it that its caller has read.
 *
 * @param seen the case as the caller sees it
 * @param version the version named by {@code If-Match}
 */
public record CaseAtVersion(Task seen, String version) {

  /**
   * Finds it.
   *
   * @throws NoSuchCaseException if there is none that the caller sees
   * @throws MissingVersionException if the request names no version
   */
  public static CaseAtVersion of(
      CaseStore store, Caller caller, String id, RequestDetails request) {
    Task seen = seen(store, caller, id);
    return new CaseAtVersion(seen, version(request));
  }

  /**
   * The version that a request names.
   *
   * @throws MissingVersionException if it names none
   */
  public static String version(RequestDetails request) {
    String header = request.getHeader("If-Match");
    if (header == null || header.isBlank()) {
      throw new MissingVersionException();
    }
    return header.trim().replaceFirst("^W/", "").replace("\"", "");
  }

  /**
   * Reads a case as a caller sees it.
   *
   * @throws NoSuchCaseException if there is none
   */
  public static Task seen(CaseStore store, Caller caller, String id) {
    Resource found = store.read(caller, Set.of("Task/" + id)).get("Task/" + id);
    if (found instanceof Task task && CaseFile.isCase(task)) {
      return task;
    }
    throw new NoSuchCaseException();
  }

  /** The whole of it, what the caller does not see included; its events are named. */
  public CaseFile whole(CaseStore store) {
    CaseFile file = store.load(Caller.SERVER, seen.getIdElement().getIdPart());
    Task task = file.task().copy();
    CaseEntries.name(task);
    return new CaseFile(task, file.resources());
  }

  /**
   * Refuses a version that is not the latest.
   *
   * @throws StaleCaseException if the case has changed since
   */
  public void requireLatest(CaseFile file) {
    if (!version.equals(file.task().getMeta().getVersionId())) {
      throw new StaleCaseException();
    }
  }
}
