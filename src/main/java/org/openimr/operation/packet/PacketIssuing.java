package org.openimr.operation.packet;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.calendar.LocalDays;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.packet.ContentsApart;
import org.openimr.fhir.packet.EarlierPackets;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketContent;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.fhir.packet.PacketOrder;
import org.openimr.fhir.packet.PacketView;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/** Makes the packets of stored cases: drafts, and those that are issued, listed and signed. */
public final class PacketIssuing {

  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "member", List.of("not-to-care", "not-to-review"),
          "provider", List.of("not-to-member", "not-to-review"));

  private final FhirContext context;
  private final StoredCases cases;
  private final CaseStore store;
  private final SensitivityRules sensitivity;
  private final PacketView view;
  private final PacketSeal seal;
  private final PageNumbering pages;
  private final PacketContents contents;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param context the FHIR context
   * @param cases assesses what is stored
   * @param store where cases are kept
   * @param sensitivity by what sensitive information is recognized
   * @param view what recipients are not shown
   * @param seal lists and signs what is issued
   * @param pages says on which pages of a PDF the documents are
   * @param contents where large contents are kept
   * @param clock says when a packet is issued
   */
  public PacketIssuing(
      FhirContext context,
      StoredCases cases,
      CaseStore store,
      SensitivityRules sensitivity,
      PacketView view,
      PacketSeal seal,
      PageNumbering pages,
      PacketContents contents,
      Clock clock) {
    this.context = context;
    this.cases = cases;
    this.store = store;
    this.sensitivity = sensitivity;
    this.view = view;
    this.seal = seal;
    this.pages = pages;
    this.contents = contents;
    this.clock = clock;
  }

  /** The packets of a case that were issued and that a caller sees. */
  List<Bundle> issued(Caller caller, CaseFile file) {
    return store.read(caller, Set.copyOf(PacketIssue.of(file.task()))).values().stream()
        .filter(Bundle.class::isInstance)
        .map(Bundle.class::cast)
        .toList();
  }

  /** A draft, which is not stored. */
  Bundle draft(CaseFile file, PacketQuestion question, EarlierPackets earlier, String base) {
    Instant changed = file.task().getMeta().getLastUpdated().toInstant();
    String number = CaseNumber.of(file.task()) + "-" + question.recipient() + "-draft";
    return seal.listed(
        write(file, cases.assess(file, changed), question, earlier, number, changed, base));
  }

  /**
   * Issues a packet; of the same once.
   *
   * @param issued what the recipient got before
   * @param earlier what a packet of what came late adds to
   * @param base the address of the server
   * @throws IncompletePacketException if a packet of everything lacks something
   */
  Bundle issue(
      Caller caller,
      CaseFile file,
      PacketQuestion question,
      IssuedPackets issued,
      EarlierPackets earlier,
      String base) {
    Optional<Bundle> before = issued.madeFrom(content(file, question));
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    CaseAssessment assessment = cases.assess(file, now);
    // what comes late comes to what is there, or is still awaited
    if (question.since() == null && !assessment.manifest().complete()) {
      throw new IncompletePacketException(assessment.manifest().missing());
    }
    String number =
        CaseNumber.of(file.task()) + "-" + question.recipient() + "-" + (issued.count() + 1);
    Bundle packet = write(file, assessment, question, earlier, number, now, base);
    packet.setId("Bundle/" + PacketBundleWriter.uuid(number));
    packet = seal.listed(packet);
    pages.number(packet);
    seal.sign(packet, now);
    mark(packet, file, question.recipient());
    LocalDays days = assessment.situation().policy().days();
    Bundle changes =
        PacketIssue.write(
            file.task(),
            packet,
            caller.role().equals("admin") ? "department" : caller.role(),
            caller.organization(),
            TimeText.write(days.at(now), days.zone()));
    return store.issue(packet, changes);
  }

  private String content(CaseFile file, PacketQuestion question) {
    String since = question.since() == null ? "" : "\n" + question.since();
    String form = question.inline() ? "" : "\ninline=false";
    return PacketContent.sha256(file, question.recipient() + since + form, context);
  }

  private Bundle write(
      CaseFile file,
      CaseAssessment assessment,
      PacketQuestion question,
      EarlierPackets earlier,
      String number,
      Instant at,
      String base) {
    Bundle packet =
        PacketBundleWriter.write(
            file,
            assessment,
            cases.lines(file),
            new PacketOrder(
                question.recipient(),
                number,
                at,
                question.draft(),
                base,
                question.since(),
                question.since() == null ? EarlierPackets.NONE : earlier,
                held(question, earlier),
                content(file, question)),
            view,
            sensitivity);
    if (!question.inline()) {
      ContentsApart.leaveOut(packet, base);
    }
    return contents.require(packet);
  }

  private static Set<String> held(PacketQuestion question, EarlierPackets earlier) {
    if (question.since() == null) {
      return Set.of();
    }
    return question.held() != null ? question.held() : earlier.until(question.since()).identities();
  }

  /** A packet for the member or for the provider holds what others of these may not have. */
  private static void mark(Bundle packet, CaseFile file, String recipient) {
    List<String> others = OTHERS.get(recipient);
    if (others == null) {
      AccessMarks.add(packet, AccessMarks.trusted(file));
    } else {
      AccessMarks.add(packet, AccessMarks.parties(file.task()));
      others.forEach(other -> AccessMarks.withhold(packet, other));
      if (recipient.equals("provider") && PacketView.holdsNotes(packet)) {
        AccessMarks.withhold(packet, "authorized-notes");
      }
    }
  }
}
