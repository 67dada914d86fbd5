package org.openimr.operation.packet;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;

/**
 * {@code $packet}: issues what a recipient gets about a case, reads what was issued, or drafts it.
 *
 * @see <a href="../../../../../../../docs/operations/packet.md">packet</a>
 */
public final class PacketOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/packet";

  private final CaseStore store;
  private final PacketIssuing packets;
  private final Deeds deeds;

  /**
   * Makes the operation.
   *
   * @param store where cases are kept
   * @param packets makes them
   * @param deeds who may issue
   */
  public PacketOperation(CaseStore store, PacketIssuing packets, Deeds deeds) {
    this.store = store;
    this.packets = packets;
    this.deeds = deeds;
  }

  /** Issues (POST) or reads (GET) the packet of a case. */
  @Operation(name = "$packet", typeName = "Task", canonicalUrl = DEFINITION, idempotent = true)
  public Bundle packet(@IdParam IdType id, RequestDetails request) {
    try {
      return answer(id, request);
    } catch (StaleCaseException changed) {
      // who issues names no version: what is issued is of the case as it is then
      return store.holding(id.getIdPart(), () -> answer(id, request));
    }
  }

  private Bundle answer(IdType id, RequestDetails request) {
    PacketQuestion question = PacketQuestion.read(request);
    Caller caller = Caller.of(request);
    deeds.require(caller, "$packet/" + question.recipient());
    boolean issues = request.getRequestType() == RequestTypeEnum.POST && !question.draft();
    boolean makes = issues || question.draft();
    CaseFile file =
        makes ? store.load(caller, id.getIdPart()) : withoutRecords(caller, id.getIdPart());
    if (issues) {
      deeds.require(caller, "$packet/issue");
      requireWhole(caller, file);
    }
    if (question.draft()) {
      deeds.require(caller, "$packet/draft");
    }
    IssuedPackets issued = IssuedPackets.among(packets.issued(caller, file), question.recipient());
    String base = request.getFhirServerBase();
    if (question.draft()) {
      return packets.draft(file, question, issued.current(), base);
    }
    Bundle packet =
        issues
            ? packets.issue(caller, file, question, issued, issued.current(), base)
            : read(issued.inline(question.form()), question.since());
    // the marks are the server's; the packet is the recipient's
    PacketSeal.bare(packet);
    return packet;
  }

  /** The case Task alone: what was issued is read without what it was made from. */
  private CaseFile withoutRecords(Caller caller, String id) {
    String name = "Task/" + id;
    if (store.read(caller, Set.of(name)).get(name) instanceof Task task && CaseFile.isCase(task)) {
      return new CaseFile(task, List.of());
    }
    throw new NoSuchCaseException();
  }

  /** The latest of everything; of what came late that of this time, or what was added after it. */
  private static Bundle read(IssuedPackets issued, Instant since) {
    return issued
        .last(since)
        .or(() -> since == null ? Optional.empty() : issued.added(since))
        .orElseThrow(NoSuchPacketException::new);
  }

  /** Whoever does not see all of a case may not say what is in it. */
  private void requireWhole(Caller caller, CaseFile seen) {
    CaseFile whole = store.load(Caller.SERVER, seen.task().getIdElement().getIdPart());
    if (whole.resources().size() > seen.resources().size()) {
      throw new NotForThisRoleException(caller.role());
    }
  }
}
