package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
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
import org.openimr.fhir.packet.PacketRecords;

/**
 * Holds a determination against its case: the packet is the latest that the review organization
 * got, every document of it and of what was added to it was read or was not, every line in dispute
 * is decided once, and nobody is named.
 */
public final class DeterminationCheck {

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
    check.records = NamedPacket.records(asked.packet(), packets, waiting, check.problems);
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
