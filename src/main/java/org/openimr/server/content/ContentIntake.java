package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Binary;
import org.openimr.fhir.content.StoredContent;

/** Makes a Binary of a content that arrives: of a small one with it, of a large one named. */
final class ContentIntake {

  private final FhirContext context;
  private final ContentStore store;
  private final ContentProof proof;
  private final int threshold;

  /**
   * Makes it.
   *
   * @param threshold larger contents are kept apart, in bytes
   */
  ContentIntake(FhirContext context, ContentStore store, ContentProof proof, int threshold) {
    this.context = context;
    this.store = store;
    this.proof = proof;
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
      StoredContent stored =
          store.put(new SequenceInputStream(new ByteArrayInputStream(beginning), content));
      binary.getMeta().addExtension(proof.extension(stored));
    }
    return context.newJsonParser().encodeResourceToString(binary).getBytes(StandardCharsets.UTF_8);
  }
}
