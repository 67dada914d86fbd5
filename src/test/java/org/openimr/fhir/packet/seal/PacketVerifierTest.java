package org.openimr.fhir.packet.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.openimr.fhir.packet.seal.SealedPacket.bytes;
import static org.openimr.fhir.packet.seal.SealedPacket.entries;
import static org.openimr.fhir.packet.seal.SealedPacket.resource;
import static org.openimr.fhir.packet.seal.SealedPacket.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.json.CanonicalJson;

/** Whatever is done to a packet is found, and what was done is said of the entry it was done to. */
class PacketVerifierTest {

  private static final Instant NOW = Instant.parse("2026-07-04T17:00:00Z");
  private static final byte[] PACKET = SealedPacket.by(SigningKeys.PLAN);

  private final PacketVerifier verifier = new PacketVerifier(SigningKeys.trusted());

  private PacketVerdict verify(byte[] packet) {
    return verifier.verify(packet, ExpectedPacket.ANY, NOW);
  }

  private List<String> altered(Consumer<ObjectNode> alteration) {
    ObjectNode tree = tree(PACKET);
    alteration.accept(tree);
    PacketVerdict verdict = verify(bytes(tree));
    assertThat(verdict.valid()).isFalse();
    return verdict.findings().stream()
        .map(each -> each.code() + (each.entry() == null ? "" : " " + each.entry()))
        .toList();
  }

  @Test
  void aPacketAsItWasSignedIsValid() {
    PacketVerdict verdict = verify(PACKET);

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.number()).isEqualTo("2026-000001-imro-1");
    assertThat(verdict.signer())
        .isEqualTo(
            new SignerName(
                "http://hl7.org/fhir/sid/us-npi", "1234567893", "Sierra Vista Health Plan"));
    assertThat(verdict.signed()).isEqualTo("2026-07-03T17:00:00Z");
    assertThat(verify(SealedPacket.by(SigningKeys.CURVE)).findings()).isEmpty();
  }

  @Test
  void theSignatureIsThatOfCdex() {
    JsonNode signature = tree(PACKET).path("signature");

    assertThat(signature.path("type").path(0).path("code").asText())
        .isEqualTo("1.2.840.10065.1.12.1.5");
    assertThat(signature.path("targetFormat").asText())
        .isEqualTo(
            "application/fhir+json;canonicalization="
                + "http://hl7.org/fhir/canonicalization/json#document");
    assertThat(signature.path("sigFormat").asText()).isEqualTo("application/jose");
    assertThat(signature.path("who").path("identifier").path("value").asText())
        .isEqualTo("1234567893");
    String jws =
        new String(
            Base64.getDecoder().decode(signature.path("data").asText()), StandardCharsets.US_ASCII);
    assertThat(jws.split("\\.", -1)).hasSize(3);
    assertThat(jws.split("\\.", -1)[1]).as("detached").isEmpty();
    JsonNode header = PacketTree.json(Base64.getUrlDecoder().decode(jws.split("\\.", -1)[0]));
    assertThat(header.path("alg").asText()).isEqualTo("RS256");
    assertThat(header.path("sigT").asText()).isEqualTo(signature.path("when").asText());
    assertThat(header.path("srCms").path(0).path("commId").path("id").asText())
        .isEqualTo("urn:oid:1.2.840.10065.1.12.1.5");
    assertThat(header.path("x5c")).hasSize(1);
  }

  @Test
  void anotherServerMayKeepItAndSpaceItAnew() {
    ObjectNode tree = tree(PACKET);
    ((ObjectNode) tree.get("meta"))
        .put("versionId", "7")
        .put("lastUpdated", "2026-07-05T00:00:00Z");

    assertThat(verify(tree.toPrettyString().getBytes(StandardCharsets.UTF_8)).findings()).isEmpty();
  }

  @Test
  void theOrderOfNamesIsThatOfWhoeverWritesThem() {
    ObjectNode packet = tree(PACKET);
    // its labels would be sorted the other way round by code and system
    ObjectNode other = (ObjectNode) turned(packet);

    assertThat(other).isEqualTo(packet);
    assertThat(other.toString()).isNotEqualTo(packet.toString());
    assertThat(verify(other.toString().getBytes(StandardCharsets.UTF_8)).findings()).isEmpty();
  }

  /** The same with the names in every object from the last to the first. */
  private static JsonNode turned(JsonNode given) {
    if (given instanceof ArrayNode array) {
      ArrayNode same = array.arrayNode();
      array.forEach(each -> same.add(turned(each)));
      return same;
    }
    if (given instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.reverse(names);
      ObjectNode same = object.objectNode();
      names.forEach(name -> same.set(name, turned(object.get(name))));
      return same;
    }
    return given;
  }

  @Test
  void labelsAreSignedAndTagsOfTheStoreAreNot() {
    String party = "https://openimr.org/fhir/sid/access";
    ObjectNode kept = tree(PACKET);
    coding(kept, "tag", party);
    assertThat(verify(kept.toString().getBytes(StandardCharsets.UTF_8)).findings()).isEmpty();
    assertThat(altered(tree -> coding(tree, "tag", "https://example.org/other")))
        .contains("frame-altered");
    assertThat(altered(tree -> coding(tree, "security", party))).contains("frame-altered");
  }

  private static void coding(ObjectNode tree, String name, String system) {
    ((ObjectNode) tree.get("meta"))
        .withArray(name)
        .addObject()
        .put("system", system)
        .put("code", "evil");
  }

  @Test
  void aTimeThatNoSignatureHasIsNamed() {
    for (String time :
        List.of(
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "1989-12-31T23:59:59Z",
            "yesterday")) {
      assertThat(
              altered(
                  tree -> {
                    ObjectNode signature = (ObjectNode) tree.get("signature");
                    String[] jws =
                        new String(
                                Base64.getDecoder().decode(signature.path("data").asText()),
                                StandardCharsets.US_ASCII)
                            .split("\\.", -1);
                    ObjectNode header =
                        (ObjectNode) PacketTree.json(Base64.getUrlDecoder().decode(jws[0]));
                    header.put("sigT", time);
                    jws[0] =
                        Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(header.toString().getBytes(StandardCharsets.UTF_8));
                    signature.put(
                        "data",
                        Base64.getEncoder()
                            .encodeToString(
                                String.join(".", jws).getBytes(StandardCharsets.US_ASCII)));
                  }))
          .as(time)
          .contains("signature-time", "signature-wrong");
    }
  }

  @Test
  void whatWasAlteredAddedOrTakenAwayIsNamed() {
    assertThat(altered(tree -> resource(tree, 4).put("gender", "female")))
        .containsExactly("altered Patient/member", "signature-wrong");
    assertThat(altered(tree -> entries(tree).remove(4)))
        .containsExactly("missing Patient/member", "signature-wrong");
    assertThat(
            altered(
                tree -> {
                  ObjectNode entry = entries(tree).addObject();
                  entry.put("fullUrl", "https://imr.example.org/fhir/Group/x");
                  entry.putObject("resource").put("resourceType", "Group").put("id", "x");
                }))
        .containsExactly("added Group/x", "signature-wrong");
    assertThat(altered(tree -> entries(tree).add(entries(tree).get(4).deepCopy())))
        .containsExactly("repeated Patient/member", "signature-wrong");
    assertThat(altered(tree -> entries(tree).add(entries(tree).remove(2))))
        .containsExactly("moved", "signature-wrong");
    assertThat(altered(tree -> resource(tree, 0).put("title", "Another")))
        .containsExactly("altered Composition/list", "signature-wrong");
    assertThat(altered(tree -> tree.put("timestamp", "2026-07-03T18:00:00.000Z")))
        .containsExactly("altered Composition/list", "signature-wrong");
  }

  @Test
  void contentsThatWereExchangedAreNamed() {
    assertThat(
            altered(
                tree -> {
                  ObjectNode member = resource(tree, 4).deepCopy();
                  ObjectNode value = resource(tree, 3).deepCopy();
                  resource(tree, 4).removeAll().setAll(value);
                  resource(tree, 3).removeAll().setAll(member);
                }))
        .as("under each other's full URL")
        .containsExactly("swapped Observation/value", "swapped Patient/member", "signature-wrong");
    assertThat(altered(tree -> resource(tree, 1).put("data", "AAAA")))
        .containsExactly(
            "altered Binary/letter", "content-altered DocumentReference/letter", "signature-wrong");
  }

  @Test
  void anEntryThatHoldsAnotherIsToldFromOneThatHoldsWhatNobodySigned() {
    assertThat(
            altered(
                tree ->
                    resource(tree, 4)
                        .removeAll()
                        .setAll((ObjectNode) resource(tree, 3).deepCopy())))
        .as("twice, and not in its own place")
        .containsExactly("swapped Patient/member", "signature-wrong");
    assertThat(
            altered(
                tree -> {
                  resource(tree, 4).removeAll().setAll((ObjectNode) resource(tree, 3).deepCopy());
                  resource(tree, 4).put("status", "amended");
                }))
        .as("altered on the way")
        .containsExactly("altered Patient/member", "signature-wrong");
    assertThat(
            altered(
                tree ->
                    ((ObjectNode) entries(tree).get(4))
                        .put("fullUrl", "https://imr.example.org/fhir/Patient/nobody")))
        .containsExactly("altered Patient/member", "signature-wrong");
  }

  @Test
  void contentsOfDocumentsThatWereExchangedAreNamed() {
    ObjectNode tree = tree(SealedPacket.of(1, () -> new byte[] {1, 2, 3}));
    ObjectNode letter = resource(tree, 1);
    ObjectNode more = null;
    for (JsonNode entry : entries(tree)) {
      if (entry.at("/resource/id").asText().equals("more-0")
          && entry.at("/resource/resourceType").asText().equals("Binary")) {
        more = (ObjectNode) entry.get("resource");
      }
    }
    JsonNode data = letter.get("data");
    letter.set("data", more.get("data"));
    more.set("data", data);

    assertThat(verify(bytes(tree)).findings())
        .extracting(each -> each.code() + " " + each.entry())
        .containsExactly(
            "altered Binary/letter",
            "altered Binary/more-0",
            "swapped DocumentReference/letter",
            "swapped DocumentReference/more-0",
            "signature-wrong null");
  }

  /** Nothing that is looked up in it costs more the more there is. */
  @Test
  void aHundredThousandEntriesThatHoldEachOtherAreReadInOneGo() {
    ObjectNode tree = tree(PACKET);
    for (int i = 0; i < 100_000; i++) {
      ObjectNode entry = entries(tree).addObject();
      entry.put("fullUrl", "https://imr.example.org/fhir/Group/" + (i + 1) % 100_000);
      entry
          .putObject("resource")
          .put("resourceType", "Group")
          .put("id", String.valueOf(i))
          .putObject("managingEntity")
          .put("reference", "Group/" + (i + 1) % 100_000);
    }
    byte[] packet = bytes(tree);

    List<PacketFinding> findings =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> verify(packet).findings());
    assertThat(findings).filteredOn(each -> each.code().equals("added")).hasSize(100_000);
    assertThat(findings).filteredOn(each -> each.code().equals("altered")).hasSize(100_000);
  }

  @Test
  void whereverItIsCutOffItIsRefused() {
    for (int length = 0; length < PACKET.length; length += 5) {
      byte[] cut = Arrays.copyOf(PACKET, length);
      assertThatThrownBy(() -> verify(cut)).isInstanceOf(UnreadableResourceException.class);
    }
  }

  @Test
  void whoAltersAnEntryAndTheManifestDoesNotHaveTheKey() {
    assertThat(
            altered(
                tree -> {
                  resource(tree, 4).put("gender", "female");
                  String sha256 = CanonicalJson.sha256(resource(tree, 4));
                  JsonNode lines = ManifestSection.of(new PacketTree(tree)).path("entry");
                  ((ObjectNode) lines.path(3).path("extension").path(0)).put("valueString", sha256);
                }))
        .containsExactly("altered Composition/list", "signature-wrong");
  }

  @Test
  void labelsTagsAndIdAreHeldByTheManifest() {
    assertThat(altered(tree -> ((ObjectNode) tree.get("meta")).remove("security")))
        .containsExactly("frame-altered");
    assertThat(altered(tree -> tree.put("id", "another"))).containsExactly("frame-altered");
    assertThat(altered(tree -> ((ObjectNode) tree.at("/meta/tag/0")).put("code", "department")))
        .containsExactly("frame-altered");
  }

  @Test
  void whatStandsBesideTheSignatureMustSayTheSame() {
    assertThat(altered(tree -> signature(tree).put("when", "2026-07-03T17:00:01Z")))
        .containsExactly("signature-beside");
    assertThat(altered(tree -> ((ObjectNode) signature(tree).get("who")).put("display", "I")))
        .containsExactly("signature-beside");
    assertThat(altered(tree -> ((ObjectNode) signature(tree).at("/type/0")).put("code", "x")))
        .containsExactly("signature-beside");
    assertThat(altered(tree -> signature(tree).put("sigFormat", "x")))
        .containsExactly("signature-beside");
    assertThat(altered(tree -> signature(tree).putObject("onBehalfOf").put("display", "x")))
        .containsExactly("signature-beside");
  }

  private static ObjectNode signature(ObjectNode tree) {
    return (ObjectNode) tree.get("signature");
  }

  @Test
  void aPacketWithoutSignatureOrWithThatOfAnotherIsNone() {
    assertThat(altered(tree -> tree.remove("signature"))).containsExactly("unsigned");
    byte[] other = SealedPacket.by(SigningKeys.PLAN, SealedPacket.SIGNED, "2026-000002-imro-1");
    assertThat(altered(tree -> tree.set("signature", tree(other).get("signature"))))
        .containsExactly("altered Composition/list", "signature-wrong", "other-packet");
    assertThat(altered(tree -> signature(tree).put("data", "AAAA")))
        .containsExactly("signature-unreadable");
    assertThat(altered(tree -> signature(tree).put("data", unsecured())))
        .as("alg none")
        .containsExactly("signature-unreadable");
  }

  private static String unsecured() {
    String header =
        Base64.getUrlEncoder()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString((header + "..").getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aPacketWithoutManifestIsNotKnownToBeWhole() {
    Bundle bare = SealedPacket.bundle("2026-000001-imro-1");
    SigningKeys.seal().sign(bare, SealedPacket.SIGNED);
    byte[] packet =
        ca.uhn.fhir.context.FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(bare)
            .getBytes(StandardCharsets.UTF_8);

    assertThat(verify(packet).findings())
        .extracting(PacketFinding::code)
        .containsExactly("no-manifest");
  }

  @Test
  void whoSignedMustBeTrustedAndHaveBeenWhenTheySigned() {
    assertThat(verify(SealedPacket.by(SigningKeys.STRANGER)).findings())
        .extracting(PacketFinding::code)
        .containsExactly("certificate-untrusted");
    assertThat(
            new PacketVerifier(new TrustedSigners(Set.of(SigningKeys.STRANGER.chain().get(0))))
                .verify(SealedPacket.by(SigningKeys.STRANGER), ExpectedPacket.ANY, NOW)
                .valid())
        .isTrue();
    assertThat(
            verify(
                    SealedPacket.by(
                        SigningKeys.PLAN, SigningKeys.FROM.minusSeconds(1), "2026-000001-imro-1"))
                .findings())
        .extracting(PacketFinding::code)
        .containsExactly("certificate-expired", "certificate-untrusted");
    assertThat(
            verify(SealedPacket.by(SigningKeys.PLAN, NOW.plusSeconds(301), "2026-000001-imro-1"))
                .findings())
        .extracting(PacketFinding::code)
        .containsExactly("signature-time");
    assertThat(verify(SealedPacket.by(SigningKeys.unfit())).findings())
        .extracting(PacketFinding::code)
        .contains("certificate-unfit");
  }

  @Test
  void aCertificateThatEndedAfterTheSignatureIsRemarked() {
    PacketVerdict verdict =
        verifier.verify(PACKET, ExpectedPacket.ANY, SigningKeys.UNTIL.plusSeconds(1));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.findings())
        .extracting(PacketFinding::code)
        .containsExactly("certificate-ended");
  }

  private List<String> instead(String number) {
    String recipient = number.contains("-member-") ? "member" : null;
    return verifier.verify(PACKET, new ExpectedPacket(number, recipient), NOW).findings().stream()
        .map(PacketFinding::code)
        .toList();
  }

  @Test
  void anotherPacketThanWasExpectedIsNamed() {
    assertThat(
            verifier
                .verify(PACKET, new ExpectedPacket("2026-000001-imro-2", "member"), NOW)
                .findings())
        .extracting(PacketFinding::code)
        .containsExactly("replayed", "other-recipient");
    assertThat(instead("2026-000001-imro-2")).containsExactly("replayed");
    assertThat(instead("2026-000001-imro-0")).containsExactly("other-packet");
    assertThat(instead("2026-000001-member-1")).containsExactly("other-recipient");
    assertThat(instead("2026-000010-imro-2")).containsExactly("other-case");
    assertThat(instead("another")).containsExactly("other-packet");
    assertThat(
            verifier.verify(PACKET, new ExpectedPacket("2026-000001-imro-1", "imro"), NOW).valid())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"resourceType\":\"Bundle\"}",
        "{\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Bundle\",\"resourceType\":\"Bundle\",\"entry\":[]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[]} x"
      })
  void whatIsNoPacketIsRefused(String body) {
    assertThatThrownBy(() -> verify(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableResourceException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Bundle\",\"entry\":[]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[1,null,[]]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{}],\"signature\":7,\"meta\":[],\"id\":{}}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":7}],\"signature\":{\"data\":{}}}"
      })
  void whatIsHardlyAPacketIsNotValid(String body) {
    assertThat(verify(body.getBytes(StandardCharsets.UTF_8)).valid()).isFalse();
  }

  /**
   * Every so many bits, as long as nobody asks for all with {@code -Dpacket.bits=1}. What was not
   * found must be what RFC 8785 holds equal.
   */
  @Test
  void aBitFlippedAnywhereIsFound() {
    byte[] packet = SealedPacket.by(SigningKeys.CURVE);
    byte[] canonical = CanonicalJson.of(tree(packet));
    for (int bit = 0;
        bit < packet.length * Byte.SIZE;
        bit += Integer.getInteger("packet.bits", 13)) {
      byte[] flipped = flipped(packet, bit);
      if (!found(flipped)) {
        assertThat(Arrays.equals(CanonicalJson.of(tree(flipped)), canonical))
            .as("bit %d", bit)
            .isTrue();
      }
    }
  }

  @Test
  void ofANumberWhatIsNotFoundHasTheSameValue() {
    int start = new String(PACKET, StandardCharsets.ISO_8859_1).indexOf("1.50");
    int equal = 0;
    for (int bit = start * Byte.SIZE; bit < (start + 4) * Byte.SIZE; bit++) {
      equal += found(flipped(PACKET, bit)) ? 0 : 1;
    }
    assertThat(equal).as("1.50 becomes 1.5 and a space").isEqualTo(1);
  }

  private static byte[] flipped(byte[] packet, int bit) {
    byte[] flipped = packet.clone();
    flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return flipped;
  }

  private boolean found(byte[] packet) {
    try {
      return !verify(packet).valid();
    } catch (UnreadableResourceException noPacket) {
      return true;
    }
  }
}
