package org.openimr.fhir.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.notice.DueNotice;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * Marks letters with who may see them: a draft with who owes it, a letter that was sent with the
 * parties of the case, and with those sides of it to which it was not sent.
 *
 * <p>The table of access says which roles each mark concerns.
 */
final class NoticeMarks {

  /** A draft of somebody whose drafts the department does not see. */
  private static final String DRAFT = "draft-letter";

  private static final String DEPARTMENT = "department";

  /** The sides of a case, and the parties that belong to each. */
  private static final Map<String, Set<String>> SIDES = new LinkedHashMap<>();

  static {
    SIDES.put("not-to-plan", Set.of("plan"));
    SIDES.put("not-to-member", Set.of("member", "representative"));
    SIDES.put("not-to-care", Set.of("provider", "facility"));
    SIDES.put("not-to-review", Set.of("imro"));
  }

  private final LetterCase about;
  private final DueNotice due;

  NoticeMarks(LetterCase about, DueNotice due) {
    this.about = about;
    this.due = due;
  }

  /** Marks what belongs to a draft. */
  void draft(List<? extends Resource> resources) {
    for (Resource each : resources) {
      begin(each);
      AccessMarks.add(each, about.callers(due.owedBy()));
      if (!due.owedBy().equals(DEPARTMENT)) {
        AccessMarks.withhold(each, DRAFT);
      }
    }
  }

  /** Marks what belongs to a letter that was sent. */
  void sent(List<? extends Resource> resources) {
    Set<String> parties = new TreeSet<>(AccessMarks.parties(about.file().task()));
    parties.addAll(about.callers(due.owedBy()));
    for (Resource each : resources) {
      begin(each);
      AccessMarks.add(each, parties);
      SIDES.forEach(
          (mark, side) -> {
            if (!side.contains(due.recipient()) && !side.contains(due.owedBy())) {
              AccessMarks.withhold(each, mark);
            }
          });
    }
  }

  private void begin(Resource resource) {
    AccessMarks.remove(resource);
    AccessMarks.makeFinal(resource);
    SecurityLabels.copy(about.file().task(), resource);
    if (resource instanceof DocumentReference document) {
      document.setSecurityLabel(null);
      for (Coding label : resource.getMeta().getSecurity()) {
        document.addSecurityLabel(new CodeableConcept(label.copy()));
      }
    }
  }
}
