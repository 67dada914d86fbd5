package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.Facts;
import org.openimr.core.packet.PacketAssembler;
import org.openimr.core.packet.PacketManifest;
import org.openimr.core.policy.ReviewPolicy;

/** What the policies held ask of a packet. */
class PacketElementsTest {

  private static final ReviewPolicy POLICY = HeldPolicies.policy("dmhc-imr-vchcp");
  private static final Facts NONE = Facts.none(HeldPolicies.VOCABULARY);

  private static final CaseDocument LETTER =
      new CaseDocument(
          "DocumentReference/1",
          "DocumentReference",
          List.of("https://openimr.org/fhir/CodeSystem/imr-document-type|denial-letter"),
          List.of());
  private static final CaseDocument MEMO =
      new CaseDocument(
          "DocumentReference/2",
          "DocumentReference",
          List.of("https://openimr.org/fhir/CodeSystem/imr-document-type|statement-of-reasons"),
          List.of("attorney-client"));
  private static final CaseDocument CLAIM =
      new CaseDocument("Claim/1", "Claim", List.of(), List.of());

  @Test
  void whatFulfilsAnElementIsFound() {
    PacketManifest manifest =
        PacketAssembler.assemble(POLICY, NONE, List.of(LETTER, CLAIM), any -> true);

    assertThat(manifest.elements())
        .filteredOn(PacketManifest.Holding::present)
        .singleElement()
        .satisfies(
            holding -> {
              assertThat(holding.element().code()).isEqualTo("information-to-member");
              assertThat(holding.documents()).containsExactly(LETTER);
            });
    assertThat(manifest.others()).containsExactly(CLAIM);
    assertThat(manifest.complete()).isFalse();
  }

  @Test
  void anElementThatIsNotAskedForIsLeftOut() {
    Facts unresolved = NONE.with("grievance-status", "filed");

    assertThat(codes(PacketAssembler.assemble(POLICY, unresolved, List.of(), any -> true)))
        .doesNotContain("grievance-response");
  }

  @Test
  void anElementOfWhichNobodyKnowsIsAskedFor() {
    assertThat(codes(PacketAssembler.assemble(POLICY, NONE, List.of(), any -> true)))
        .contains("grievance-response");
  }

  @Test
  void whatTheRecipientMayNotGetFulfilsNothing() {
    PacketManifest manifest =
        PacketAssembler.assemble(POLICY, NONE, List.of(MEMO), each -> !each.privileged());

    assertThat(manifest.withheld()).containsExactly(MEMO);
    assertThat(manifest.missing())
        .extracting(element -> element.code())
        .contains("statement-of-reasons");
  }

  private static List<String> codes(PacketManifest manifest) {
    return manifest.elements().stream().map(holding -> holding.element().code()).toList();
  }
}
