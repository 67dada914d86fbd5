package org.openimr.fhir.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.casefile.CaseFile;

/** Collects from all resources of a case what tells whom it is about: the kind by the text. */
final class TellingWords {

  private static final Pattern BETWEEN = Pattern.compile("[\\s,./()-]+");
  private static final int SHORTEST_PART = 3;
  private static final int SHORTEST_NUMBER = 4;

  private final Map<String, String> words = new LinkedHashMap<>();

  private TellingWords() {}

  static Map<String, String> of(CaseFile file) {
    TellingWords collected = new TellingWords();
    collected.walk(file.task());
    file.resources().forEach(collected::walk);
    return collected.words;
  }

  private void walk(Base element) {
    take(element);
    for (Property property : element.children()) {
      for (Base value : property.getValues()) {
        if (!(value instanceof PrimitiveType)) {
          walk(value);
        }
      }
    }
  }

  private void take(Base element) {
    if (element instanceof HumanName name) {
      name(name.getText(), "person");
      name(name.getFamily(), "person");
      name.getGiven().forEach(each -> name(each.getValue(), "person"));
    } else if (element instanceof Organization organization) {
      name(organization.getName(), "organization");
      organization.getAlias().forEach(each -> add(each.getValue(), "organization"));
    } else if (element instanceof Location location) {
      add(location.getName(), "place");
    } else if (element instanceof Address address) {
      address.getLine().forEach(each -> add(each.getValue(), "place"));
      add(address.getCity(), "place");
      add(address.getDistrict(), "place");
      add(address.getPostalCode(), "place");
    } else if (element instanceof ContactPoint contact) {
      add(contact.getValue(), "contact");
    } else if (element instanceof Identifier identifier) {
      number(identifier.getValue());
    } else if (element instanceof Reference reference && reference.hasDisplay()) {
      add(reference.getDisplay(), "name");
    }
  }

  /** A name counts as a whole and in its parts; short parts of organizations are plain words. */
  private void name(String text, String kind) {
    add(text, kind);
    if (text != null && kind.equals("person")) {
      for (String part : BETWEEN.split(text)) {
        if (part.length() >= SHORTEST_PART) {
          add(part, kind);
        }
      }
    }
  }

  private void number(String value) {
    if (value != null && value.length() >= SHORTEST_NUMBER) {
      add(value, "number");
    }
  }

  private void add(String text, String kind) {
    if (text != null && !text.isBlank()) {
      words.putIfAbsent(text.strip(), kind);
    }
  }
}
