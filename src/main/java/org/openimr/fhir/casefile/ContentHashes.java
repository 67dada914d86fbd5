package org.openimr.fhir.casefile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/** Computes the hashes of documents, and compares them with those that were given. */
final class ContentHashes {

  static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private final List<SubmittedEntry> entries;
  private final BundleReferences references;
  private final ProblemList problems;

  ContentHashes(List<SubmittedEntry> entries, BundleReferences references, ProblemList problems) {
    this.entries = entries;
    this.references = references;
    this.problems = problems;
  }

  /** Puts size and SHA-256 on every attachment whose content is at hand. */
  void put() {
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            if (element instanceof Attachment attachment) {
              put(entry, path, attachment);
            }
          });
    }
  }

  private void put(SubmittedEntry entry, String path, Attachment attachment) {
    byte[] content = attachment.getData();
    if (content == null && attachment.hasUrl()) {
      SubmittedEntry held = references.entry(entry, attachment.getUrl());
      content = held != null && held.resource() instanceof Binary binary ? binary.getData() : null;
    }
    if (content == null) {
      return;
    }
    if (attachment.hasSize() && attachment.getSize() != content.length) {
      problems.add("value", path + ".size", "The size is not that of the content.");
    }
    if (attachment.hasHash() && !Arrays.equals(attachment.getHash(), hash("SHA-1", content))) {
      problems.add("value", path + ".hash", "The hash is not the SHA-1 of the content.");
    }
    String computed = HexFormat.of().formatHex(hash("SHA-256", content));
    Extension given = attachment.getExtensionByUrl(SHA256);
    if (given == null) {
      attachment.addExtension(SHA256, new StringType(computed));
    } else if (!computed.equals(given.getValue().primitiveValue())) {
      problems.add("value", path + ".extension", "The SHA-256 given is not that of the content.");
    }
    attachment.setSize(content.length);
  }

  private static byte[] hash(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
