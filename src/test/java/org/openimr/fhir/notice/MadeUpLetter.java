package org.openimr.fhir.notice;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.NoticeComposer;
import org.openimr.core.notice.NoticeFacts;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.notice.NoticeTemplate;
import org.openimr.server.artifact.PackagedLetters;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.artifact.PackagedWording;

/** The letters of the program, filled with what somebody made up. */
public final class MadeUpLetter {

  /** What letters are made from. */
  public static final LetterTexts TEXTS =
      PackagedLetters.read(
              PackagedPolicies.read(FhirContext.forR4Cached()).vocabulary(),
              PackagedWording.read(FhirContext.forR4Cached()))
          .texts();

  private MadeUpLetter() {}

  /** A letter that knows all that its template asks for. */
  public static Notice of(NoticeKind kind, String language) {
    NoticeTemplate template = TEXTS.template(kind.code(), language);
    LetterWords words = TEXTS.words(language);
    NoticeFacts facts = new NoticeFacts();
    facts.add("title", template.title());
    boolean member = kind.ways().containsKey("member");
    facts.add(member ? "to-member" : "to-provider", "yes");
    facts.add("standard", "yes");
    boolean department =
        "department".equals(kind.sender())
            || List.of("eligibility-notice", "expedition-refusal-notice", "assessment-copy")
                .contains(kind.trigger().milestone() + "");
    boolean byPlan = kind.code().endsWith("-by-plan") || !department;
    facts.add("sender", byPlan ? "Sierra Vista Health Plan" : words.of("department-name"));
    facts.add("sender-phone", byPlan ? "805-555-0100" : words.of("department-phone"));
    facts.add("department-phone", words.of("department-phone"));
    facts.add("date", words.date("2026-07-06"));
    if (member) {
      facts.add("by-post", "yes");
      facts.add("recipient", "Jordan Ellery");
      facts.addAll("recipient-address", List.of("18 Sample Lane", "Ventura, CA 93001"));
    } else {
      facts.add("by-fax", "yes");
      facts.add("recipient", "Amara Whitfield, MD");
      facts.add("recipient-fax", "805-555-0181");
    }
    facts.add("case-number", "2026-000017");
    facts.add("member", "Jordan Ellery");
    facts.add("plan", "Sierra Vista Health Plan");
    facts.add("provider", "Amara Whitfield, MD");
    boolean spanish = language.equals("es");
    facts.add(
        "service", spanish ? "Tratamiento residencial, 30 días" : "Residential treatment, 30 days");
    for (String day :
        List.of(
            "since-date",
            "decision-date",
            "grievance-answer-date",
            "application-date",
            "records-date",
            "request-date",
            "issued-date",
            "authorization-date")) {
      facts.add(day, words.date("2026-06-22"));
    }
    facts.add("filing-deadline", words.date("2026-12-22"));
    facts.add("decision-due", words.date("2026-07-20"));
    boolean approved = kind.code().contains("approved");
    facts.add("decided", words.of(approved ? "decided.approved" : "decided.denied"));
    facts.add(approved ? "is-approved" : "is-adverse", "yes");
    facts.add("basis", words.of("basis.medical-necessity"));
    facts.add(
        "decision-reason",
        spanish
            ? "Usted puede recibir ayuda en un programa de día."
            : "You can get help in a day program.");
    facts.add("criterion", spanish ? "Guía de niveles de atención" : "Level of care guideline");
    facts.add("grievance-answer", words.of("grievance.upheld"));
    facts.add("ineligible-reason", words.of("criterion.V09"));
    facts.add("ineligible-reason", words.of("criterion.V10"));
    facts.add("next-step", words.of("route.complaint-unit"));
    facts.add("occasion-reason", words.of("reason.imminent-serious-threat"));
    facts.add("missing-element", spanish ? "notas de progreso" : "progress notes");
    facts.add("missing-element", spanish ? "plan de tratamiento" : "treatment plan");
    facts.add(
        "document",
        spanish
            ? "Evaluación psiquiátrica, 12 de mayo de 2026"
            : "Psychiatric evaluation, May 12, 2026");
    facts.add(
        "document",
        spanish ? "Carta de negación, 26 de mayo de 2026" : "Denial letter, May 26, 2026");
    facts.add("withheld-documents", "2");
    facts.add("outcome", words.of("outcome.overturned"));
    facts.add("outcome-overturned", "yes");
    facts.add(
        "rationale",
        spanish
            ? "Diez semanas de tratamiento de día no ayudaron."
            : "Ten weeks of day treatment did not help.");
    facts.add(
        "qualification",
        spanish
            ? "Médico con licencia, experto en psiquiatría."
            : "Licensed physician, expert in psychiatry.");
    facts.add("judged-by", spanish ? "Lo que necesita este miembro" : "What this member needs");
    facts.add(
        "record-read",
        spanish
            ? "Evaluación psiquiátrica, 12 de mayo de 2026"
            : "Psychiatric evaluation, May 12, 2026");
    facts.add("record-not-read", words.of("record-kept"));
    facts.add("asked-provider", "Rosa Delgado, MD");
    return NoticeComposer.compose(kind, template, facts);
  }
}
