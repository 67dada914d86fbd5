package org.openimr.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.Facts;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.policy.PacketElement.Accepted;
import org.openimr.core.policy.ReviewPolicy;

/** What the file for the reviewer holds, and what it lacks. */
class PacketAssemblerTest {

  private static final CaseDocument LETTER = document("1", List.of("letter", "plain"));
  private static final CaseDocument NOTES = document("2", List.of("notes"));
  private static final CaseDocument MEMO = document("3", List.of("letter"), "attorney-client");
  private static final CaseDocument CLAIM =
      new CaseDocument("Claim/1", "Claim", List.of(), List.of());

  private static CaseDocument document(String id, List<String> types, String... privileges) {
    return new CaseDocument(
        "DocumentReference/" + id, "DocumentReference", types, List.of(privileges));
  }

  private static PacketElement element(
      String code, Condition asked, Condition holds, Accepted... accepts) {
    RuleId rule = new RuleId("V16");
    return new PacketElement(
        code,
        rule,
        code + " in words",
        new Citation(rule, "1", "made-up policy, 2026, section 1", Citation.Source.PLAN),
        asked,
        holds,
        List.of(accepts));
  }

  private static PacketElement asked(String code, Accepted... accepts) {
    return element(code, ALWAYS, null, accepts);
  }

  private static Accepted documents(String... types) {
    return new Accepted("DocumentReference", List.of(types));
  }

  private static ReviewPolicy policy(PacketElement... packet) {
    return new ReviewPolicy(
        MadeUp.policy().header(),
        MadeUp.VOCABULARY,
        MadeUp.DAYS,
        List.of(),
        new CriterionNode.Group(true, List.of()),
        List.of(),
        List.of(packet));
  }

  private static PacketManifest assemble(
      Facts facts, List<CaseDocument> documents, PacketElement... packet) {
    return PacketAssembler.assemble(policy(packet), facts, documents, each -> !each.privileged());
  }

  private static List<String> missing(PacketManifest manifest) {
    return manifest.missing().stream().map(PacketElement::code).toList();
  }

  @Test
  void anElementIsFulfilledByEveryDocumentOfAKindThatItAccepts() {
    PacketManifest manifest =
        assemble(
            facts(),
            List.of(NOTES, CLAIM, LETTER),
            asked("letter", documents("letter", "notes")),
            asked("claim", new Accepted("Claim", List.of())));
    assertThat(manifest.elements())
        .extracting(PacketManifest.Holding::documents)
        .containsExactly(List.of(NOTES, LETTER), List.of(CLAIM));
    assertThat(manifest.others()).isEmpty();
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.missing()).isEmpty();
  }

  @Test
  void whatFulfilsNothingIsListedBesideAndWhatIsLackingIsNamed() {
    PacketManifest manifest =
        assemble(
            facts(),
            List.of(NOTES, LETTER),
            asked("letter", documents("letter")),
            asked("record", documents("record")),
            asked("claim", new Accepted("Claim", List.of("letter"))));
    assertThat(manifest.others()).containsExactly(NOTES);
    assertThat(missing(manifest)).containsExactly("record", "claim");
    assertThat(manifest.complete()).isFalse();
  }

  @Test
  void aDocumentMayFulfilSeveralElements() {
    PacketManifest manifest =
        assemble(
            facts(),
            List.of(LETTER),
            asked("letter", documents("letter")),
            asked("plain", documents("plain")));
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.others()).isEmpty();
  }

  @Test
  void whatTheRecipientMayNotGetIsWithheldAndFulfilsNothing() {
    PacketManifest manifest =
        assemble(facts(), List.of(MEMO, NOTES), asked("letter", documents("letter")));
    assertThat(manifest.withheld()).containsExactly(MEMO);
    assertThat(manifest.others()).containsExactly(NOTES);
    assertThat(missing(manifest)).containsExactly("letter");
  }

  @Test
  void factsMayFulfilAnElementWithoutAnyDocument() {
    PacketElement element = element("denial", ALWAYS, is("decision", "denied"));
    assertThat(assemble(facts("decision=denied"), List.of(), element).complete()).isTrue();
    assertThat(missing(assemble(facts("decision=approved"), List.of(), element)))
        .containsExactly("denial");
    assertThat(missing(assemble(facts(), List.of(), element)))
        .as("it is unknown")
        .containsExactly("denial");
  }

  @Test
  void anElementIsAskedForUnlessItIsKnownThatItIsNot() {
    PacketElement element =
        element("urgent-letter", is("urgency", "expedited"), null, documents("letter"));
    assertThat(missing(assemble(facts("urgency=expedited"), List.of(), element)))
        .containsExactly("urgent-letter");
    assertThat(missing(assemble(facts(), List.of(), element))).containsExactly("urgent-letter");
    PacketManifest standard = assemble(facts("urgency=standard"), List.of(LETTER), element);
    assertThat(standard.elements()).isEmpty();
    assertThat(standard.complete()).isTrue();
    assertThat(standard.others()).containsExactly(LETTER);
  }
}
