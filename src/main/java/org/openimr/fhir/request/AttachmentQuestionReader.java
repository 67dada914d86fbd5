package org.openimr.fhir.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;
import org.openimr.fhir.request.AttachmentQuestion.Sent;

/**
 * Reads attachments as Da Vinci CDex sends them, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/submit-attachment.md">submit-attachment</a>
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/OperationDefinition-submit-attachment.html">Da
 *     Vinci CDex</a>
 */
public final class AttachmentQuestionReader {

  private static final Set<String> NAMES =
      Set.of(
          "TrackingId",
          "AdminRefNumber",
          "AttachTo",
          "PayerId",
          "OrganizationId",
          "ProviderId",
          "MemberId",
          "ServiceDate",
          "Attachment",
          "Final");
  private static final Set<String> PARTS = Set.of("LineItem", "Code", "Content");
  private static final Set<String> PURPOSES = Set.of("claim", "preauthorization");
  private static final int LONGEST_NUMBER = 200;

  private final Problems problems = new Problems();
  private final List<Sent> attachments = new ArrayList<>();
  private Identifier tracking;
  private Identifier payer;
  private Identifier member;
  private String purpose;
  private boolean isFinal = true;

  private AttachmentQuestionReader() {}

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what was sent
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static AttachmentQuestion read(Parameters parameters) {
    return new AttachmentQuestionReader().of(parameters);
  }

  private AttachmentQuestion of(Parameters parameters) {
    SeenNames seen = SeenNames.take(parameters, NAMES, Set.of("Attachment"), problems, this::take);
    for (String needed : List.of("TrackingId", "AttachTo", "MemberId", "Attachment")) {
      if (!seen.contains(needed)) {
        lacks(needed, "");
      }
    }
    if (!seen.contains("ProviderId") && !seen.contains("OrganizationId")) {
      lacks("ProviderId", ", or OrganizationId: one of them says who sends");
    }
    if ("claim".equals(purpose) && !seen.contains("ServiceDate")) {
      lacks("ServiceDate", " where attachments are for a claim");
    }
    problems.report();
    return new AttachmentQuestion(tracking, payer, member, attachments, isFinal);
  }

  private void lacks(String name, String why) {
    problems.malformed(
        "required",
        "Parameters",
        "There is no parameter " + name + ", which is needed" + why + ".");
  }

  private void take(Part part) {
    switch (part.given().getName()) {
      case "TrackingId" -> tracking = number(part);
      case "PayerId" -> payer = number(part);
      case "MemberId" -> member = number(part);
      case "AdminRefNumber", "OrganizationId", "ProviderId" -> number(part);
      case "AttachTo" -> purpose = purpose(part);
      case "ServiceDate" -> serviceDate(part);
      case "Final" -> {
        Boolean given = part.truth();
        isFinal = given == null || given;
      }
      default -> attachment(part);
    }
  }

  private Identifier number(Part part) {
    if (!(part.value("Identifier") instanceof Identifier identifier)) {
      return null;
    }
    if (!identifier.hasValue() || identifier.getValue().isBlank()) {
      problems.malformed(
          "required",
          part.path() + ".value.value",
          part.label() + " has no value, which is needed.");
      return null;
    }
    if (identifier.getValue().length() > LONGEST_NUMBER) {
      problems.unacceptable(
          "too-long",
          part.path() + ".value.value",
          part.label() + " is longer than " + LONGEST_NUMBER + " characters.");
      return null;
    }
    return identifier;
  }

  private String purpose(Part part) {
    String code = part.text("code");
    if (code != null && !PURPOSES.contains(code)) {
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "There is no AttachTo "
              + Part.said(code)
              + "; it is "
              + Vocabulary.listed(PURPOSES)
              + ".");
      return null;
    }
    return code;
  }

  private void serviceDate(Part part) {
    Type value = part.value("dateTime", "date");
    if (value instanceof DateTimeType date && date.getPrecision().ordinal() < 2) {
      problems.unacceptable(
          "value",
          part.path() + ".value",
          "ServiceDate is not precise to the day; a date such as 2026-07-01 was expected.");
    }
  }

  private void attachment(Part part) {
    if (!part.parted()) {
      return;
    }
    SeenNames seen = new SeenNames(part, PARTS);
    List<String> lines = new ArrayList<>();
    CodeableConcept code = null;
    Resource content = null;
    String place = null;
    for (int i = 0; i < part.given().getPart().size(); i++) {
      Part each = part.part(i);
      boolean line = "LineItem".equals(each.given().getName());
      if (!(line ? seen.known(each) : seen.once(each))) {
        continue;
      }
      if (line) {
        String text = each.text("string");
        if (text != null) {
          lines.add(text);
        }
      } else if ("Code".equals(each.given().getName())) {
        code = each.value("CodeableConcept") instanceof CodeableConcept given ? given : null;
      } else {
        content = content(each);
        place = each.path() + ".resource";
      }
    }
    seen.require("Content");
    if (content != null
        && code == null
        && !(content instanceof DocumentReference)
        && AttachedContent.kind(content).isEmpty()) {
      problems.unacceptable(
          "required",
          part.path(),
          "There is no Code, and a "
              + content.fhirType()
              + " does not tell by a LOINC code of its own what kind of document it is.");
    } else if (content != null) {
      DocumentReference document = AttachedContent.document(content, code);
      attachments.add(
          new Sent(
              lines, code, document, document == content ? null : content, part.path(), place));
    }
  }

  private Resource content(Part part) {
    ParametersParameterComponent given = part.given();
    String type = given.hasResource() ? given.getResource().fhirType() : "";
    if (!given.hasValue()
        && given.hasResource()
        && (type.equals("DocumentReference") || AttachedContent.isKept(given.getResource()))) {
      return given.getResource();
    }
    problems.unacceptable(
        given.hasResource() ? "not-supported" : "required",
        part.path() + ".resource",
        part.label()
            + (given.hasResource() ? " is a " + type + "; " : " holds no resource; ")
            + "a DocumentReference with its content as data was expected, or one of "
            + Vocabulary.listed(AttachedContent.KEPT)
            + (type.equals("Bundle") ? " of type document or collection." : "."));
    return null;
  }
}
