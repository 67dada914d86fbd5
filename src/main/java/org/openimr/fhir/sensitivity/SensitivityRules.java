package org.openimr.fhir.sensitivity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * The classes of sensitive information as data: by which codes each is recognized, and with what it
 * is labelled.
 *
 * <p>May be used by many threads.
 */
public final class SensitivityRules {

  /** The system of the classes. */
  public static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-sensitivity";

  /** The class of care to which a minor consents alone. */
  static final String MINOR_CONSENT = "minor-consent";

  /** The class of addresses that the member wants to be used and no other. */
  public static final String CONFIDENTIAL_COMMUNICATION = "confidential-communication";

  private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final Map<String, SensitiveClass> classes = new LinkedHashMap<>();
  private final CodeSetIndex codes;
  private final Map<String, Set<String>> byLabel = new HashMap<>();

  /**
   * Reads the rules.
   *
   * @param system the CodeSystem {@code imr-sensitivity}
   * @param valueSets the ValueSets that it names, and others
   * @param names the code systems that are sent under several names
   * @throws IllegalArgumentException if something does not fit together
   */
  public SensitivityRules(
      CodeSystem system, Collection<ValueSet> valueSets, Collection<NamingSystem> names) {
    codes = new CodeSetIndex(names);
    Map<String, ValueSet> byUrl =
        valueSets.stream().collect(Collectors.toMap(ValueSet::getUrl, Function.identity()));
    for (ConceptDefinitionComponent concept : system.getConcept()) {
      SensitiveClass read = read(concept);
      classes.put(read.code(), read);
      for (String url : texts(concept, "value-set")) {
        codes.add(read.code(), Objects.requireNonNull(byUrl.get(url), url));
      }
      byLabel.computeIfAbsent(SYSTEM + "|" + read.code(), l -> new TreeSet<>()).add(read.code());
      for (String label : read.labels()) {
        byLabel.computeIfAbsent(ACT + "|" + label, l -> new TreeSet<>()).add(read.code());
        // as it was written before ActCode had it
        byLabel
            .computeIfAbsent(Confidentiality.SYSTEM + "|" + label, l -> new TreeSet<>())
            .add(read.code());
      }
    }
    for (SensitiveClass each : classes.values()) {
      if (!classes.keySet().containsAll(each.implies())) {
        throw new IllegalArgumentException(each.code() + " implies a class that there is not");
      }
    }
  }

  private static SensitiveClass read(ConceptDefinitionComponent concept) {
    Map<String, String> notice = new LinkedHashMap<>();
    concept.getDesignation().forEach(each -> notice.put(each.getLanguage(), each.getValue()));
    Integer minor = null;
    for (Type value : values(concept, "minor-consent-from")) {
      minor = ((IntegerType) value).getValue();
    }
    return new SensitiveClass(
        concept.getCode(),
        texts(concept, "label"),
        Confidentiality.valueOf(texts(concept, "confidentiality").get(0)),
        texts(concept, "implies"),
        minor,
        notice);
  }

  private static List<Type> values(ConceptDefinitionComponent concept, String property) {
    return concept.getProperty().stream()
        .filter(each -> property.equals(each.getCode()))
        .map(ConceptPropertyComponent::getValue)
        .toList();
  }

  private static List<String> texts(ConceptDefinitionComponent concept, String property) {
    return values(concept, property).stream().map(Type::primitiveValue).toList();
  }

  /** The classes of which a code tells. */
  Set<String> toldBy(Coding coding) {
    return codes.of(coding);
  }

  /** The classes of which a label tells. */
  Set<String> labelledBy(Coding label) {
    return byLabel.getOrDefault(label.getSystem() + "|" + label.getCode(), Set.of());
  }

  /**
   * Adds what follows: the classes that others imply, and the consent of a minor.
   *
   * @param found classes
   * @param age how old the member is
   * @return the classes with what follows from them
   */
  Set<String> closed(Set<String> found, MemberAge age) {
    Set<String> closed = new TreeSet<>();
    for (String code : found) {
      close(classes.get(code), age, closed);
    }
    return closed;
  }

  private void close(SensitiveClass found, MemberAge age, Set<String> closed) {
    if (closed.add(found.code())) {
      found.implies().forEach(code -> close(classes.get(code), age, closed));
      if (found.minorConsentFrom() != null && age.maybeMinorFrom(found.minorConsentFrom())) {
        closed.add(MINOR_CONSENT);
      }
    }
  }

  /** The labels of classes, but for the confidentiality. */
  List<Coding> labels(Set<String> found) {
    List<Coding> labels = new ArrayList<>();
    for (SensitiveClass each : classes.values()) {
      if (found.contains(each.code())) {
        labels.add(new Coding(SYSTEM, each.code(), null));
        each.labels().forEach(label -> labels.add(new Coding(ACT, label, null)));
      }
    }
    return labels;
  }

  /** The confidentiality that classes have at least; null for none. */
  Confidentiality confidentiality(Set<String> found) {
    Confidentiality highest = null;
    for (String code : found) {
      highest = Confidentiality.higher(highest, classes.get(code).confidentiality());
    }
    return highest;
  }

  /**
   * Returns what is to be said to whoever gets information of some classes.
   *
   * @param labels the labels that it bears
   * @return a notice by language for each class that has one
   */
  public List<Map<String, String>> notices(Collection<Coding> labels) {
    Set<String> found = new TreeSet<>();
    labels.forEach(label -> found.addAll(labelledBy(label)));
    return classes.values().stream()
        .filter(each -> found.contains(each.code()) && !each.notice().isEmpty())
        .map(SensitiveClass::notice)
        .toList();
  }
}
