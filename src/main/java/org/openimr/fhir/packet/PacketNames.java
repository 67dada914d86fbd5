package org.openimr.fhir.packet;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/** What a packet holds, by relative reference; whatever else is referred to is not named in it. */
public final class PacketNames {

  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");

  private final Set<String> held = new HashSet<>();
  private final Set<String> withheld;

  /**
   * Holds nothing yet.
   *
   * @param withheld references to what is withheld, which are masked
   */
  public PacketNames(Set<String> withheld) {
    this.withheld = withheld;
  }

  /**
   * Names something that it holds.
   *
   * @param stored a stored resource
   */
  public void add(Resource stored) {
    held.add(CaseFile.reference(stored));
  }

  /**
   * Copies a stored resource.
   *
   * @param stored the resource
   * @return a copy without the server's marks, that refers to nothing outside
   */
  public Resource copy(Resource stored) {
    Resource copy = stored.copy();
    copy.setId(stored.getIdElement().getIdPart());
    AccessMarks.remove(copy);
    close(copy);
    return copy;
  }

  /** Takes references to what the packet does not hold away from an element. */
  void close(Base element) {
    if (element instanceof Reference masked && isWithheld(masked.getReference())) {
      masked.setReference(null).setIdentifier(null).setType(null);
      masked.setDisplay("withheld: see the privilege log");
      masked.setResource(null);
      masked.getExtension().clear();
    } else if (element instanceof Attachment masked && isWithheld(masked.getUrl())) {
      masked.setUrl(null).setHash(null).setSizeElement(null).setCreation(null);
      masked.setTitle("withheld: see the privilege log");
      masked.getExtension().clear();
    } else if (element instanceof Reference reference && reference.hasReference()) {
      reference.setReference(closed(reference.getReference()));
      reference.setResource(null);
      if (!reference.hasReference() && !reference.hasDisplay()) {
        reference.setDisplay("not part of this packet");
      }
    } else if (element instanceof Attachment attachment && attachment.hasUrl()) {
      attachment.setUrl(closed(attachment.getUrl()));
    }
    for (Property property : element.children()) {
      property.getValues().forEach(this::close);
    }
  }

  private boolean isWithheld(String reference) {
    Matcher relative = RELATIVE.matcher(reference == null ? "" : reference);
    return relative.matches() && withheld.contains(relative.group(1));
  }

  private String closed(String reference) {
    Matcher relative = RELATIVE.matcher(reference);
    if (!relative.matches()) {
      return reference;
    }
    return held.contains(relative.group(1)) ? relative.group(1) : null;
  }
}
