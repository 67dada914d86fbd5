package org.openimr.fhir.notice;

import java.util.LinkedHashSet;
import java.util.Set;
import org.openimr.core.eligibility.Finding;
import org.openimr.core.eligibility.FindingResult;
import org.openimr.core.notice.DueNotice;
import org.openimr.core.notice.NoticeFacts;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.situation.Occurrence;
import org.openimr.fhir.request.RequestWording;

/** Reads what became of the review: eligibility, what lacks, extensions, the determination. */
final class ReviewFacts {

  private final LetterCase about;
  private final LetterWords words;
  private final NoticeFacts facts;

  private ReviewFacts(LetterCase about, LetterWords words, NoticeFacts facts) {
    this.about = about;
    this.words = words;
    this.facts = facts;
  }

  static void add(
      LetterCase about,
      DueNotice due,
      LetterWords words,
      RequestWording elements,
      NoticeFacts facts) {
    ReviewFacts reader = new ReviewFacts(about, words, facts);
    reader.eligibility();
    reader.occasion(due);
    for (PacketElement element : about.assessment().manifest().missing()) {
      facts.add("missing-element", elements.element(element.code(), words.language()));
    }
    Object outcome = about.fact("outcome");
    if (outcome != null) {
      facts.add("outcome", words.of("outcome." + outcome));
      facts.add("outcome-" + outcome, "yes");
    }
    DeterminationFacts.add(about, words, facts);
    reader.day("service-authorized", "authorization-date");
    reader.day("determination-made", "determination-date");
    reader.day("decision-issued", "issued-date");
    reader.day("request-received", "request-date");
    reader.day("application-received", "application-date");
    reader.day("records-sent", "records-date");
  }

  private void day(String event, String name) {
    Occurrence found = about.last(event);
    if (found != null) {
      facts.add(name, words.date(found.at().date()));
    }
  }

  private void eligibility() {
    Set<String> reasons = new LinkedHashSet<>();
    for (Finding finding : about.assessment().eligibility().findings()) {
      if (finding.result() == FindingResult.NOT_MET) {
        String said = words.of("criterion." + finding.criterion().rule().value());
        // the text of a policy is English
        reasons.add(
            said != null ? said : words.language().equals("en") ? finding.criterion().title() : "");
      }
    }
    reasons.forEach(reason -> facts.add("ineligible-reason", reason));
    for (String route : about.assessment().eligibility().routes()) {
      facts.add("next-step", words.of("route." + route));
    }
  }

  /** What the event said for which the notice is owed. */
  private void occasion(DueNotice due) {
    Occurrence event = about.last(due.event());
    if (event == null || event.entry() == null) {
      return;
    }
    String reason = event.reason();
    if (reason != null) {
      String said = words.of("reason." + reason);
      facts.add(
          "occasion-reason",
          said != null ? said : words.language().equals("en") ? reason.replace('-', ' ') : null);
    }
    if (event.entry().until() != null) {
      facts.add(
          "until",
          event.entry().until().date() != null
              ? words.date(event.entry().until().date())
              : words.date(about.day(event.entry().until().instant())));
    }
    about.assessment().deadlines().stream()
        .filter(each -> Set.of("plan-decision", "determination").contains(each.milestone().code()))
        .filter(each -> each.due() != null)
        .findFirst()
        .ifPresent(each -> facts.add("decision-due", words.moment(each.due(), about.zone())));
  }
}
