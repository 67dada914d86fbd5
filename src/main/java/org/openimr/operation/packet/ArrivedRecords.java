package org.openimr.operation.packet;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;
import org.openimr.core.situation.Timeline;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.LateRecords;
import org.openimr.operation.casefile.StoredCases;

/** What came to a case after its file went to the review organization. */
public final class ArrivedRecords {

  private static final String IMRO = "imro";
  private static final List<String> SENT = List.of("records-sent", "records-received");

  private final StoredCases cases;
  private final LateRecords late;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param late finds what came late
   * @param clock says what time it is
   */
  public ArrivedRecords(StoredCases cases, LateRecords late, Clock clock) {
    this.cases = cases;
    this.late = late;
    this.clock = clock;
  }

  /** What a recipient lacks and may be shown. */
  List<DocumentReference> lacking(
      CaseFile file, ReviewCase known, String recipient, Set<String> held) {
    LocalDate today = clock.instant().atZone(cases.policy(known).days().zone()).toLocalDate();
    return late.lacking(file, recipient, held, today);
  }

  /** What is meant for the review organization and is in no packet yet. */
  public List<DocumentReference> waiting(CaseFile file, ReviewCase known, List<Bundle> issued) {
    IssuedPackets imro = IssuedPackets.among(issued, IMRO);
    return imro.last().isEmpty() || sent(known) == null
        ? List.of()
        : lacking(file, known, IMRO, imro.current().identities());
  }

  /** When the file went to the review organization; null if it did not. */
  Instant sent(ReviewCase known) {
    ReviewPolicy policy = cases.policy(known);
    Timeline timeline =
        Situation.of(policy, known.facts(), known.events(), EventTime.at(clock.instant()))
            .timeline();
    List<Instant> sent = new ArrayList<>();
    for (String code : SENT) {
      Occurrence first = timeline.first(policy.vocabulary().event(code));
      if (first != null) {
        sent.add(
            first.at().wholeDay()
                ? first.at().date().plusDays(1).atStartOfDay(policy.days().zone()).toInstant()
                : first.at().instant());
      }
    }
    return sent.stream().min(Instant::compareTo).orElse(null);
  }
}
