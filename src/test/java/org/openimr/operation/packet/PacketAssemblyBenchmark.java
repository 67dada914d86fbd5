package org.openimr.operation.packet;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.EarlierPackets;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openimr.operation.Posted;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
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
 * How long it takes to write, list and sign the packet of a case with many documents of a thousand
 * bytes each, without a server and its database.
 *
 * <p>Run by hand, from the root of the repository: see {@code docs/performance.md}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx3g")
public class PacketAssemblyBenchmark {

  private static final Instant NOW = Instant.parse("2026-07-02T17:00:00Z");
  private static final int BYTES = 1000;

  /** How many documents. */
  @Param({"10", "100", "1000", "10000"})
  public int documents;

  private final PacketSeal seal = SigningKeys.seal();
  private PacketIssuing packets;
  private CaseFile file;

  /** Makes the case: that of an example, with copies of its first document. */
  @Setup
  public void make() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    MemoryCaseStore store = new MemoryCaseStore(Date.from(NOW));
    packets = HeldCases.issuing(store, clock);
    CaseFile submitted =
        store.load(
            Caller.SERVER,
            Posted.submit(
                store,
                clock,
                new Caller("plan", "plan", "vchcp"),
                Submissions.example("residential-mental-health").toString()));
    List<Resource> all = new ArrayList<>(submitted.resources());
    DocumentReference document = first(all, DocumentReference.class);
    Binary content = first(all, Binary.class);
    for (int i = 0; i < documents; i++) {
      byte[] text = String.format("%" + BYTES + "d", i).getBytes(StandardCharsets.UTF_8);
      Binary binary = content.copy();
      binary.setContentType("image/tiff").setData(text).setId("Binary/more-" + i);
      DocumentReference copy = document.copy();
      copy.setId("DocumentReference/more-" + i);
      Attachment attachment = copy.getContentFirstRep().getAttachment();
      attachment.setContentType("image/tiff").setUrl("Binary/more-" + i);
      attachment.getExtension().clear();
      attachment.addExtension(
          "https://openimr.org/fhir/StructureDefinition/imr-sha256",
          new StringType(CanonicalJson.sha256(text)));
      all.add(copy);
      all.add(binary);
    }
    file = new CaseFile(submitted.task(), all);
    System.out.println("entries: " + assembled().getEntry().size());
  }

  private static <T extends Resource> T first(List<Resource> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  /** One packet. */
  @Benchmark
  public Bundle assembled() {
    Bundle packet =
        packets.draft(
            file,
            new PacketQuestion("imro", true, null, null, null),
            EarlierPackets.NONE,
            "http://localhost/fhir");
    seal.sign(packet, NOW);
    return packet;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    new Runner(new CommandLineOptions(arguments)).run();
  }
}
