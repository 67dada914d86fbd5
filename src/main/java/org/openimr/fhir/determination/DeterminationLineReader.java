package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.IntegerType;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.determination.Outcome;
import org.openimr.core.reviewer.Vote;
import org.openimr.fhir.determination.DeterminationQuestion.Line;
import org.openimr.fhir.determination.DeterminationQuestion.Told;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/** Reads what is determined of one line from its parts. */
final class DeterminationLineReader {

  private static final Set<String> PARTS =
      Set.of("sequence", "outcome", "rationale", "criterion", "citation", "vote");
  private static final Set<String> MANY = Set.of("criterion", "citation", "vote");
  private static final Set<String> VOTE = Set.of("seat", "outcome");
  private static final String CRITERIA = "imr-statutory-criterion";
  private static final int LONGEST = 50_000;

  private final Vocabulary vocabulary;
  private final Part line;
  private final Problems problems;
  private final List<String> criteria = new ArrayList<>();
  private final List<Told> citations = new ArrayList<>();
  private final List<Vote> votes = new ArrayList<>();
  private Integer sequence;
  private Outcome outcome;
  private Told rationale;

  private DeterminationLineReader(Vocabulary vocabulary, Part line) {
    this.vocabulary = vocabulary;
    this.line = line;
    this.problems = line.problems();
  }

  /** The line, or null if it has no parts. */
  static Line read(Vocabulary vocabulary, Part line) {
    return new DeterminationLineReader(vocabulary, line).read();
  }

  private Line read() {
    if (!line.parted()) {
      return null;
    }
    SeenNames seen = new SeenNames(line, PARTS);
    for (int i = 0; i < line.given().getPart().size(); i++) {
      Part part = line.part(i);
      String name = part.given().getName();
      if (name != null && MANY.contains(name) ? seen.known(part) : seen.once(part)) {
        take(part);
      }
    }
    seen.require("outcome");
    seen.require("rationale");
    return new Line(line.path(), sequence, outcome, rationale, criteria, citations, votes);
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "sequence" ->
          sequence =
              part.value("integer", "positiveInt") instanceof IntegerType number
                  ? number.getValue()
                  : null;
      case "outcome" -> outcome = outcome(part);
      case "rationale" -> rationale = words(part);
      case "criterion" -> criterion(part);
      case "citation" -> {
        Told told = words(part);
        if (told != null) {
          citations.add(told);
        }
      }
      default -> vote(part);
    }
  }

  /** One seat, which may not vote. */
  private void vote(Part vote) {
    if (!vote.parted()) {
      return;
    }
    SeenNames seen = new SeenNames(vote, VOTE);
    Integer seat = null;
    Outcome told = null;
    for (int i = 0; i < vote.given().getPart().size(); i++) {
      Part part = vote.part(i);
      if (!seen.once(part)) {
        continue;
      }
      if ("seat".equals(part.given().getName())) {
        seat =
            part.value("integer", "positiveInt") instanceof IntegerType number
                ? number.getValue()
                : null;
      } else {
        told = outcome(part);
      }
    }
    seen.require("seat");
    if (seat != null) {
      votes.add(new Vote(seat, told == null ? null : told.code()));
    }
  }

  private Outcome outcome(Part part) {
    String code = part.text("code");
    Outcome found = code == null ? null : Outcome.of(code);
    if (code != null && found == null) {
      unknown(part, "outcome", code, "imr-outcome");
    }
    return found;
  }

  private void criterion(Part part) {
    String code = part.text("code");
    if (code == null) {
      return;
    }
    if (!vocabulary.codes(CRITERIA).contains(code)) {
      unknown(part, "criterion", code, CRITERIA);
    } else if (criteria.contains(code)) {
      problems.unacceptable(
          "duplicate", part.path(), "The criterion " + code + " stands twice in a line.");
    } else {
      criteria.add(code);
    }
  }

  private void unknown(Part part, String what, String code, String system) {
    problems.unacceptable(
        "code-invalid",
        part.path() + ".value",
        "There is no "
            + what
            + " "
            + Part.said(code)
            + " in the CodeSystem "
            + system
            + "; it has "
            + Vocabulary.listed(vocabulary.codes(system))
            + ".");
  }

  /** A text that says something, or null and a problem. */
  static Told words(Part part) {
    String text = part.text("string", "markdown");
    if (text == null) {
      return null;
    }
    if (text.isBlank() || text.length() > LONGEST) {
      part.problems()
          .unacceptable(
              text.isBlank() ? "required" : "too-long",
              part.path() + ".value",
              part.label()
                  + (text.isBlank()
                      ? " is blank; words were expected."
                      : " has "
                          + text.length()
                          + " characters; "
                          + LONGEST
                          + " are accepted at most."));
      return null;
    }
    return new Told(text, part.path());
  }
}
