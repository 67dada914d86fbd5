package org.openimr.core.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.relation.CommonGround.DENIAL;
import static org.openimr.core.relation.CommonGround.SERVICE;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When two cases are about the same dispute. */
class CaseKeysTest {

  private static final DisputedService JUNE = service("H0018", "2026-06-01", "2026-06-30");

  @Test
  void theSameMemberAndTheSameServiceOnTheSameDaysAreRelated() {
    assertThat(keys("m", null, JUNE).inCommonWith(keys("m", null, JUNE))).containsExactly(SERVICE);
  }

  @Test
  void anotherMemberIsNotRelatedWhateverTheService() {
    assertThat(keys("m", null, JUNE).inCommonWith(keys("n", null, JUNE))).isEmpty();
  }

  @Test
  void theSameNumberWithinThePayerIsTheSameDenial() {
    CaseKeys one = keys("m", "payer|BH1", service("H0018", "2026-06-01", "2026-06-30"));
    CaseKeys other = keys("n", "payer|BH1", service("99213", "2025-06-01", "2025-06-30"));

    assertThat(one.inCommonWith(other)).containsExactly(DENIAL);
  }

  @Test
  void aNumberAloneTellsSomethingOnlyForTheSameMember() {
    CaseKeys one = new CaseKeys(Set.of("m"), Set.of("one|BH1"), Set.of("BH1"), Set.of());
    CaseKeys same = new CaseKeys(Set.of("m"), Set.of("other|BH1"), Set.of("BH1"), Set.of());
    CaseKeys another = new CaseKeys(Set.of("n"), Set.of("other|BH1"), Set.of("BH1"), Set.of());

    assertThat(one.inCommonWith(same)).containsExactly(DENIAL);
    assertThat(one.inCommonWith(another)).isEmpty();
  }

  @Test
  void daysThatDoNotMeetAreAnotherService() {
    assertThat(JUNE.maybeSame(service("H0018", "2026-06-30", "2026-07-30"))).isTrue();
    assertThat(JUNE.maybeSame(service("H0018", "2026-07-01", "2026-07-30"))).isFalse();
    assertThat(service("H0018", "2026-07-01", "2026-07-30").maybeSame(JUNE)).isFalse();
    assertThat(JUNE.maybeSame(service("H0019", "2026-06-01", "2026-06-30"))).isFalse();
  }

  @Test
  void daysThatAreNotKnownSetNoLimit() {
    DisputedService open = new DisputedService("H0018", null, null);
    DisputedService fromJuly = new DisputedService("H0018", LocalDate.of(2026, 7, 1), null);

    assertThat(JUNE.maybeSame(open)).isTrue();
    assertThat(open.maybeSame(JUNE)).isTrue();
    assertThat(JUNE.maybeSame(fromJuly)).isFalse();
    assertThat(fromJuly.maybeSame(open)).isTrue();
  }

  @Test
  void hashedKeysFindTheSameAndTellNothing() {
    CaseKeys one = keys("number|P|VC7731904", "P|BH1", JUNE);
    CaseKeys hashed = one.hashed(text -> Integer.toHexString(("secret" + text).hashCode()));

    assertThat(hashed.inCommonWith(hashed)).isEqualTo(one.inCommonWith(one));
    assertThat(hashed.toString()).doesNotContain("VC7731904", "BH1", "H0018");
    assertThat(hashed.services().iterator().next().from()).isEqualTo(JUNE.from());
  }

  @Test
  void whatThePoliciesSayDecidesTheRelation() {
    String dmhc = "https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25";
    String later = "https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2027-01-01";
    String plans = "https://openimr.org/fhir/PlanDefinition/phc-um|2025-10-08";

    assertThat(CaseRelation.of(dmhc, later, Set.of(DENIAL, SERVICE)))
        .isEqualTo(CaseRelation.DUPLICATE);
    assertThat(CaseRelation.of(dmhc, later, Set.of(SERVICE)))
        .isEqualTo(CaseRelation.FURTHER_APPLICATION);
    assertThat(CaseRelation.of(dmhc, plans, Set.of(DENIAL))).isEqualTo(CaseRelation.OTHER_REVIEW);
  }

  private static CaseKeys keys(String member, String denial, DisputedService service) {
    return new CaseKeys(
        Set.of(member), denial == null ? Set.of() : Set.of(denial), Set.of(), Set.of(service));
  }

  private static DisputedService service(String code, String from, String to) {
    return new DisputedService(code, LocalDate.parse(from), LocalDate.parse(to));
  }
}
