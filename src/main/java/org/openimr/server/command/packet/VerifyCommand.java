package org.openimr.server.command.packet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.packet.archive.ArchiveLimits;
import org.openimr.fhir.packet.archive.ZipVerifier;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.FetchedContents;
import org.openimr.fhir.packet.seal.PacketFinding;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.TrustedSigners;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Verifies a packet that lies in a file, as {@code $verify-packet} does, without a server.
 *
 * @see <a href="../../../../../../../../docs/packets.md">packets</a>
 */
@Command(
    name = "verify",
    description = "Says whether a packet is whole and as it was signed, and by whom")
final class VerifyCommand implements Callable<Integer> {

  static final int LARGEST = 1 << 30;
  private static final int LARGEST_TRUST = 1 << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "a packet as JSON or as a zip")
  private Path file;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "certificates that are trusted, of signers or authorities, as PEM; repeatable")
  private List<Path> trusted = List.of();

  @Option(
      names = "--contents",
      paramLabel = "PLACE",
      description =
          "a folder, or a file, with Binaries that the packet leaves out (inline=false); repeatable")
  private List<Path> contents = List.of();

  @Option(
      names = "--number",
      paramLabel = "NUMBER",
      description = "the packet number it should have")
  private String number;

  @Option(names = "--recipient", paramLabel = "CODE", description = "whom it should be for")
  private String recipient;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  @Override
  public Integer call() {
    PacketVerdict verdict;
    try {
      verdict = verdict(GivenFile.read(file, LARGEST), new ExpectedPacket(number, recipient));
    } catch (UnreadableResourceException noPacket) {
      throw new UnusableFileException(file + ": " + noPacket.getMessage());
    } catch (UncheckedIOException unreadable) {
      throw new UnusableFileException(unreadable.getMessage() + ": cannot be read");
    }
    if (json) {
      spec.commandLine().getOut().println(asJson(verdict));
    } else {
      say(verdict);
    }
    return verdict.valid() ? 0 : Usage.WRONG;
  }

  private PacketVerdict verdict(byte[] content, ExpectedPacket expected) {
    PacketVerifier packets = new PacketVerifier(new TrustedSigners(certificates()), fetched());
    return ZipVerifier.begins(content)
        ? new ZipVerifier(packets, ArchiveLimits.forPackets(LARGEST), bytes -> {})
            .verify(content, expected, Instant.now())
        : packets.verify(content, expected, Instant.now());
  }

  private void say(PacketVerdict verdict) {
    for (PacketFinding finding : verdict.findings()) {
      (finding.wrong() ? spec.commandLine().getErr() : spec.commandLine().getOut())
          .println(
              finding.code()
                  + (finding.entry() == null ? "" : " " + finding.entry())
                  + ": "
                  + finding.text());
    }
    spec.commandLine()
        .getOut()
        .println(
            file
                + ": "
                + (verdict.valid() ? "valid" : "NOT valid")
                + (verdict.number().isEmpty() ? "" : ", packet " + verdict.number())
                + (verdict.signer() == null
                    ? ""
                    : ", signed " + verdict.signed() + " by " + verdict.signer().value())
                + apart(verdict));
  }

  private static String apart(PacketVerdict verdict) {
    long unseen = count(verdict, "content-apart");
    long seen = count(verdict, "content-verified");
    return (unseen == 0 ? "" : "; contents that were NOT looked at: " + unseen)
        + (seen == 0 ? "" : "; contents beside it that were verified: " + seen);
  }

  private static long count(PacketVerdict verdict, String code) {
    return verdict.findings().stream().filter(each -> each.code().equals(code)).count();
  }

  private static String asJson(PacketVerdict verdict) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.put("valid", verdict.valid()).put("number", verdict.number());
    if (verdict.signer() != null) {
      answer.put("signer", verdict.signer().value()).put("signerName", verdict.signer().name());
    }
    answer.put("signed", verdict.signed());
    answer.put("contentsUnseen", count(verdict, "content-apart"));
    answer.put("contentsVerified", count(verdict, "content-verified"));
    answer.putArray("finding");
    for (PacketFinding finding : verdict.findings()) {
      answer
          .withArray("finding")
          .addObject()
          .put("code", finding.code())
          .put("severity", finding.wrong() ? "error" : "information")
          .put("entry", finding.entry())
          .put("explanation", finding.text());
    }
    return answer.toString();
  }

  private FetchedContents fetched() {
    try {
      return contents.isEmpty() ? FetchedContents.NONE : FetchedContents.in(contents);
    } catch (IOException unreadable) {
      throw new UnusableFileException(
          "--contents " + contents + ": is not there, or cannot be read");
    }
  }

  private Set<X509Certificate> certificates() {
    Set<X509Certificate> found = new LinkedHashSet<>();
    for (Path each : trusted) {
      byte[] content = GivenFile.read(each, LARGEST_TRUST);
      Collection<? extends Certificate> read = List.of();
      try {
        read =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(content));
      } catch (CertificateException none) {
        // said below
      }
      if (read.isEmpty()) {
        throw new UnusableFileException(
            each + ": holds no certificates that can be read; PEM was expected");
      }
      read.forEach(certificate -> found.add((X509Certificate) certificate));
    }
    return found;
  }
}
