package org.openimr.fhir.sensitivity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * The security labels of a resource. They are added to, and never taken away; of several
 * confidentialities the highest stays alone.
 *
 * @see <a href="https://hl7.org/fhir/R4/security-labels.html">FHIR R4, security labels</a>
 */
public final class SecurityLabels {

  private static final int LONGEST = 200;

  private SecurityLabels() {}

  /**
   * Returns all labels of a resource; of a document those on it as well.
   *
   * @param resource the resource
   * @return its labels
   */
  public static List<Coding> of(Resource resource) {
    List<Coding> labels = new ArrayList<>(resource.getMeta().getSecurity());
    if (resource instanceof DocumentReference document) {
      document.getSecurityLabel().forEach(label -> labels.addAll(label.getCoding()));
    }
    return labels;
  }

  /**
   * Repeats labels in the metadata of a resource, where access is decided: those that stand on it
   * alone if it is a document, and those of what it contains.
   *
   * @param resource the resource, which is changed
   */
  static void repeat(Resource resource) {
    List<Coding> labels = new ArrayList<>();
    if (resource instanceof DocumentReference) {
      labels.addAll(of(resource));
    } else if (resource instanceof Bundle bundle) {
      bundle.getEntry().stream()
          .map(Bundle.BundleEntryComponent::getResource)
          .filter(Objects::nonNull)
          .forEach(
              entry -> {
                repeat(entry);
                labels.addAll(entry.getMeta().getSecurity());
              });
    }
    if (resource instanceof DomainResource domain) {
      domain.getContained().forEach(contained -> labels.addAll(of(contained)));
    }
    add(
        resource.getMeta().getSecurity(),
        labels.stream().filter(SecurityLabels::storable).map(SecurityLabels::bare).toList());
  }

  /** Whether the store can keep a label; one that it cannot keep is none that decides anything. */
  private static boolean storable(Coding label) {
    return label.hasSystem()
        && label.hasCode()
        && label.getSystem().length() <= LONGEST
        && label.getCode().length() <= LONGEST;
  }

  private static Coding bare(Coding label) {
    return new Coding(label.getSystem(), label.getCode(), null);
  }

  /**
   * Adds the labels of classes to a resource, and to a document on it.
   *
   * @return whether something was added
   */
  static boolean add(Resource resource, Set<String> classes, SensitivityRules rules) {
    if (classes.isEmpty()) {
      return false;
    }
    List<Coding> labels = new ArrayList<>(rules.labels(classes));
    labels.add(rules.confidentiality(classes).label());
    boolean changed = add(resource.getMeta().getSecurity(), labels);
    if (resource instanceof DocumentReference document) {
      changed |= onDocument(document, labels);
    }
    return changed;
  }

  private static boolean onDocument(DocumentReference document, List<Coding> labels) {
    List<Coding> before = new ArrayList<>();
    document.getSecurityLabel().forEach(label -> before.addAll(label.getCoding()));
    List<Coding> after = new ArrayList<>(before);
    if (!add(after, labels)) {
      return false;
    }
    for (CodeableConcept label : document.getSecurityLabel()) {
      label.getCoding().removeIf(coding -> !after.contains(coding));
    }
    document.getSecurityLabel().removeIf(CodeableConcept::isEmpty);
    after.stream()
        .filter(coding -> !before.contains(coding))
        .forEach(coding -> document.addSecurityLabel(new CodeableConcept(coding)));
    return true;
  }

  /**
   * Adds labels to a list of labels.
   *
   * @param to the list, which is changed
   * @param labels what is added
   * @return whether something was added
   */
  public static boolean add(List<Coding> to, Collection<Coding> labels) {
    boolean changed = false;
    for (Coding label : labels) {
      boolean there = to.stream().anyMatch(each -> same(each, label));
      if (!there && Confidentiality.of(label).isEmpty()) {
        changed |= to.add(label.copy());
      }
    }
    return raise(to, labels) || changed;
  }

  /**
   * Gives something that was made of a resource the labels of that resource.
   *
   * @param from the resource
   * @param to what was made of it
   */
  public static void copy(Resource from, Resource to) {
    add(to.getMeta().getSecurity(), from.getMeta().getSecurity());
  }

  private static boolean raise(List<Coding> to, Collection<Coding> labels) {
    Confidentiality before = highest(to);
    Confidentiality after = Confidentiality.higher(before, highest(labels));
    long number = to.stream().filter(each -> Confidentiality.of(each).isPresent()).count();
    if (after == null || after == before && number == 1) {
      return false;
    }
    to.removeIf(each -> Confidentiality.of(each).isPresent());
    return to.add(after.label());
  }

  /**
   * Finds the highest confidentiality.
   *
   * @param labels labels
   * @return the highest; null if none says
   */
  public static Confidentiality highest(Collection<Coding> labels) {
    Confidentiality highest = null;
    for (Coding label : labels) {
      highest = Confidentiality.higher(highest, Confidentiality.of(label).orElse(null));
    }
    return highest;
  }

  private static boolean same(Coding one, Coding other) {
    return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
        && String.valueOf(one.getCode()).equals(String.valueOf(other.getCode()));
  }
}
