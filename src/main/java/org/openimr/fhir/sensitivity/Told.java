package org.openimr.fhir.sensitivity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What one resource tells by itself: by its codes and by its labels; and to what it refers. */
final class Told {

  private final SensitivityRules rules;
  private final Set<String> classes = new HashSet<>();
  private final List<String> references = new ArrayList<>();
  private final List<String> contents = new ArrayList<>();

  private Told(SensitivityRules rules) {
    this.rules = rules;
  }

  static Told by(Resource resource, SensitivityRules rules) {
    Told told = new Told(rules);
    told.visit(resource);
    SecurityLabels.of(resource).forEach(label -> told.classes.addAll(rules.labelledBy(label)));
    return told;
  }

  /** The classes of which it tells, without what follows from them. */
  Set<String> classes() {
    return classes;
  }

  /** The resources to which it refers, as they are named. */
  List<String> references() {
    return references;
  }

  /** The resources that hold its contents. */
  List<String> contents() {
    return contents;
  }

  private void visit(Base element) {
    if (element instanceof Meta) {
      return;
    }
    if (element instanceof Coding coding) {
      classes.addAll(rules.toldBy(coding));
    } else if (element instanceof Reference reference && reference.hasReference()) {
      references.add(reference.getReference());
    } else if (element instanceof Attachment attachment && attachment.hasUrl()) {
      contents.add(attachment.getUrl());
    }
    if (element.isPrimitive() && element instanceof Element simple && !simple.hasExtension()) {
      return;
    }
    for (Property property : element.children()) {
      for (Base value : property.getValues()) {
        if (value != null) {
          visit(value);
        }
      }
    }
  }
}
