package org.openimr.server.security.table;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.packet.PacketView;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * What the recipient of a packet is not shown: what the table of access withholds from its role. A
 * packet is no reason to break the glass: who has one reads the document itself.
 */
public final class RecipientView implements PacketView {

  private final AccessTable table;

  /** Shows what a table lets be shown. */
  public RecipientView(AccessTable table) {
    this.table = table;
  }

  @Override
  public List<String> withheld(String recipient, Resource resource) {
    Marks marks = Marks.of(labelled(resource));
    return table.withheld().stream()
        .filter(each -> each.from(recipient, false) && each.holds(resource.fhirType(), marks))
        .map(WithheldClass::code)
        .toList();
  }

  /** The labels on a document count like those in its metadata. */
  private static Resource labelled(Resource resource) {
    Resource copy = new org.hl7.fhir.r4.model.Basic();
    copy.getMeta().setTag(resource.getMeta().getTag());
    copy.getMeta().setSecurity(SecurityLabels.of(resource));
    return copy;
  }
}
