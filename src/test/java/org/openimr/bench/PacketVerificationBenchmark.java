package org.openimr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.json.StrictJson;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.SealedPacket;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * How long it takes to verify a packet with many scanned documents, against the same steps over
 * texts: each part parsed to a tree, written, and parsed and written again.
 *
 * <p>Run by hand, from the root of the repository: see {@code docs/performance.md}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class PacketVerificationBenchmark {

  private static final Instant NOW = Instant.parse("2026-07-04T17:00:00Z");

  /** How many documents. */
  @Param({"500"})
  public int documents;

  /** Bytes of each, before they become base64. */
  @Param({"300000"})
  public int bytes;

  private final PacketVerifier verifier = new PacketVerifier(SigningKeys.trusted());
  private byte[] packet;

  /** Makes the packet. */
  @Setup
  public void make() {
    Random random = new Random(1);
    packet =
        SealedPacket.of(
            documents,
            () -> {
              byte[] content = new byte[bytes];
              random.nextBytes(content);
              return content;
            });
    System.out.println("packet of " + packet.length + " bytes");
  }

  /** As it is verified. */
  @Benchmark
  public PacketVerdict verified() {
    PacketVerdict verdict = verifier.verify(packet, ExpectedPacket.ANY, NOW);
    if (!verdict.valid()) {
      throw new IllegalStateException(verdict.findings().toString());
    }
    return verdict;
  }

  /** The same work over texts. */
  @Benchmark
  public String overTexts() throws Exception {
    ObjectNode root = (ObjectNode) StrictJson.MAPPER.readTree(packet);
    String last = "";
    for (JsonNode entry : root.path("entry")) {
      JsonNode resource = entry.path("resource");
      last = CanonicalJson.sha256(text(resource));
      if (resource.has("data")) {
        last = CanonicalJson.sha256(Base64.getMimeDecoder().decode(resource.path("data").asText()));
      }
    }
    String[] jws =
        new String(
                Base64.getDecoder().decode(root.path("signature").path("data").asText()),
                StandardCharsets.US_ASCII)
            .split("\\.", -1);
    ObjectNode signed = root.objectNode();
    signed.setAll(root);
    signed.remove(List.of("id", "meta", "signature"));
    JWSObject object =
        new JWSObject(
            new Base64URL(jws[0]),
            new Payload(Base64URL.encode(text(signed))),
            new Base64URL(jws[2]));
    RSAPublicKey key = (RSAPublicKey) SigningKeys.PLAN.chain().get(0).getPublicKey();
    if (!object.verify(new RSASSAVerifier(key))) {
      throw new IllegalStateException("the signature does not fit");
    }
    return last;
  }

  private static byte[] text(JsonNode tree) throws Exception {
    return new JsonCanonicalizer(tree.toString()).getEncodedUTF8();
  }

  /** Runs the benchmark; the arguments are those of JMH. */
  public static void main(String[] arguments) throws Exception {
    new Runner(new CommandLineOptions(arguments)).run();
  }
}
