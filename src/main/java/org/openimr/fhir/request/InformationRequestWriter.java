package org.openimr.fhir.request;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MarkdownType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.assessment.InformationNeeded;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.casefile.PartyReferences;

/**
 * Writes a request for what a case lacks as a Task in the manner of a CDex attachment request: an
 * input per element, and the letter.
 *
 * <p>It has no due time and records no event: asking stops no clock.
 *
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/attachments.html">Da Vinci CDex</a>
 */
public final class InformationRequestWriter {

  /** System of the identifiers of requests. */
  static final String NUMBER = "https://openimr.org/fhir/sid/information-request";

  static final String ELEMENT = "https://openimr.org/fhir/CodeSystem/imr-packet-element";

  private static final String PROFILE =
      "https://openimr.org/fhir/StructureDefinition/imr-records-request";
  private static final String TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final String PAS = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes";
  private static final String CDEX = "http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp";
  private static final String TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation";

  private final RequestWording words;
  private final Task caseTask;
  private final Reference caseReference;
  private final PartyReferences parties;
  private final Map<String, Resource> resources;

  /**
   * Prepares the requests of a case.
   *
   * @param words whom to ask, and in what words
   * @param caseTask the case
   * @param caseReference a reference to it
   * @param resources what belongs to it, by the reference that names each
   */
  public InformationRequestWriter(
      RequestWording words,
      Task caseTask,
      Reference caseReference,
      Map<String, Resource> resources) {
    this.words = words;
    this.caseTask = caseTask;
    this.caseReference = caseReference;
    this.resources = resources;
    this.parties = new PartyReferences(caseTask, resources);
  }

  /**
   * Writes a request.
   *
   * @param needed what lacks
   * @param number which request of the case it is, from 1
   * @param now the time of writing
   * @return a Task without id
   */
  public Task write(InformationNeeded needed, int number, DateTimeType now) {
    Task request = new Task();
    request.getMeta().addProfile(PROFILE);
    request.addIdentifier(identifier(number));
    request.addPartOf(caseReference.copy());
    request.setStatus(Task.TaskStatus.REQUESTED);
    request.setIntent(Task.TaskIntent.ORDER);
    request.setPriorityElement(caseTask.getPriorityElement().copy());
    request.setCode(
        new CodeableConcept(new Coding(TYPE, "imr-records-request", null))
            .addCoding(new Coding(PAS, "attachment-request-code", null)));
    request.setDescription("Information that the case lacks");
    request.setFor(caseTask.getFor().copy());
    request.setAuthoredOnElement(now.copy());
    request.setLastModifiedElement(now.copy());
    Reference asked = asked(needed.askedOf());
    Reference sentTo = parties.of(needed.sentTo());
    request.setRequester(numbered(sentTo));
    request.setOwner(asked);
    dispute(request);
    needed.elements().forEach(element -> request.addInput(input(element)));
    request.addInput(letter(needed, asked, sentTo, now));
    return request;
  }

  private Identifier identifier(int number) {
    return new Identifier()
        .setType(new CodeableConcept(new Coding(CDEX, "tracking-id", null)))
        .setSystem(NUMBER)
        .setValue(CaseNumber.of(caseTask) + "-request-" + number);
  }

  /** Who is asked: where no provider is named, it is who made the request (U08). */
  private Reference asked(String party) {
    Reference named = parties.of(party);
    return party.equals("provider")
            && !named.hasReference()
            && caseTask.getRequester().hasReference()
        ? caseTask.getRequester().copy()
        : named;
  }

  /**
   * With the number of what is meant, by which the answer names it: who is asked cannot read it.
   */
  private Reference numbered(Reference named) {
    Reference numbered = named.copy();
    Resource meant = resources.get(String.valueOf(named.getReference()));
    if (meant != null
        && !numbered.hasIdentifier()
        && meant.getNamedProperty("identifier") != null) {
      meant.getNamedProperty("identifier").getValues().stream()
          .map(Identifier.class::cast)
          .filter(Identifier::hasValue)
          .findFirst()
          .ifPresent(each -> numbered.setIdentifier(each.copy()));
    }
    return numbered;
  }

  private void dispute(Task request) {
    request.setReasonReference(numbered(caseTask.getFocus()));
    if (resources.get(caseTask.getFocus().getReference()) instanceof Claim claim
        && claim.hasUse()) {
      request.setReasonCode(
          new CodeableConcept(
              new Coding(claim.getUse().getSystem(), claim.getUse().toCode(), null)));
    }
  }

  private ParameterComponent input(PacketElement element) {
    CodeableConcept wanted =
        new CodeableConcept(new Coding(ELEMENT, element.code(), null))
            .setText(words.element(element.code(), RequestWording.ENGLISH));
    element.accepts().stream()
        .flatMap(accepted -> accepted.types().stream())
        .map(token -> token.split("\\|", 2))
        .forEach(token -> wanted.addCoding(new Coding(token[0], token[1], null)));
    return new ParameterComponent()
        .setType(new CodeableConcept(new Coding(PAS, "attachments-needed", null)))
        .setValue(wanted);
  }

  private ParameterComponent letter(
      InformationNeeded needed, Reference asked, Reference sentTo, DateTimeType now) {
    Correspondent names = new Correspondent(caseTask, resources);
    List<String> sendTo = names.lines(sentTo);
    Iterator<Map.Entry<String, String>> texts =
        new InformationLetter(
                words, needed, CaseNumber.of(caseTask), now.getValueAsString().substring(0, 10))
            .write(names.lines(asked), sendTo)
            .entrySet()
            .iterator();
    MarkdownType letter = new MarkdownType(texts.next().getValue());
    texts.forEachRemaining(
        each -> letter.addExtension(translation(each.getKey(), each.getValue())));
    return new ParameterComponent()
        .setType(new CodeableConcept(new Coding("http://loinc.org", "51852-2", null)))
        .setValue(letter);
  }

  private static Extension translation(String language, String text) {
    Extension translation = new Extension(TRANSLATION);
    translation.addExtension("lang", new CodeType(language));
    translation.addExtension("content", new StringType(text));
    return translation;
  }
}
