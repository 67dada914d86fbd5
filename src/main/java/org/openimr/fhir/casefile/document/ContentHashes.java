package org.openimr.fhir.casefile.document;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.BundleReferences;
import org.openimr.fhir.casefile.submission.SubmittedEntry;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.StoredContent;

/** Computes the hashes of documents, and compares them with those that were given. */
public final class ContentHashes {

  /** The extension in which the SHA-256 of a content stands. */
  public static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private final List<SubmittedEntry> entries;
  private final BundleReferences references;
  private final ProblemList problems;

  /** Of the documents among the entries; what cannot be is added to the problems. */
  public ContentHashes(
      List<SubmittedEntry> entries, BundleReferences references, ProblemList problems) {
    this.entries = entries;
    this.references = references;
    this.problems = problems;
  }

  /** Puts size and SHA-256 on every attachment whose content is at hand. */
  public void put() {
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
    StoredContent stored = null;
    if (content == null && attachment.hasUrl()) {
      SubmittedEntry held = references.entry(entry, attachment.getUrl());
      if (held != null && held.resource() instanceof Binary binary) {
        content = binary.getData();
        stored = ContentElement.nameOf(binary);
      }
    }
    if (content == null && stored == null) {
      return;
    }
    long size = stored == null ? content.length : stored.bytes();
    if (size > Integer.MAX_VALUE) {
      // FHIR R4 has no larger number for it
      attachment.setSizeElement(null);
    } else if (attachment.hasSize() && attachment.getSize() != size) {
      problems.add("value", path + ".size", "The size is not that of the content.");
    } else {
      attachment.setSize((int) size);
    }
    if (attachment.hasHash() && stored != null) {
      problems.add(
          "not-supported",
          path + ".hash",
          "The SHA-1 of so large a content is not checked here; leave it out, or give the SHA-256 in"
              + " the extension imr-sha256.");
    } else if (attachment.hasHash()
        && !Arrays.equals(attachment.getHash(), hash("SHA-1", content))) {
      problems.add("value", path + ".hash", "The hash is not the SHA-1 of the content.");
    }
    String computed =
        stored == null ? HexFormat.of().formatHex(hash("SHA-256", content)) : stored.sha256();
    Extension given = attachment.getExtensionByUrl(SHA256);
    if (given == null) {
      attachment.addExtension(SHA256, new StringType(computed));
    } else if (!computed.equals(given.getValue().primitiveValue())) {
      problems.add("value", path + ".extension", "The SHA-256 given is not that of the content.");
    }
  }

  private static byte[] hash(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
