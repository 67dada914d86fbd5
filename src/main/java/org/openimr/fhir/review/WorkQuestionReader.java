package org.openimr.fhir.review;

import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads what a client wants of the work on a case, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/assign-work.md">assign-work</a>
 */
public final class WorkQuestionReader {

  private static final Set<String> NAMES = Set.of("assignee", "release", "queue", "note");
  private static final Pattern PERSON = Pattern.compile("[\\x21-\\x7E&&[^|]]{1,100}");
  private static final Pattern QUEUE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final int LONGEST_NOTE = 4000;

  private final Problems problems = new Problems();
  private String assignee;
  private boolean release;
  private String queue;
  private String note;

  private WorkQuestionReader() {}

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static WorkQuestion read(Parameters parameters) {
    return new WorkQuestionReader().of(parameters);
  }

  private WorkQuestion of(Parameters parameters) {
    SeenNames.take(parameters, NAMES, Set.of(), problems, this::take);
    if (parameters.getParameter().isEmpty()) {
      problems.malformed("required", "Parameters", "The request says nothing of the work.");
    }
    if (assignee != null && release) {
      problems.unacceptable(
          "business-rule",
          "Parameters.parameter.where(name='release')",
          "The work is assigned and released at once; one of both was expected.");
    }
    problems.report();
    return new WorkQuestion(assignee, release, queue, note);
  }

  private void take(Part part) {
    switch (part.label()) {
      case "assignee" ->
          assignee =
              fitting(part, PERSON, "1 to 100 printable characters without space or bar", "string");
      case "queue" ->
          queue = fitting(part, QUEUE, "a word of small letters, digits and hyphens", "code");
      case "release" -> release = Boolean.TRUE.equals(part.truth());
      default -> {
        note = part.text("string");
        if (note != null && note.length() > LONGEST_NOTE) {
          problems.unacceptable(
              "too-long",
              part.path() + ".value",
              "The note has "
                  + note.length()
                  + " characters; "
                  + LONGEST_NOTE
                  + " are accepted at most.");
        }
      }
    }
  }

  private String fitting(Part part, Pattern pattern, String expected, String type) {
    String text = part.text(type);
    if (text != null && !pattern.matcher(text).matches()) {
      problems.unacceptable(
          "value", part.path() + ".value", part.label() + " must be " + expected + ".");
    }
    return text;
  }
}
