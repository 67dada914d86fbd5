package org.openimr.fhir.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Where a member wants to be reached is kept with the case. */
class ConfidentialAddressTest {

  private static final String MARK =
      "https://openimr.org/fhir/StructureDefinition/imr-confidential";
  private static final String USE = "http://hl7.org/fhir/StructureDefinition/iso21090-AD-use";

  private final Patient patient = new Patient();
  private final Task task = new Task();

  @Test
  void withoutAMarkNothingIsKept() {
    patient.addAddress().setCity("Ventura");
    patient.getAddressFirstRep().addExtension(USE, new CodeType("PHYS"));
    patient.addAddress().setCity("Ojai").addExtension(MARK, new BooleanType(false));

    ConfidentialAddress.of(patient).keepOn(task);

    assertThat(ConfidentialAddress.of(patient).empty()).isTrue();
    assertThat(task.hasExtension()).isFalse();
  }

  @Test
  void markedAddressesAndNumbersAreKeptWithoutTheMark() {
    patient.addAddress().setCity("Ventura");
    patient.addAddress().setCity("Oxnard").addExtension(USE, new CodeType("CONF"));
    ContactPoint phone = patient.addTelecom().setValue("805-555-0199");
    phone.addExtension(MARK, new BooleanType(true));

    ConfidentialAddress.of(patient).keepOn(task);
    ConfidentialAddress.of(patient).keepOn(task);

    ConfidentialAddress kept = ConfidentialAddress.of(task);
    assertThat(kept.addresses()).extracting(Address::getCity).containsExactly("Oxnard");
    assertThat(kept.addresses().get(0).hasExtension()).isFalse();
    assertThat(kept.telecoms()).extracting(ContactPoint::getValue).containsExactly("805-555-0199");
    assertThat(task.getExtensionsByUrl(ConfidentialAddress.ON_CASE)).hasSize(1);
  }

  @Test
  void whatWasSentWithTheCaseStays() {
    var sent = task.addExtension();
    sent.setUrl(ConfidentialAddress.ON_CASE);
    sent.addExtension("address", new Address().setCity("Ojai"));
    patient.addAddress().setCity("Oxnard").addExtension(MARK, new BooleanType(true));

    ConfidentialAddress.of(patient).keepOn(task);

    assertThat(ConfidentialAddress.of(task).addresses())
        .extracting(Address::getCity)
        .containsExactly("Ojai", "Oxnard");
  }

  @Test
  void aCopyForAReviewerDoesNotHaveIt() {
    patient.addAddress().setCity("Ventura");
    patient.addAddress().setCity("Oxnard").addExtension(USE, new CodeType("CONF"));
    ConfidentialAddress.of(patient).keepOn(task);

    ConfidentialAddress.removeFrom(task);
    ConfidentialAddress.removeFrom(patient);

    assertThat(task.hasExtension()).isFalse();
    assertThat(patient.getAddress()).extracting(Address::getCity).containsExactly("Ventura");
  }
}
