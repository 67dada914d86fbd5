package org.openimr.fhir;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Reads what a client wants recorded: one event, and the facts that it brings. */
public final class EventQuestionReader {

  private static final Pattern STORED = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");

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
    return new EventQuestion(asked);
  }

  /** Evidence is a resource of this server, not a word about one. */
  private static void checkEvidence(Parameters parameters) {
    parameters.getParameter().stream()
        .filter(each -> "event".equals(each.getName()))
        .flatMap(each -> each.getPart().stream())
        .filter(each -> each.getValue() instanceof Reference)
        .map(each -> (Reference) each.getValue())
        .filter(each -> !each.hasReference() || !STORED.matcher(each.getReference()).matches())
        .findFirst()
        .ifPresent(
            any -> {
              throw refusal(
                  "value",
                  "Parameters.parameter.where(name='event').part.where(name='evidence')",
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
