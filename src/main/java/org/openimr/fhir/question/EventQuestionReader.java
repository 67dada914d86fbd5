package org.openimr.fhir.question;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Reads what a client wants recorded: one event, and the facts that it brings. */
public final class EventQuestionReader {

  private static final Pattern STORED = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String RECEIVED = "records-received";
  private static final String EVIDENCE =
      "Parameters.parameter.where(name='event').part.where(name='evidence')";

  private final ParametersReader reader;

  /**
   * Makes a reader.
   *
   * @param reader reads facts and events
   */
  public EventQuestionReader(ParametersReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @param task the case
   * @return what is to be recorded
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public EventQuestion read(Parameters parameters, Task task) {
    CaseQuestion asked = reader.read(parameters, false);
    if (asked.events().size() != 1) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  asked.events().isEmpty() ? "required" : "structure",
                  "Parameters",
                  "The request has "
                      + asked.events().size()
                      + " events; one was expected, because each is recorded for itself.")),
          true);
    }
    if (asked.policy() != null && !bound(asked.policy(), task.getInstantiatesUri() + "")) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "business-rule",
                  "Parameters.parameter.where(name='policy')",
                  "The case is bound to another policy, which a recorded event does not change.")));
    }
    checkEvidence(parameters);
    return new EventQuestion(asked, receipt(parameters, asked.events().get(0)));
  }

  /** What is said of a packet that was received: the hash of its manifest, with its reference. */
  private static EventQuestion.Receipt receipt(Parameters parameters, CaseEvent event) {
    Reference evidence = evidence(parameters).findFirst().orElse(null);
    if (evidence == null || !evidence.hasExtension(EventQuestion.MANIFEST_SHA256)) {
      return null;
    }
    if (!event.code().equals(RECEIVED) || !evidence.getReference().startsWith("Bundle/")) {
      throw refusal(
          "business-rule",
          EVIDENCE,
          "The SHA-256 of a manifest comes with records-received, whose evidence is then the packet"
              + " that was received, such as Bundle/1.");
    }
    Type hash = evidence.getExtensionByUrl(EventQuestion.MANIFEST_SHA256).getValue();
    String manifest = hash == null ? "" : String.valueOf(hash.primitiveValue());
    if (!SHA256.matcher(manifest).matches()) {
      throw refusal(
          "value",
          EVIDENCE,
          "The SHA-256 of the manifest is no string of 64 lower-case hexadecimal digits.");
    }
    return new EventQuestion.Receipt(
        evidence.hasIdentifier() ? evidence.getIdentifier() : null, manifest);
  }

  private static Stream<Reference> evidence(Parameters parameters) {
    return parameters.getParameter().stream()
        .filter(each -> "event".equals(each.getName()))
        .flatMap(each -> each.getPart().stream())
        .filter(each -> each.getValue() instanceof Reference)
        .map(each -> (Reference) each.getValue());
  }

  /** Evidence is a resource of this server, not a word about one. */
  private static void checkEvidence(Parameters parameters) {
    evidence(parameters)
        .filter(each -> !each.hasReference() || !STORED.matcher(each.getReference()).matches())
        .findFirst()
        .ifPresent(
            any -> {
              throw refusal(
                  "value",
                  EVIDENCE,
                  "The evidence of the event is no reference such as DocumentReference/1.");
            });
  }

  private static UnreadableResourceException refusal(String code, String place, String text) {
    return new UnreadableResourceException(List.of(new Problem(code, place, text)));
  }

  private static boolean bound(String named, String canonical) {
    return canonical.equals(named) || canonical.contains("/" + named + "|");
  }
}
