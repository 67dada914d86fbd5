package org.openimr.fhir.notice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.notice.NoticeFacts;
import org.openimr.core.situation.Occurrence;
import org.openimr.fhir.casefile.CaseDocuments;
import org.openimr.fhir.determination.StoredDeterminations;

/** Reads what the plan decided about which service, and why. */
final class DisputeFacts {

  private static final String DOCUMENT = "https://openimr.org/fhir/CodeSystem/imr-document-type";

  private final LetterCase about;
  private final LetterWords words;
  private final NoticeFacts facts;

  private DisputeFacts(LetterCase about, LetterWords words, NoticeFacts facts) {
    this.about = about;
    this.words = words;
    this.facts = facts;
  }

  static void add(LetterCase about, LetterWords words, NoticeFacts facts) {
    DisputeFacts reader = new DisputeFacts(about, words, facts);
    reader.services();
    reader.decision();
    reader.documents();
    reader.grievance();
  }

  private void services() {
    Task task = about.file().task();
    Set<String> services = new LinkedHashSet<>();
    Resource focus = about.resources().get(task.getFocus().getReference());
    if (focus instanceof Claim claim) {
      if (about.resources().get(claim.getReferral().getReference())
          instanceof ServiceRequest request) {
        service(request.getCode(), services);
      } else {
        claim.getItem().forEach(item -> service(item.getProductOrService(), services));
      }
    } else if (focus instanceof ServiceRequest request) {
      service(request.getCode(), services);
      request
          .getPerformer()
          .forEach(each -> facts.addAll("asked-provider", about.correspondent().name(each)));
    }
    if (services.isEmpty() && task.getFocus().hasDisplay()) {
      services.add(task.getFocus().getDisplay());
    }
    services.forEach(service -> facts.add("service", service));
  }

  private static void service(CodeableConcept code, Set<String> services) {
    if (code.hasText()) {
      services.add(code.getText());
      return;
    }
    for (Coding coding : code.getCoding()) {
      if (coding.hasDisplay() || coding.hasCode()) {
        services.add(coding.hasDisplay() ? coding.getDisplay() : coding.getCode());
        return;
      }
    }
  }

  private void decision() {
    Object decision = about.fact("decision");
    if (decision != null && !"none".equals(decision)) {
      facts.add("decision", words.of("decision." + decision));
      facts.add("decided", words.of("decided." + decision));
      facts.add("approved".equals(decision) ? "is-approved" : "is-adverse", "yes");
    }
    Occurrence made = about.last("decision-made");
    if (made != null) {
      facts.add("decision-date", words.date(made.at().date()));
    }
    if (about.fact("decision-basis") instanceof Set<?> basis) {
      basis.stream()
          .map(Object::toString)
          .sorted()
          .forEach(each -> facts.add("basis", words.of("basis." + each)));
    }
    if ("experimental-investigational".equals(about.fact("review-type"))) {
      facts.add("experimental", "yes");
    }
    Task task = about.file().task();
    List<Resource> answers = new ArrayList<>();
    for (Reference each : List.of(task.getReasonReference(), task.getFocus())) {
      answers.add(about.resources().get(each.getReference()));
    }
    answers.addAll(about.file().resources());
    // what reviewers answered to the claim is not why the plan refused
    List<ClaimResponse> found = StoredDeterminations.of(about.file()).answers();
    answers.stream()
        .filter(each -> each != null && !found.contains(each))
        .flatMap(DisputeFacts::reasons)
        .filter(text -> text != null && !text.isBlank())
        .findFirst()
        .ifPresent(text -> facts.add("decision-reason", text));
  }

  private static Stream<String> reasons(Resource answer) {
    if (answer instanceof ClaimResponse response) {
      return Stream.concat(
          Stream.of(response.getDisposition()),
          response.getProcessNote().stream().map(note -> note.getText()));
    }
    if (answer instanceof ExplanationOfBenefit benefit) {
      return Stream.concat(
          Stream.of(benefit.getDisposition()),
          benefit.getProcessNote().stream().map(note -> note.getText()));
    }
    return Stream.empty();
  }

  /** What went to the reviewer; what is privileged is counted, and not named (V18). */
  private void documents() {
    int withheld = 0;
    for (Resource resource : about.file().resources()) {
      if (resource instanceof DocumentReference document
          && document.getStatus() == DocumentReferenceStatus.CURRENT) {
        boolean privileged =
            CaseDocuments.read(java.util.Map.of("it", document)).get(0).privileged();
        if (privileged) {
          withheld++;
        } else {
          facts.add("document", line(document));
        }
        if (is(document, "review-criterion")) {
          facts.add("criterion", title(document));
        }
      }
    }
    if (withheld > 0) {
      facts.add("withheld-documents", String.valueOf(withheld));
    }
  }

  private static boolean is(DocumentReference document, String type) {
    return document.getType().hasCoding(DOCUMENT, type);
  }

  private String line(DocumentReference document) {
    String date = words.date(document.getDateElement().getValueAsString());
    String kind = document.getType().getText();
    StringBuilder line = new StringBuilder(title(document));
    if (kind != null && !kind.equals(title(document))) {
      line.append(" (").append(kind).append(')');
    }
    return (date == null ? line : line.append(", ").append(date)).toString();
  }

  private static String title(DocumentReference document) {
    String title = document.getContentFirstRep().getAttachment().getTitle();
    if (document.hasDescription()) {
      return document.getDescription();
    }
    return title != null ? title : document.getType().getText() + "";
  }

  private void grievance() {
    Occurrence filed = about.last("grievance-filed");
    if (filed != null) {
      facts.add("grievance-date", words.date(filed.at().date()));
    }
    Occurrence answered = about.last("grievance-resolved");
    if (answered != null) {
      facts.add("grievance-answer-date", words.date(answered.at().date()));
      facts.add("grievance-answer", words.of("grievance." + about.fact("grievance-status")));
    }
  }
}
