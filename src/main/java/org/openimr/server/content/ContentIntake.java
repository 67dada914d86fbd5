package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Binary;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.scan.ContentScanner;
import org.openimr.server.scan.ScannedStream;

/** Makes a Binary of a content that arrives: of a small one with it, of a large one named. */
final class ContentIntake {

  private final FhirContext context;
  private final ContentStore store;
  private final ContentProof proof;
  private final ContentScanner scanner;
  private final int threshold;

  /**
   * Makes it.
   *
   * @param scanner looks at large ones; at small ones it looks where they are stored
   * @param threshold larger contents are kept apart, in bytes
   */
  ContentIntake(
      FhirContext context,
      ContentStore store,
      ContentProof proof,
      ContentScanner scanner,
      int threshold) {
    this.context = context;
    this.store = store;
    this.proof = proof;
    this.scanner = scanner;
    this.threshold = threshold;
  }

  /**
   * Takes a content.
   *
   * @param content the bytes
   * @param id id of the Binary; null for a new one
   * @param type content type
   * @param securityContext reference to what it belongs to; null for none
   * @return the Binary, in JSON
   */
  byte[] take(InputStream content, String id, String type, String securityContext)
      throws IOException {
    Binary binary = new Binary();
    binary.setId(id);
    binary.setContentType(type);
    if (securityContext != null && !securityContext.isBlank()) {
      binary.getSecurityContext().setReference(securityContext.strip());
    }
    byte[] beginning = content.readNBytes(threshold + 1);
    if (beginning.length <= threshold) {
      binary.setData(beginning);
    } else {
      StoredContent stored = keep(new ByteArrayInputStream(beginning), content);
      binary.getMeta().addExtension(proof.extension(stored));
    }
    return context.newJsonParser().encodeResourceToString(binary).getBytes(StandardCharsets.UTF_8);
  }

  private StoredContent keep(InputStream beginning, InputStream rest) throws IOException {
    try (InputStream whole = new ScannedStream(new SequenceInputStream(beginning, rest), scanner)) {
      return store.put(whole);
    }
  }
}
