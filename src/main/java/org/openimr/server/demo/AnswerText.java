package org.openimr.server.demo;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** The answers of the operations as text. */
final class AnswerText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
  private static final List<String> URGENT_FIRST =
      List.of("overdue", "running", "met-late", "lapsed", "met", "ended", "undetermined");

  private final PrintStream out;

  AnswerText(PrintStream out) {
    this.out = out;
  }

  /** Prints outcome and findings. */
  void eligibility(Parameters answer) {
    out.println("Outcome: " + values(answer.getParameter(), "outcome"));
    TextTable table = new TextTable("rule", "result", "why");
    for (ParametersParameterComponent finding : named(answer.getParameter(), "finding")) {
      String result = value(finding, "result");
      if (!result.equals("not-applicable")) {
        table.row(value(finding, "rule"), result, firstSentences(value(finding, "explanation")));
      }
    }
    table.lines().forEach(out::println);
    line("Would be decided by: ", values(answer.getParameter(), "missing"));
    line("Where to go instead: ", values(answer.getParameter(), "route"));
  }

  private void line(String lead, String text) {
    if (!text.isEmpty()) {
      out.println(lead + text);
    }
  }

  /** What must hold and what the facts say, without the conditions in FHIRPath. */
  private static String firstSentences(String explanation) {
    int conditions = explanation.indexOf(" Asked when: ");
    return conditions < 0 ? explanation : explanation.substring(0, conditions);
  }

  /** Prints all deadlines, and the count of the next one due. */
  void deadlines(Parameters answer) {
    List<ParametersParameterComponent> all =
        new ArrayList<>(named(answer.getParameter(), "deadline"));
    all.sort(
        Comparator.comparing(AnswerText::urgency)
            .thenComparing(deadline -> value(deadline, "due")));
    String document =
        commonStart(all.stream().map(deadline -> value(deadline, "citation")).toList());
    TextTable table = new TextTable("due", "status", "owed by", "duty or right", "rule", "section");
    for (ParametersParameterComponent deadline : all) {
      table.row(
          due(deadline),
          value(deadline, "status"),
          value(deadline, "owedBy"),
          value(deadline, "milestone"),
          value(deadline, "rule"),
          value(deadline, "citation").substring(document.length()));
    }
    table.lines().forEach(out::println);
    out.println("Sections of: " + document.replaceFirst("[, ]+$", ""));
    out.println();
    out.println("The first of them, counted:");
    value(all.get(0), "explanation").lines().forEach(this::indented);
  }

  /** Prints a line two columns in; what does not fit goes under it, further in. */
  private void indented(String line) {
    String text = line.strip();
    String margin = "  " + " ".repeat(line.length() - line.stripLeading().length());
    // columns within a line are made with spaces, which wrapping would lose
    boolean fits = margin.length() + text.length() <= TextTable.PAGE;
    for (String part : fits ? List.of(text) : TextTable.wrapped(text, TextTable.PAGE - 12)) {
      out.println((margin + part).stripTrailing());
      margin = margin.length() < 6 ? "      " : margin;
    }
  }

  private static int urgency(ParametersParameterComponent deadline) {
    int place = URGENT_FIRST.indexOf(value(deadline, "status"));
    return place < 0 ? URGENT_FIRST.size() : place;
  }

  private static String due(ParametersParameterComponent deadline) {
    String due = value(deadline, "due");
    return due.isEmpty() ? "-" : OffsetDateTime.parse(due).format(TIME);
  }

  /** The start that all texts have in common, cut behind a comma. */
  private static String commonStart(List<String> texts) {
    String start = texts.get(0);
    for (String text : texts) {
      while (!text.startsWith(start)) {
        start = start.substring(0, start.length() - 1);
      }
    }
    return start.substring(0, start.lastIndexOf(", ") < 0 ? 0 : start.lastIndexOf(", ") + 2);
  }

  private static List<ParametersParameterComponent> named(
      List<ParametersParameterComponent> parts, String name) {
    return parts.stream().filter(part -> part.getName().equals(name)).toList();
  }

  private static String values(List<ParametersParameterComponent> parts, String name) {
    return String.join(
        ", ", named(parts, name).stream().map(part -> part.getValue().primitiveValue()).toList());
  }

  private static String value(ParametersParameterComponent parent, String name) {
    return values(parent.getPart(), name);
  }
}
