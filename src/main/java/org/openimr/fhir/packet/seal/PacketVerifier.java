package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openimr.fhir.packet.PacketBundleWriter;

/**
 * Verifies packets: whether they are whole and as they were signed, entry by entry, and by whom.
 *
 * <p>Found is every change of what JSON means. What RFC 8785 holds equal is equal: white space
 * between tokens, the order of names, other spellings of the same character or number.
 *
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/signatures.html">CDex, receiver steps</a>
 */
public final class PacketVerifier {

  private final TrustedSigners trusted;
  private final FetchedContents fetched;

  /**
   * Makes a verifier.
   *
   * @param trusted whom it trusts
   */
  public PacketVerifier(TrustedSigners trusted) {
    this(trusted, FetchedContents.NONE);
  }

  /**
   * Makes a verifier of packets that leave contents out, too.
   *
   * @param trusted whom it trusts
   * @param fetched the contents that were fetched
   */
  public PacketVerifier(TrustedSigners trusted, FetchedContents fetched) {
    this.trusted = trusted;
    this.fetched = fetched;
  }

  /**
   * Reads a packet strictly.
   *
   * @param body its JSON, which must not be changed as long as the tree is used
   * @return the Bundle
   * @throws org.openimr.fhir.UnreadableResourceException if it is no Bundle with entries in JSON
   */
  public static JsonNode read(byte[] body) {
    return PacketTree.of(PacketTree.json(body)).root();
  }

  /**
   * Verifies a packet.
   *
   * @param body its JSON
   * @param expected which packet it should be
   * @param now the present time
   * @return what is to be held of it
   * @throws org.openimr.fhir.UnreadableResourceException if it is no Bundle in JSON
   */
  public PacketVerdict verify(byte[] body, ExpectedPacket expected, Instant now) {
    return verify(PacketTree.json(body), expected, now);
  }

  /**
   * Answers a question about a packet.
   *
   * @param question the packet, and which one it should be
   * @param now the present time
   * @return what is to be held of it
   * @throws org.openimr.fhir.UnreadableResourceException if it is no Bundle
   */
  public PacketVerdict verify(VerificationQuestion question, Instant now) {
    return verify(question.packet(), question.expected(), now);
  }

  /**
   * Verifies a packet.
   *
   * @param body its JSON, as it was read
   * @param expected which packet it should be
   * @param now the present time
   * @return what is to be held of it
   * @throws org.openimr.fhir.UnreadableResourceException if it is no Bundle
   */
  public PacketVerdict verify(JsonNode body, ExpectedPacket expected, Instant now) {
    PacketTree tree = PacketTree.of(body);
    List<PacketFinding> findings = new ArrayList<>(ManifestCheck.of(tree, fetched));
    SignatureCheck signature = new SignatureCheck(tree);
    if (findings.isEmpty() && signature.misfits()) {
      findings.add(
          PacketFinding.wrong(
              "altered",
              PacketTree.reference(tree.entries().get(0)),
              "The composition, or what stands around the entries, is not what was signed."));
    }
    findings.addAll(signature.findings());
    if (!signature.certificates().isEmpty()) {
      findings.addAll(
          CertificateCheck.of(signature.certificates(), signature.signed(), trusted, now));
    }
    expect(tree, expected, findings);
    return new PacketVerdict(
        tree.number(),
        signature.signer(),
        tree.root().path("signature").path("when").asText(),
        findings);
  }

  private static void expect(
      PacketTree tree, ExpectedPacket expected, List<PacketFinding> findings) {
    PacketNumber found = PacketNumber.read(tree.number());
    if (expected.number() != null && !expected.number().equals(tree.number())) {
      findings.add(found.instead(PacketNumber.read(expected.number())));
    }
    if (expected.recipient() != null
        && !expected.recipient().equals(tree.tag(PacketBundleWriter.RECIPIENT))
        && findings.stream().noneMatch(each -> each.code().equals("other-recipient"))) {
      findings.add(
          PacketFinding.wrong("other-recipient", null, "The packet is for another recipient."));
    }
  }
}
