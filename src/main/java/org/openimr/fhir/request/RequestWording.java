package org.openimr.fhir.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.openimr.core.packet.ElementTerms;

/**
 * The words of requests for information, as data: whom to ask for each element, what each element
 * and party is called, and the letters, in every language held.
 */
public final class RequestWording {

  /** The language that every letter is written in. */
  static final String ENGLISH = "en";

  private final Map<String, ElementTerms> terms = new TreeMap<>();
  private final Map<String, Map<String, String>> elements = new TreeMap<>();
  private final Map<String, Map<String, String>> parties = new TreeMap<>();
  private final Map<String, String> letters;

  /**
   * Reads the words.
   *
   * @param elements the CodeSystem {@code imr-packet-element}
   * @param parties the CodeSystem {@code imr-party}
   * @param letters the letter by language, with its blanks as <code>{name}</code>
   * @throws IllegalArgumentException naming an element or party that lacks its words
   */
  public RequestWording(CodeSystem elements, CodeSystem parties, Map<String, String> letters) {
    this.letters = new LinkedHashMap<>(letters);
    for (ConceptDefinitionComponent party : parties.getConcept()) {
      Map<String, String> names = designations(party);
      names.putIfAbsent(ENGLISH, party.getDisplay());
      this.parties.put(party.getCode(), complete(party.getCode(), names));
    }
    for (ConceptDefinitionComponent element : elements.getConcept()) {
      this.elements.put(element.getCode(), complete(element.getCode(), designations(element)));
      this.terms.put(element.getCode(), terms(element));
    }
  }

  private static Map<String, String> designations(ConceptDefinitionComponent concept) {
    Map<String, String> names = new LinkedHashMap<>();
    concept.getDesignation().forEach(each -> names.put(each.getLanguage(), each.getValue()));
    return names;
  }

  private Map<String, String> complete(String code, Map<String, String> words) {
    if (!words.keySet().containsAll(letters.keySet()) || !letters.containsKey(ENGLISH)) {
      throw new IllegalArgumentException(
          code + " has words in " + words.keySet() + "; needed are " + letters.keySet());
    }
    return words;
  }

  private ElementTerms terms(ConceptDefinitionComponent element) {
    ElementTerms read =
        new ElementTerms(
            property(element, "asked-of"),
            property(element, "sent-to"),
            property(element, "asked-after"));
    if (!parties.containsKey(String.valueOf(read.askedOf()))
        || !parties.containsKey(String.valueOf(read.sentTo()))) {
      throw new IllegalArgumentException(
          element.getCode() + ": asked-of and sent-to are codes of imr-party");
    }
    return read;
  }

  private static String property(ConceptDefinitionComponent concept, String code) {
    return concept.getProperty().stream()
        .filter(each -> code.equals(each.getCode()))
        .map(ConceptPropertyComponent::getValue)
        .map(value -> value.primitiveValue())
        .findFirst()
        .orElse(null);
  }

  /**
   * Says whom to ask for each element.
   *
   * @return the terms by the code of the element
   */
  public Map<String, ElementTerms> terms() {
    return terms;
  }

  /** The letter of each language, English first. */
  Map<String, String> letters() {
    return letters;
  }

  /**
   * Says what an element is called in a letter.
   *
   * @param code a code of {@code imr-packet-element}
   * @param language the language
   * @return its words
   */
  public String element(String code, String language) {
    return elements.get(code).get(language);
  }

  /**
   * Says what a party is called.
   *
   * @param code a code of {@code imr-party}
   * @param language the language
   * @return its words
   */
  public String party(String code, String language) {
    return parties.get(code).get(language);
  }
}
