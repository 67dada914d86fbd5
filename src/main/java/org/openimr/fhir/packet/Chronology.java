package org.openimr.fhir.packet;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.Xhtml;

/** What happened in a case and what was written about it, in the order of time. */
final class Chronology {

  private static final List<String> HEAD = List.of("When", "What", "By");

  private record Row(String when, String what, String by) {}

  private Chronology() {}

  /** Writes it. */
  static void write(
      Xhtml text,
      CaseAssessment assessment,
      List<CaseDocument> documents,
      Map<String, Resource> resources) {
    ZoneId zone = assessment.situation().policy().days().zone();
    List<Row> rows = new ArrayList<>();
    for (CaseEvent event : assessment.situation().entries()) {
      if (!event.code().equals("packet-issued")) {
        rows.add(new Row(said(event.time(), zone), event.code(), shown(event.actor())));
      }
    }
    for (CaseDocument document : documents) {
      if (resources.get(document.reference()) instanceof DocumentReference found) {
        rows.add(
            new Row(
                AnnotatedList.date(found, found.getContentFirstRep().getAttachment()),
                AnnotatedList.title(found),
                "document"));
      }
    }
    rows.sort(Comparator.comparing(row -> sortable(row.when(), zone)));
    text.table(HEAD, rows.stream().map(row -> List.of(row.when(), row.what(), row.by())).toList());
  }

  private static String said(EventTime time, ZoneId zone) {
    return time.instant() == null
        ? time.date().toString()
        : TimeText.write(time.instant(), zone).getValueAsString();
  }

  private static String shown(String text) {
    return text == null ? "" : text;
  }

  /** A date comes before the times of its day; what has no date comes last. */
  private static Instant sortable(String when, ZoneId zone) {
    EventTime time = when.isEmpty() ? null : TimeText.read(when);
    if (time == null) {
      return Instant.MAX;
    }
    return time.instant() != null ? time.instant() : time.date().atStartOfDay(zone).toInstant();
  }
}
