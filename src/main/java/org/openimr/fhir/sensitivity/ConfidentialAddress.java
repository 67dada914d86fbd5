package org.openimr.fhir.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;

/**
 * Where a member wants to be reached and nowhere else: marked on the Patient, and kept on the case,
 * so that every notice of the case goes there, whatever the Patient says later.
 *
 * @param addresses where letters go
 * @param telecoms where calls and messages go
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=56.107.">
 *     Civil Code 56.107</a>
 */
public record ConfidentialAddress(List<Address> addresses, List<ContactPoint> telecoms) {

  /** The extension of a case. */
  public static final String ON_CASE =
      "https://openimr.org/fhir/StructureDefinition/imr-confidential-communication";

  private static final String MARK =
      "https://openimr.org/fhir/StructureDefinition/imr-confidential";
  private static final String USE = "http://hl7.org/fhir/StructureDefinition/iso21090-AD-use";

  /** Keeps its own copies. */
  public ConfidentialAddress {
    addresses = List.copyOf(addresses);
    telecoms = List.copyOf(telecoms);
  }

  /**
   * Reads what a member asked for.
   *
   * @param patient the member
   * @return the addresses and numbers that are marked
   */
  public static ConfidentialAddress of(Patient patient) {
    return new ConfidentialAddress(
        patient.getAddress().stream().filter(ConfidentialAddress::marked).toList(),
        patient.getTelecom().stream().filter(ConfidentialAddress::marked).toList());
  }

  /**
   * Reads what is kept on a case.
   *
   * @param task the case
   * @return the addresses and numbers
   */
  public static ConfidentialAddress of(Task task) {
    List<Address> addresses = new ArrayList<>();
    List<ContactPoint> telecoms = new ArrayList<>();
    for (Extension kept : task.getExtensionsByUrl(ON_CASE)) {
      for (Extension part : kept.getExtension()) {
        if (part.getValue() instanceof Address address) {
          addresses.add(address);
        } else if (part.getValue() instanceof ContactPoint telecom) {
          telecoms.add(telecom);
        }
      }
    }
    return new ConfidentialAddress(addresses, telecoms);
  }

  private static boolean marked(Element element) {
    for (Extension each : element.getExtension()) {
      if (MARK.equals(each.getUrl()) && each.getValue() instanceof BooleanType yes) {
        return yes.booleanValue();
      }
      if (USE.equals(each.getUrl()) && "CONF".equals(each.getValue().primitiveValue())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a member asked for one. */
  static boolean isIn(Patient patient) {
    return !of(patient).empty();
  }

  /** Whether a case keeps one. */
  static boolean isIn(Task task) {
    return task.hasExtension(ON_CASE);
  }

  /**
   * Says whether nothing is asked for.
   *
   * @return true if there is neither address nor number
   */
  public boolean empty() {
    return addresses.isEmpty() && telecoms.isEmpty();
  }

  /**
   * Keeps this on a case, beside what was sent with it.
   *
   * @param task the case
   */
  public void keepOn(Task task) {
    if (empty()) {
      return;
    }
    ConfidentialAddress before = of(task);
    Extension kept = task.getExtensionByUrl(ON_CASE);
    if (kept == null) {
      kept = task.addExtension();
      kept.setUrl(ON_CASE);
    }
    for (Address address : addresses) {
      if (before.addresses().stream().noneMatch(each -> bare(each).equalsDeep(bare(address)))) {
        kept.addExtension("address", bare(address));
      }
    }
    for (ContactPoint telecom : telecoms) {
      if (before.telecoms().stream().noneMatch(each -> bare(each).equalsDeep(bare(telecom)))) {
        kept.addExtension("telecom", bare(telecom));
      }
    }
  }

  /** Takes what only parties that write to the member need away from a copy. */
  public static void removeFrom(org.hl7.fhir.r4.model.Resource copy) {
    if (copy instanceof Task task) {
      task.getExtension().removeIf(each -> ON_CASE.equals(each.getUrl()));
    } else if (copy instanceof Patient patient) {
      patient.getAddress().removeIf(ConfidentialAddress::marked);
      patient.getTelecom().removeIf(ConfidentialAddress::marked);
    }
  }

  private static Address bare(Address address) {
    Address bare = address.copy();
    bare.setExtension(List.of());
    return bare;
  }

  private static ContactPoint bare(ContactPoint telecom) {
    ContactPoint bare = telecom.copy();
    bare.setExtension(List.of());
    return bare;
  }
}
