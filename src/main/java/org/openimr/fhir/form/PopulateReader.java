package org.openimr.fhir.form;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads what {@code $populate} is asked: {@code subject}, one {@code context} of name {@code case}
 * whose {@code content} is a reference to a stored case or a Bundle, and {@code local}.
 *
 * @see <a href="https://hl7.org/fhir/uv/sdc/OperationDefinition-Questionnaire-populate.html">
 *     Questionnaire/$populate of Structured Data Capture</a>
 */
public final class PopulateReader {

  private static final Set<String> NAMES = Set.of("subject", "context", "local");
  private static final Set<String> CONTEXT = Set.of("name", "content");
  private static final Pattern CASE = Pattern.compile("Task/([A-Za-z0-9.-]{1,64})");
  private static final int MOST_ENTRIES = 500;

  private final Problems problems = new Problems();
  private String subject;
  private String caseId;
  private Bundle bundle;
  private Boolean local;
  private String localPath;

  private PopulateReader() {}

  /**
   * Reads a question.
   *
   * @param parameters the parameters as sent
   * @return the question
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static PopulateQuestion read(Parameters parameters) {
    return new PopulateReader().question(parameters);
  }

  private PopulateQuestion question(Parameters parameters) {
    SeenNames seen = SeenNames.take(parameters, NAMES, Set.of(), problems, this::take);
    seen.require("context");
    if (local != null && local != (bundle == null)) {
      problems.unacceptable(
          "business-rule",
          localPath,
          "local is true if the context refers to a stored case, and false if it brings a Bundle.");
    }
    problems.report();
    return new PopulateQuestion(subject, caseId, bundle);
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "subject" -> subject = part.reference();
      case "local" -> {
        local = part.truth();
        localPath = part.path() + ".value";
      }
      default -> context(part);
    }
  }

  private void context(Part context) {
    if (!context.parted()) {
      return;
    }
    SeenNames seen = new SeenNames(context, CONTEXT);
    for (int i = 0; i < context.given().getPart().size(); i++) {
      Part part = context.part(i);
      if (seen.once(part)) {
        if (part.given().getName().equals("name")) {
          name(part);
        } else {
          content(part);
        }
      }
    }
    seen.require("name");
    seen.require("content");
  }

  private void name(Part part) {
    String name = part.text("string", "code");
    if (name != null && !name.equals("case")) {
      problems.unacceptable(
          "not-supported",
          part.path() + ".value",
          "The forms know one context, case: a stored case, or a Bundle.");
    }
  }

  private void content(Part part) {
    Resource resource = part.given().getResource();
    if (resource instanceof Bundle brought) {
      bundle = brought;
      if (brought.getEntry().size() > MOST_ENTRIES) {
        problems.unacceptable(
            "too-costly",
            part.path() + ".resource.entry",
            "The Bundle has more than " + MOST_ENTRIES + " entries.");
      }
    } else if (resource != null) {
      problems.malformed(
          "structure", part.path() + ".resource", "A Bundle or a valueReference was expected.");
    } else {
      String reference = part.reference();
      Matcher stored = CASE.matcher(String.valueOf(reference));
      if (stored.matches()) {
        caseId = stored.group(1);
      } else if (reference != null || part.given().hasValue()) {
        problems.unacceptable(
            "value",
            part.path() + ".value",
            "A reference to a stored case was expected, such as Task/17.");
      }
    }
  }
}
