package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.determination.Determination;
import org.openimr.core.determination.LineFinding;
import org.openimr.core.determination.RecordsRead;
import org.openimr.core.determination.RecordsRead.Fault;
import org.openimr.core.reviewer.Panel;
import org.openimr.core.reviewer.PanelDecision;
import org.openimr.core.reviewer.VotingTerms;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ReviewerMention;
import org.openimr.fhir.determination.DeterminationQuestion.Line;
import org.openimr.fhir.determination.DeterminationQuestion.Told;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketRecords;

/**
 * Holds a determination against its case: the packet is the latest that the review organization
 * got, every document of it and of what was added to it was read or was not, every line in dispute
 * is decided once, and nobody is named.
 */
public final class DeterminationCheck {

  private static final String RECIPIENT = "imro";
  private static final String PACKET = "Parameters.parameter.where(name='packet')";

  private final DeterminationQuestion asked;
  private final PanelSeats seats;
  private final VotingTerms voting;
  private final List<Problem> problems;
  private PacketRecords records;

  private DeterminationCheck(DeterminationQuestion asked, PanelSeats seats, VotingTerms voting) {
    this.asked = asked;
    this.seats = seats;
    this.voting = voting;
    this.problems = new ArrayList<>(asked.problems());
  }

  /**
   * What came of it.
   *
   * @param determination the determination; null if it has problems
   * @param records the documents of the packet; null if it has problems
   * @param problems everything that is wrong
   */
  public record Result(
      Determination determination, PacketRecords records, List<Problem> problems) {}

  /**
   * Checks.
   *
   * @param asked what is to be recorded
   * @param file the whole case
   * @param packets every packet that was issued of it
   * @param waiting documents that have arrived and are in no packet yet
   * @param lines the lines of the disputed claim
   * @param voting how votes become an outcome
   * @param reviewers the roles and people that have the seats of the review
   * @return the determination, or what is wrong with it
   */
  public static Result of(
      DeterminationQuestion asked,
      CaseFile file,
      List<Bundle> packets,
      List<DocumentReference> waiting,
      List<ServiceLine> lines,
      VotingTerms voting,
      List<Resource> reviewers) {
    PanelSeats seats = PanelSeats.of(file);
    DeterminationCheck check = new DeterminationCheck(asked, seats, voting);
    check.packet(packets, waiting);
    check.records();
    List<LineFinding> findings = check.findings(lines);
    check.names(ReviewerMention.of(file, reviewers));
    return check.problems.isEmpty()
        ? new Result(
            new Determination(
                asked.packet().getValue(),
                findings,
                asked.qualifications().isEmpty() ? seats.said() : texts(asked.qualifications()),
                check.read()),
            check.records,
            List.of())
        : new Result(null, null, List.copyOf(check.problems));
  }

  private void packet(List<Bundle> packets, List<DocumentReference> waiting) {
    Identifier named = asked.packet();
    Bundle found =
        packets.stream()
            .filter(each -> names(named, each.getIdentifier()))
            .findFirst()
            .orElse(null);
    if (found == null) {
      add("not-found", PACKET, unknown(named, packets));
      return;
    }
    String recipient = recipient(found);
    if (!RECIPIENT.equals(recipient)) {
      add(
          "business-rule",
          PACKET,
          "The packet was made for the recipient "
              + recipient
              + "; a determination is made from one for the recipient imro.");
      return;
    }
    IssuedPackets issued = IssuedPackets.among(packets, RECIPIENT);
    Bundle last = issued.last().orElse(found);
    if (!last.getIdentifier().getValue().equals(found.getIdentifier().getValue())) {
      if (!issued.whole().contains(found)) {
        add(
            "business-rule",
            PACKET,
            "The packet is one of what came late, and adds to "
                + last.getIdentifier().getValue()
                + "; a determination names that one, and tells the documents of both.");
        return;
      }
      add(
          "business-rule",
          PACKET,
          "The packet was replaced by "
              + last.getIdentifier().getValue()
              + "; a determination is made from the latest one.");
      return;
    }
    records = PacketRecords.of(issued.current().packets()).with(waiting);
  }

  private static boolean names(Identifier named, Identifier packet) {
    return Objects.equals(named.getValue(), packet.getValue())
        && (named.getSystem() == null || named.getSystem().equals(packet.getSystem()));
  }

  private static String unknown(Identifier named, List<Bundle> packets) {
    if (named.getSystem() != null && !named.getSystem().equals(PacketBundleWriter.NUMBER)) {
      return "The packet is named by another system than " + PacketBundleWriter.NUMBER + ".";
    }
    if (named.getValue().endsWith("-draft")) {
      return "The packet is a draft; a determination is made from one that was issued.";
    }
    return IssuedPackets.among(packets, RECIPIENT)
        .last()
        .map(
            last ->
                "No packet of that number was issued of this case; the latest for the recipient"
                    + " imro is "
                    + last.getIdentifier().getValue()
                    + ".")
        .orElse(
            "No packet of this case was issued for the recipient imro; a determination is made from"
                + " one.");
  }

  private static String recipient(Bundle packet) {
    return packet.getMeta().getTag().stream()
        .filter(tag -> PacketBundleWriter.RECIPIENT.equals(tag.getSystem()))
        .map(tag -> tag.getCode())
        .findFirst()
        .orElse("");
  }

  private void records() {
    if (records == null) {
      return;
    }
    for (Fault fault : read().against(records.hashes())) {
      List<Told> list = fault.reviewed() ? asked.reviewed() : asked.notReviewed();
      switch (fault.mistake()) {
        case UNKNOWN ->
            add(
                "not-found",
                list.get(fault.place()).place(),
                "The packet holds no document with the SHA-256 " + fault.sha256() + ".");
        case TWICE ->
            add(
                "duplicate",
                list.get(fault.place()).place(),
                "The document "
                    + fault.sha256()
                    + " stands in the lists before; each stands once, as reviewed or as not"
                    + " reviewed.");
        default ->
            add(
                "required",
                "Parameters",
                "The document "
                    + fault.sha256()
                    + where(fault.sha256())
                    + " is neither reviewed nor not reviewed; each is one of both.");
      }
    }
  }

  private String where(String sha256) {
    String packet = records.packet(sha256).orElse("");
    if (packet.isEmpty()) {
      return ", which has arrived and is in no packet yet (one that brings it follows),";
    }
    return packet.equals(asked.packet().getValue())
        ? " of the packet"
        : " of the packet " + packet + ", which came late,";
  }

  private RecordsRead read() {
    return new RecordsRead(texts(asked.reviewed()), texts(asked.notReviewed()));
  }

  /** What the votes on a line come to; null if there are none, or they cannot be counted. */
  private PanelDecision decided(Line line) {
    int assigned = seats.qualifications().size();
    if (line.votes().isEmpty() && assigned < 2) {
      return null;
    }
    Panel panel = new Panel(assigned == 0 ? line.votes().size() : assigned, voting);
    List<String> objections = panel.objections(line.votes());
    if (!objections.isEmpty()) {
      objections.forEach(each -> add("business-rule", line.place(), each));
      return null;
    }
    PanelDecision decision = panel.decide(line.votes());
    if (line.outcome() != null && !line.outcome().code().equals(decision.outcome())) {
      add(
          "business-rule",
          line.place(),
          "The outcome of the line is " + line.outcome().code() + ". " + decision.explanation());
    }
    return decision;
  }

  private List<LineFinding> findings(List<ServiceLine> lines) {
    List<PanelDecision> panels = new ArrayList<>();
    asked.lines().forEach(line -> panels.add(decided(line)));
    DecidedLines decided = new DecidedLines(lines, problems);
    List<LineFinding> findings = new ArrayList<>();
    List<ServiceLine> meant = decided.meant(asked.lines());
    for (int i = 0; i < meant.size(); i++) {
      Line line = asked.lines().get(i);
      if (line.outcome() != null && line.rationale() != null) {
        findings.add(
            new LineFinding(
                meant.get(i),
                line.outcome(),
                line.rationale().text(),
                line.criteria(),
                texts(line.citations()),
                panels.get(i)));
      }
    }
    return findings;
  }

  private void names(ReviewerMention reviewers) {
    List<Told> out = new ArrayList<>(asked.qualifications());
    for (Line line : asked.lines()) {
      if (line.rationale() != null) {
        out.add(line.rationale());
      }
      out.addAll(line.citations());
    }
    for (Told told : out) {
      if (reviewers.in(told.text())) {
        add(
            "business-rule",
            told.place(),
            "The text names a reviewer of this case; a determination tells what qualifies its"
                + " reviewers, and not who they are.");
      }
    }
  }

  private static List<String> texts(List<Told> told) {
    return told.stream().map(Told::text).toList();
  }

  private void add(String code, String place, String text) {
    problems.add(new Problem(code, place, text));
  }
}
