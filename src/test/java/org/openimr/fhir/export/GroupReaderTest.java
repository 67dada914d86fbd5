package org.openimr.fhir.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupCharacteristicComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

class GroupReaderTest {

  private final Group group = new Group();

  private GroupCharacteristicComponent by(String code) {
    return group
        .addCharacteristic()
        .setCode(new CodeableConcept(new Coding(GroupReader.SYSTEM, code, null)));
  }

  private static Reference organization(String id) {
    return new Reference()
        .setIdentifier(
            new Identifier().setSystem("https://openimr.org/fhir/sid/organization").setValue(id));
  }

  @Test
  void membersAndCharacteristicsAreRead() {
    group.addMember().getEntity().setReference("Patient/1");
    group.addMember().setInactive(true).getEntity().setReference("Patient/2");
    by("policy").setValue(new CodeableConcept(new Coding(null, "dmhc-imr-vchcp", null)));
    by("policy").setValue(new CodeableConcept(new Coding(null, "phc-um", null)));
    by("organization").setValue(organization("vchcp"));

    ExportScope scope = GroupReader.read(group);

    assertThat(scope.cases()).isTrue();
    assertThat(scope.patients()).containsExactly("1");
    assertThat(scope.policies()).containsExactly("dmhc-imr-vchcp", "phc-um");
    assertThat(scope.organizations()).containsExactly("vchcp");
  }

  @Test
  void whatSaysNothingOfCasesIsNamedAtOnce() {
    group.addMember().getEntity().setReference("Practitioner/1");
    by("weather").setValue(new BooleanType(true));
    by("policy").setValue(new CodeableConcept(new Coding(null, "100%", null)));
    by("organization").setValue(new Reference("Organization/1")).setExclude(true);

    assertThatThrownBy(() -> GroupReader.read(group))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::expression)
                    .containsExactly(
                        "Group.member[0].entity",
                        "Group.characteristic[0].code",
                        "Group.characteristic[1].value",
                        "Group.characteristic[2].exclude",
                        "Group.characteristic[2].value"));
  }

  @Test
  void aGroupOfNothingIsRefused() {
    group.addMember().setInactive(true).getEntity().setReference("Patient/2");

    assertThatThrownBy(() -> GroupReader.read(group)).hasMessageContaining("stands for no case");
  }
}
