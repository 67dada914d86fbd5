package org.openimr.fhir.question;

import java.util.Set;
import java.util.regex.Pattern;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/** Reads one event of a question from its parts. */
final class EventReader {

  private static final Set<String> PARTS =
      Set.of("code", "time", "actor", "reason", "until", "evidence", "id", "refersTo");

  private static final int LONGEST = 200;
  private static final Pattern WORD =
      Pattern.compile("[^\\s\\p{Cntrl}]([^\\p{Cntrl}]*[^\\s\\p{Cntrl}])?");

  private final Vocabulary vocabulary;
  private final Part event;
  private final Problems problems;

  private EventDefinition kind;
  private EventTime time;
  private String actor;
  private String reason;
  private Part reasonPart;
  private EventTime until;
  private String evidence;
  private String id;
  private String refersTo;

  private EventReader(Vocabulary vocabulary, Part event) {
    this.vocabulary = vocabulary;
    this.event = event;
    this.problems = event.problems();
  }

  /** The event, or null if it has no usable code or time. */
  static CaseEvent read(Vocabulary vocabulary, Part event) {
    return new EventReader(vocabulary, event).read();
  }

  private CaseEvent read() {
    if (!event.parted()) {
      return null;
    }
    SeenNames seen = new SeenNames(event, PARTS);
    for (int i = 0; i < event.given().getPart().size(); i++) {
      Part part = event.part(i);
      if (seen.once(part)) {
        take(part);
      }
    }
    seen.require("code");
    seen.require("time");
    checkReason();
    return kind == null || time == null
        ? null
        : new CaseEvent(id, kind.code(), time, actor, reason, until, refersTo, evidence);
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "code" -> kind = kind(part);
      case "time" -> time = part.time();
      case "actor" -> actor = actor(part);
      case "reason" -> {
        reason = word(part, "code");
        reasonPart = part;
      }
      case "until" -> until = part.time();
      case "evidence" -> evidence = part.reference();
      case "id" -> id = word(part, "string");
      default -> refersTo = word(part, "string");
    }
  }

  /** A text that can be stored and found again. */
  private String word(Part part, String type) {
    String text = part.text(type);
    if (text != null && (text.length() > LONGEST || !WORD.matcher(text).matches())) {
      problems.unacceptable(
          text.length() > LONGEST ? "too-long" : "value",
          part.path() + ".value",
          part.label()
              + (text.length() > LONGEST
                  ? " has " + text.length() + " characters; " + LONGEST + " are accepted at most."
                  : " is blank, begins or ends with a blank or has characters that do not print."));
      return null;
    }
    return text;
  }

  private EventDefinition kind(Part part) {
    String code = part.text("code");
    EventDefinition found = code == null ? null : vocabulary.event(code);
    if (code != null && found == null) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no event " + Part.said(code) + " in the CodeSystem imr-event.");
    }
    return found;
  }

  private String actor(Part part) {
    String code = part.text("code");
    Set<String> parties = vocabulary.codes("imr-party");
    if (code != null && !parties.isEmpty() && !parties.contains(code)) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no party "
              + Part.said(code)
              + " in the CodeSystem imr-party; it has "
              + Vocabulary.listed(parties)
              + ".");
    }
    return code;
  }

  private void checkReason() {
    boolean free = kind == null || kind.reasons().isEmpty();
    if (reason != null && !free && !kind.reasons().contains(reason)) {
      problems.unacceptable(
          "code-invalid",
          reasonPart.path() + ".value",
          "The event "
              + kind.code()
              + " has no reason "
              + Part.said(reason)
              + "; it has "
              + Vocabulary.listed(kind.reasons())
              + ".");
    }
  }
}
