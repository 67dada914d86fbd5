package org.openimr.fhir.question;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What a client wants recorded.
 *
 * @param asked the event, the facts that it brings, and how the answer is wanted
 * @param receipt what is said of a packet that was received, or null
 */
public record EventQuestion(CaseQuestion asked, Receipt receipt) {

  /** The extension of the evidence that bears the hash of a manifest. */
  public static final String MANIFEST_SHA256 =
      "https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256";

  /**
   * What is said of a packet that was received.
   *
   * @param number the packet number, with or without system; null if it is not told
   * @param manifest the SHA-256 of its manifest, 64 hexadecimal digits
   */
  public record Receipt(Identifier number, String manifest) {

    /**
     * Says whether the packet is the one that was named.
     *
     * @param packet its number
     * @return true also if none was named
     */
    public boolean names(Identifier packet) {
      return number == null
          || Objects.equals(number.getValue(), packet.getValue())
              && (number.getSystem() == null || number.getSystem().equals(packet.getSystem()));
    }
  }

  private CaseEvent given() {
    return asked.events().get(0);
  }

  /**
   * Returns the event.
   *
   * @param name its name if it has none
   * @return the event with a name
   */
  public CaseEvent event(String name) {
    CaseEvent event = given();
    return new CaseEvent(
        event.id() == null ? name : event.id(),
        event.code(),
        event.time(),
        event.actor(),
        event.reason(),
        event.until(),
        event.refersTo(),
        event.evidence());
  }

  /**
   * Returns the facts.
   *
   * @return the facts that come with the event, each with its whole value
   */
  public Map<FactDefinition, Object> facts() {
    Map<FactDefinition, Object> facts = new HashMap<>();
    asked.facts().forEach(each -> facts.put(each.fact(), each.value()));
    return facts;
  }

  /**
   * Returns the evidence.
   *
   * @return a relative reference, or null
   */
  public String evidence() {
    return given().evidence();
  }

  /**
   * Returns the time asked about.
   *
   * @return the time, or null
   */
  public EventTime asOf() {
    return asked.asOf();
  }

  /**
   * Says whether explanations are wanted.
   *
   * @return true if they are
   */
  public boolean explain() {
    return asked.explain();
  }

  /**
   * Says that the evidence is not there.
   *
   * @return the refusal
   */
  public UnreadableResourceException unproven() {
    return new UnreadableResourceException(
        List.of(
            new Problem(
                "not-found",
                asked.eventExpressions().get(0),
                "The evidence of the event is nothing stored here that the caller may see; a"
                    + " reference such as DocumentReference/1 was expected.")));
  }

  /**
   * Says what is wrong with the receipt of a packet.
   *
   * @param code an issue code
   * @param text what is wrong
   * @return the refusal
   */
  public UnreadableResourceException unreceived(String code, String text) {
    return new UnreadableResourceException(
        List.of(
            new Problem(
                code,
                asked.eventExpressions().get(0) + ".part.where(name='evidence').value",
                text)));
  }

  /**
   * Says that the event is recorded with an operation of its own.
   *
   * @param operation which
   * @return the refusal
   */
  public UnreadableResourceException instead(String operation) {
    return new UnreadableResourceException(
        List.of(
            new Problem(
                "business-rule",
                asked.eventExpressions().get(0),
                "The review organization has accepted the case here: "
                    + given().code()
                    + " is recorded with "
                    + operation
                    + ", which checks what a bare event does not tell.")));
  }

  /**
   * Says that the case to which the event joins this one is not there.
   *
   * @return the refusal
   */
  public UnreadableResourceException unled() {
    return new UnreadableResourceException(
        List.of(
            new Problem(
                "not-found",
                asked.eventExpressions().get(0),
                "The event "
                    + given().code()
                    + " names in refersTo, by the id of its Task, another case that the caller"
                    + " sees.")));
  }

  /**
   * Says that nothing can be answered for the time asked about.
   *
   * @param cause why
   * @return the refusal
   */
  public UnreadableResourceException unanswerable(UnacceptableCaseException cause) {
    return new UnreadableResourceException(
        cause.problems().stream()
            .map(
                each ->
                    new Problem(
                        "business-rule", "Parameters.parameter.where(name='asOf')", each.message()))
            .toList());
  }
}
