package org.openimr.operation.notice;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.notice.NoticeChanges;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/** Drafts the notices that a stored case owes, and withdraws those that it owes no more. */
public final class CaseNotices {

  private final StoredCases cases;
  private final CaseStore store;
  private final Letters letters;
  private final LetterPrinter printer;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param letters puts letters together
   * @param printer prints them
   */
  public CaseNotices(StoredCases cases, CaseStore store, Letters letters, LetterPrinter printer) {
    this.cases = cases;
    this.store = store;
    this.letters = letters;
    this.printer = printer;
  }

  /**
   * Works out what changes in the notices of a case; stores nothing.
   *
   * @param id the id of the case Task
   * @param known the notices that are known
   * @param now the time
   * @return the changes
   */
  public NoticeChanges.Written changes(String id, List<KnownNotice> known, Instant now) {
    Instant second = Instant.ofEpochSecond(now.getEpochSecond());
    CaseFile file = store.load(Caller.SERVER, id);
    CaseAssessment assessment = cases.assess(file, second);
    Set<String> parts = new HashSet<>();
    known.forEach(each -> parts.addAll(NoticeChanges.parts(file, each)));
    return new NoticeChanges(
            file,
            assessment,
            store.read(Caller.SERVER, parts),
            printer,
            TimeText.write(second, assessment.situation().policy().days().zone()))
        .write(letters.drafts(file, assessment, second, known), known);
  }
}
