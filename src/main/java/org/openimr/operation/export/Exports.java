package org.openimr.operation.export;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Group;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportScope;
import org.openimr.operation.access.Caller;

/**
 * Where exports are made and kept. Each is known to the client that asked for it, and to no other.
 */
public interface Exports {

  /**
   * Returns the types that a caller may export.
   *
   * @param caller who asks
   * @return the types of which it may see some
   */
  Set<String> types(Caller caller);

  /**
   * Reads a Group.
   *
   * @param caller who asks
   * @param id its id
   * @return the Group, if the caller sees it
   */
  Optional<Group> group(Caller caller, String id);

  /**
   * Begins an export.
   *
   * @param caller who asks
   * @param request the full address of the request
   * @param asked what is asked
   * @param scope which cases it is about
   * @return the export
   * @throws TooManyExportsException if too many of the client's are not ended yet
   */
  ExportJob begin(Caller caller, String request, ExportQuestion asked, ExportScope scope);

  /**
   * Finds an export.
   *
   * @param caller who asks
   * @param id its id
   * @return the export, if it is the caller's and neither cancelled nor expired
   */
  Optional<ExportJob> find(Caller caller, String id);

  /**
   * Cancels an export, or forgets it.
   *
   * @param caller who asks
   * @param id its id
   * @return whether there was one
   */
  boolean cancel(Caller caller, String id);

  /**
   * Records that a caller is given an export, with the cases that it tells of; once for each
   * export.
   *
   * @param request the request that is answered
   * @param caller who asks
   * @param job the export
   */
  void record(RequestDetails request, Caller caller, ExportJob job);

  /**
   * Writes a file, one resource on each line, as the caller sees them now.
   *
   * @param caller who asks
   * @param job the export
   * @param file which of its files
   * @param base address of the FHIR interface, for what attachments refer to
   * @param out where to
   * @throws IOException if nobody listens any more
   */
  void write(Caller caller, ExportJob job, ExportJob.File file, String base, Writer out)
      throws IOException;
}
