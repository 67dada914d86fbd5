package org.openimr.server.seal;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.packet.archive.ArchiveLimits;
import org.openimr.fhir.packet.archive.ZipVerifier;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.SigningKey;
import org.openimr.fhir.packet.seal.TrustedSigners;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.determination.DeterminationOperation;
import org.openimr.operation.packet.PacketContents;
import org.openimr.operation.packet.VerifyPacketOperation;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.SignatureSettings;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Signs packets, and verifies them. */
@Configuration(proxyBeanMethods = false)
public class SealConfig {

  /** What packets are signed with. */
  @Bean
  public SigningKey signingKey(Settings settings) {
    SignatureSettings signature = settings.signature();
    if (!signature.keystore().isEmpty()) {
      return new KeyFile(
              "openimr.signature.keystore",
              Path.of(signature.keystore()),
              signature.keystorePassword())
          .key();
    }
    LoggerFactory.getLogger(SealConfig.class)
        .warn(
            "Packets are signed with a development key, which proves nothing to others; set"
                + " openimr.signature.keystore");
    return DevelopmentKey.in(settings.data().directory(), Clock.systemUTC().instant());
  }

  /** Signs packets. */
  @Bean
  public PacketSeal packetSeal(FhirContext context, SigningKey key, KeptContents contents) {
    return new PacketSeal(context, key, contents);
  }

  /** Says whether a packet is whole; the key of this server is trusted. */
  @Bean
  public PacketVerifier packetVerifier(SigningKey key, Settings settings) {
    SignatureSettings signature = settings.signature();
    Set<X509Certificate> trusted = new LinkedHashSet<>();
    trusted.add(key.chain().get(0));
    if (!signature.truststore().isEmpty()) {
      trusted.addAll(
          new KeyFile(
                  "openimr.signature.truststore",
                  Path.of(signature.truststore()),
                  signature.truststorePassword())
              .certificates());
    }
    return new PacketVerifier(new TrustedSigners(trusted));
  }

  /** Determinations with what belongs to them. */
  @Bean
  public DeterminationOperation determinationFiles(
      CaseStore store, StoredCases cases, PacketSeal seal, PacketContents contents) {
    return new DeterminationOperation(store, cases, seal, contents, Clock.systemUTC());
  }

  /** Verifies packets that are sent. */
  @Bean
  public VerifyPacketOperation verification(PacketVerifier packets, Settings settings) {
    return new VerifyPacketOperation(
        packets,
        new ZipVerifier(
            packets,
            ArchiveLimits.forPackets(settings.limits().bodySize().toBytes()),
            SealConfig::hold),
        Clock.systemUTC());
  }

  /** What is unpacked is in memory beside the body. */
  private static void hold(long bytes) {
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place != null) {
      place.load(bytes, bytes);
    }
  }
}
