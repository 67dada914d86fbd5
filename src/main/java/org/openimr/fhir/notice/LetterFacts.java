package org.openimr.fhir.notice;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.notice.DueNotice;
import org.openimr.core.notice.NoticeFacts;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.request.RequestWording;

/** Reads what a letter can say: who writes to whom about which case. */
final class LetterFacts {

  private static final String DEPARTMENT_REFERENCE =
      "https://openimr.org/fhir/sid/department-reference";

  private final LetterCase about;
  private final DueNotice due;
  private final NoticeWay way;
  private final LetterWords words;
  private final NoticeFacts facts = new NoticeFacts();

  private LetterFacts(LetterCase about, DueNotice due, NoticeWay way, LetterWords words) {
    this.about = about;
    this.due = due;
    this.way = way;
    this.words = words;
  }

  /**
   * Reads the facts of a letter.
   *
   * @param about the case
   * @param due the notice
   * @param way how it goes out
   * @param written when it is written
   * @param words the words of the language
   * @param elements what packet elements and parties are called
   */
  static NoticeFacts read(
      LetterCase about,
      DueNotice due,
      NoticeWay way,
      Instant written,
      LetterWords words,
      RequestWording elements) {
    LetterFacts reader = new LetterFacts(about, due, way, words);
    reader.facts.add("date", words.date(about.day(written)));
    reader.sender(elements);
    reader.recipient();
    reader.subject();
    reader.times();
    DisputeFacts.add(about, words, reader.facts);
    ReviewFacts.add(about, due, words, elements, reader.facts);
    return reader.facts;
  }

  private void sender(RequestWording elements) {
    List<String> named = about.correspondent().name(about.party(due.owedBy()));
    facts.add(
        "sender", named.isEmpty() ? elements.party(due.owedBy(), words.language()) : named.get(0));
    facts.add(
        "sender-phone",
        due.owedBy().equals("department")
            ? words.of("department-phone")
            : about.correspondent().contact(about.party(due.owedBy()), "phone"));
    facts.add("department-phone", words.of("department-phone"));
    facts.add("by-" + due.owedBy(), "yes");
  }

  private void recipient() {
    Reference party = about.party(due.recipient());
    facts.addAll("recipient", about.correspondent().name(party));
    facts.add("to-" + due.recipient(), "yes");
    facts.add("by-" + way.word(), "yes");
    if (way == NoticeWay.POST) {
      facts.addAll("recipient-address", about.correspondent().address(party));
    } else if (way == NoticeWay.FAX || way == NoticeWay.PHONE || way == NoticeWay.EMAIL) {
      facts.add("recipient-" + way.word(), about.correspondent().contact(party, way.word()));
    }
  }

  private void subject() {
    facts.add("case-number", CaseNumber.of(about.file().task()));
    for (Identifier identifier : about.file().task().getIdentifier()) {
      if (DEPARTMENT_REFERENCE.equals(identifier.getSystem())) {
        facts.add("department-reference", identifier.getValue());
      }
    }
    facts.addAll("member", about.correspondent().name(about.party("member")));
    if (about.resources().get(about.party("member").getReference()) instanceof Patient member) {
      facts.add("birth-date", words.date(member.getBirthDateElement().getValueAsString()));
    }
    facts.addAll("plan", about.correspondent().name(about.party("plan")));
    facts.add("plan-phone", about.correspondent().contact(about.party("plan"), "phone"));
    facts.addAll("provider", about.correspondent().name(about.party("provider")));
    facts.addAll("review-organization", about.correspondent().name(about.party("imro")));
  }

  private void times() {
    facts.add("since-date", words.date(about.day(due.since())));
    if (due.due() != null) {
      facts.add("due", words.moment(due.due(), about.zone()));
    }
    facts.add("expedited".equals(about.fact("urgency")) ? "expedited" : "standard", "yes");
    for (Deadline each : about.assessment().deadlines()) {
      if (each.milestone().code().equals("filing-window") && each.due() != null) {
        facts.add("filing-deadline", words.moment(each.due(), about.zone()));
      }
    }
  }
}
