package org.openimr.fhir.masking;

import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;

/**
 * A copy of a resource in which everything is masked that can tell whom it is about: names,
 * addresses below the state, dates but for the year, ages above 89, contacts, identifiers, photos,
 * contents, texts and whatever else is written freely. What is masked says so by {@code
 * data-absent-reason}; codes, numbers and references stay.
 *
 * @see <a href="https://www.law.cornell.edu/cfr/text/45/164.514">45 CFR 164.514(b)(2)</a>
 */
public final class MaskedCopy {

  private static final Coding LABEL =
      new Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "MASKED", null);

  private final MaskedValues values;

  private MaskedCopy(int year) {
    this.values = new MaskedValues(year);
  }

  /**
   * Masks a copy of a resource.
   *
   * @param resource the resource, which stays as it is
   * @param year the year in which it is shown
   */
  public static Resource of(Resource resource, int year) {
    Resource copy = resource.copy();
    new MaskedCopy(year).mask(copy, "", null);
    Meta meta = copy.getMeta();
    meta.getTag().removeIf(AccessMarks::ours);
    meta.addSecurity(LABEL.copy());
    return copy;
  }

  /** Masks an element, or all that is in it. */
  private void mask(Base element, String name, Base parent) {
    if (element instanceof PrimitiveType<?> primitive) {
      extensions(primitive);
      values.mask(primitive, name, parent);
      return;
    }
    if (element instanceof Element complex) {
      complex.setId(null);
      if (WholeElements.mask(complex)) {
        return;
      }
      values.maskAge(complex);
    }
    if (element instanceof Reference reference && !WholeElements.relative(reference)) {
      reference.setReferenceElement(MaskedValues.absent(reference.getReferenceElement_()));
    }
    for (Property property : element.children()) {
      for (Base value : List.copyOf(property.getValues())) {
        if (value != null && !value.isEmpty()) {
          mask(value, property.getName(), element);
        }
      }
    }
  }

  private void extensions(PrimitiveType<?> primitive) {
    primitive.setId(null);
    for (Extension extension : primitive.getExtension()) {
      mask(extension, "extension", primitive);
    }
  }
}
