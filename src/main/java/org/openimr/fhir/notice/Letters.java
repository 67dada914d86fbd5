package org.openimr.fhir.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.notice.DueNotice;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.NoticeComposer;
import org.openimr.core.notice.NoticeTemplate;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.request.RequestWording;

/**
 * Puts the letters together that a case owes.
 *
 * <p>Holds no case and may be used by many threads.
 */
public final class Letters {

  private final LetterTexts texts;
  private final RequestWording wording;

  /**
   * Makes it.
   *
   * @param texts what letters are made from
   * @param wording what packet elements and parties are called
   */
  public Letters(LetterTexts texts, RequestWording wording) {
    this.texts = texts;
    this.wording = wording;
  }

  /** What letters are made from. */
  public LetterTexts texts() {
    return texts;
  }

  /**
   * Drafts what a case owes now.
   *
   * @param file the case as stored
   * @param assessment what is concluded about it
   * @param written when the letters are written
   * @param known the notices of the case that are known
   * @return a draft for each kind, recipient and occasion; none that a party owes which does not
   *     call this server, as nobody could send it
   */
  public List<NoticeDraft> drafts(
      CaseFile file, CaseAssessment assessment, Instant written, List<KnownNotice> known) {
    LetterCase about = new LetterCase(file, assessment);
    NoticeRounds rounds = new NoticeRounds(about, known);
    List<NoticeDraft> drafts = new ArrayList<>();
    for (DueNotice due :
        texts
            .catalogue()
            .due(assessment.situation(), assessment.eligibility(), assessment.deadlines())) {
      boolean sendable =
          due.owedBy().equals("department") || !about.callers(due.owedBy()).isEmpty();
      if (sendable && !due.recipient().equals(due.owedBy())) {
        drafts.add(NoticeDraft.of(about, rounds.now(due), this, written));
      }
    }
    return drafts;
  }

  Notice compose(LetterCase about, DueNotice due, NoticeWay way, Instant written, String language) {
    NoticeTemplate template = texts.template(due.kind().code(), language);
    var facts = LetterFacts.read(about, due, way, written, texts.words(language), wording);
    facts.add("title", template.title());
    return NoticeComposer.compose(due.kind(), template, facts);
  }
}
