package org.openimr.operation.packet;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.ContentsApart;
import org.openimr.fhir.packet.EarlierPackets;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.LateRecords;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.StoredCases;

/**
 * Issues the packets of what came to a case after its file went to the review organization, without
 * anybody asking: for the review organization, and the copies of it for the member and for a
 * provider who got the file before.
 *
 * @see <a href="../../../../../../../docs/operations/packet.md">packet</a>
 */
public final class LatePackets {

  /** The server, in the name of the plan, which owes it (V24). */
  private static final Caller FOR_PLAN = new Caller("openimr", "plan", "openimr");

  private static final String IMRO = "imro";

  private final StoredCases cases;
  private final CaseStore store;
  private final PacketIssuing issuing;
  private final ArrivedRecords arrived;
  private final ForwardedRecords forwarded;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param issuing makes packets
   * @param arrived finds what came late
   * @param forwarded records that it was forwarded
   * @param clock says when it is issued
   */
  public LatePackets(
      StoredCases cases,
      CaseStore store,
      PacketIssuing issuing,
      ArrivedRecords arrived,
      ForwardedRecords forwarded,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.issuing = issuing;
    this.arrived = arrived;
    this.forwarded = forwarded;
    this.clock = clock;
  }

  /**
   * Issues what is due of a case, and records that it was forwarded.
   *
   * @param id the id of the case Task
   * @return how many packets were issued
   * @throws NoSuchCaseException if it is no case any more
   * @throws StaleCaseException if the case changed meanwhile, again and again; what was issued so
   *     far stays
   */
  public int issue(String id) {
    try {
      return all(id);
    } catch (StaleCaseException changed) {
      // where records arrive without a pause, it would change each time
      return store.holding(id, () -> all(id));
    }
  }

  private int all(String id) {
    int issued = 0;
    for (String recipient : List.of(IMRO, "member", "provider")) {
      issued += issue(store.load(Caller.SERVER, id), recipient) ? 1 : 0;
    }
    CaseFile file = store.load(Caller.SERVER, id);
    forwarded.record(
        FOR_PLAN,
        file,
        IssuedPackets.among(issuing.issued(Caller.SERVER, file), IMRO).current(),
        Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    return issued;
  }

  private boolean issue(CaseFile file, String recipient) {
    if (file.task().getMeta().getTag(AccessMarks.STATE, AccessMarks.CLOSED) != null) {
      return false;
    }
    List<Bundle> all = issuing.issued(Caller.SERVER, file);
    IssuedPackets imro = IssuedPackets.among(all, IMRO);
    ReviewCase known = cases.read(file);
    Instant sent = arrived.sent(known);
    if (imro.last().isEmpty() || sent == null) {
      return false;
    }
    IssuedPackets before = IssuedPackets.among(all, recipient);
    Set<String> held;
    if (recipient.equals(IMRO)) {
      held = imro.current().identities();
    } else if (recipient.equals("provider") && before.count() == 0) {
      // who got no copy of the file gets none of what is added to it
      return false;
    } else {
      held = new HashSet<>(file(imro, sent).identities());
      held.addAll(new EarlierPackets(before.packets()).identities());
    }
    Optional<Instant> since = LateRecords.since(arrived.lacking(file, known, recipient, held));
    if (since.isEmpty()) {
      return false;
    }
    boolean inline = before.last().map(last -> !ContentsApart.of(last)).orElse(true);
    PacketQuestion question = new PacketQuestion(recipient, false, since.get(), inline, held);
    String base = base(imro.last().get());
    try {
      issuing.issue(FOR_PLAN, file, question, before, before.current(), base);
    } catch (TooLargeForPacketException withContents) {
      PacketQuestion apart = new PacketQuestion(recipient, false, since.get(), false, held);
      issuing.issue(FOR_PLAN, file, apart, before, before.current(), base);
    }
    return true;
  }

  /** The packet that was the file when it was sent. */
  private static EarlierPackets file(IssuedPackets imro, Instant sent) {
    List<Bundle> whole = imro.whole();
    Bundle file = whole.get(0);
    for (Bundle each : whole) {
      if (!each.getTimestamp().toInstant().isAfter(sent)) {
        file = each;
      }
    }
    return new EarlierPackets(List.of(file));
  }

  /** The address of the server, as the packet says it that is added to. */
  private static String base(Bundle packet) {
    String first = packet.getEntryFirstRep().getFullUrl();
    return first.substring(0, first.lastIndexOf("/Composition/"));
  }
}
