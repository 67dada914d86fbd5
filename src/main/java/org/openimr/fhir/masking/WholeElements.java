package org.openimr.fhir.masking;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location.LocationPositionComponent;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Signature;

/** Masks elements of which nothing may be shown. */
final class WholeElements {

  private static final Pattern RELATIVE = Pattern.compile("#.*|[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");

  private WholeElements() {}

  /** Masks an element if it is of such a type. */
  static boolean mask(Element element) {
    if (element instanceof Narrative text) {
      text.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">masked</div>");
      text.setStatus(NarrativeStatus.EMPTY);
      text.getExtension().clear();
    } else if (element instanceof HumanName name) {
      empty(name);
    } else if (element instanceof ContactPoint contact) {
      contact.getExtension().clear();
      contact.setValueElement(null).setPeriod(null).setRankElement(null);
    } else if (element instanceof Identifier identifier) {
      identifier.getExtension().clear();
      identifier.setValueElement(null).setSystemElement(null).setPeriod(null).setAssigner(null);
      identifier.setType(null);
    } else if (element instanceof Attachment content) {
      empty(content);
    } else if (element instanceof Annotation note) {
      note.getExtension().clear();
      note.setTextElement(null).setTimeElement(null).setAuthor(null);
    } else if (element instanceof Signature signature) {
      signature.getExtension().clear();
      signature.setDataElement(null).setWhenElement(null).setWho(null).setOnBehalfOf(null);
      signature.getType().clear();
    } else if (element instanceof LocationPositionComponent position) {
      position.setLatitudeElement(null).setLongitudeElement(null).setAltitudeElement(null);
    } else {
      return false;
    }
    MaskedValues.say(element);
    return true;
  }

  private static void empty(HumanName name) {
    name.getExtension().clear();
    name.setTextElement(null).setFamilyElement(null).setPeriod(null);
    List.of(name.getGiven(), name.getPrefix(), name.getSuffix()).forEach(List::clear);
  }

  private static void empty(Attachment content) {
    content.getExtension().clear();
    content.setDataElement(null).setUrlElement(null).setSizeElement(null);
    content.setHashElement(null).setTitleElement(null).setCreationElement(null);
    content.setLanguageElement(null);
  }

  /** Whether a reference names a resource of this server and nothing else. */
  static boolean relative(Reference reference) {
    return !reference.hasReference() || RELATIVE.matcher(reference.getReference()).matches();
  }
}
