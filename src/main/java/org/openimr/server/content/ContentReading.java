package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.ByteSink;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.operation.packet.PacketContents;
import org.openimr.operation.packet.TooLargeForPacketException;
import org.openimr.operation.packet.UnavailableContentException;

/** Reads contents back into the resources that hold them, and sees whether they are unaltered. */
public final class ContentReading implements PacketContents, KeptContents {

  private static final int PIECE = 1 << 16;
  private static final Coding SUBSETTED =
      new Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED", null);

  private final ContentStore store;
  private final ContentProof proof;
  private final long most;

  /**
   * Makes it.
   *
   * @param most how much is read into one resource at most, in bytes
   */
  ContentReading(ContentStore store, ContentProof proof, long most) {
    this.store = store;
    this.proof = proof;
    this.most = most;
  }

  /** Names the contents of a resource that the server itself has to do with. */
  void name(Resource resource) {
    for (ContentElement element : ContentElements.of(resource)) {
      element.content().ifPresent(content -> element.hold(proof.text(content), false));
    }
  }

  /** Whether a resource names contents, in its place or for the server. */
  boolean named(Resource resource) {
    return ContentElements.of(resource).stream().anyMatch(each -> each.content().isPresent());
  }

  /**
   * Puts the contents of a resource back in their place.
   *
   * @param resource a resource that is the server's; none of it is left named
   * @throws UnavailableContentException if a content is lost
   * @throws TooLargeForPacketException if one is too large to be held
   */
  public void fill(Resource resource) {
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content == null) {
        continue;
      }
      if (content.bytes() > most) {
        throw new TooLargeForPacketException(CaseFile.reference(resource));
      }
      byte[] bytes = read(resource, content, false);
      if (bytes == null) {
        throw new UnavailableContentException(CaseFile.reference(resource));
      }
      element.put(bytes);
    }
  }

  @Override
  public Bundle require(Bundle packet) {
    packet.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .forEach(ContentReading::leaveOutForeign);
    try (MarkedContents marked = MarkedContents.of(packet)) {
      for (MarkedContents.Place each : marked.places()) {
        if (each.content().bytes() > most) {
          throw new TooLargeForPacketException(each.about());
        }
        if (!there(each.content())) {
          throw new UnavailableContentException(each.about());
        }
      }
    }
    return packet;
  }

  // by itself such a resource holds its contents; names are none of the server's
  private static void leaveOutForeign(Resource resource) {
    if (!ContentElements.apart(resource)) {
      ContentElements.within(resource).stream()
          .filter(each -> each.text() != null)
          .forEach(ContentElement::forget);
    }
  }

  private boolean there(StoredContent content) {
    try {
      return store.size(content.sha256()).equals(OptionalLong.of(content.bytes()));
    } catch (IOException unreadable) {
      return false;
    }
  }

  @Override
  public void read(String about, StoredContent content, ByteSink sink) {
    MessageDigest digest = CanonicalJson.digest();
    byte[] piece = new byte[PIECE];
    try (InputStream in = store.read(content, 0)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
        sink.take(piece, 0, count);
      }
    } catch (IOException unreadable) {
      throw new UnavailableContentException(about);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(content.sha256())) {
      throw new UnavailableContentException(about);
    }
  }

  /**
   * Puts the contents of a resource that goes out to a client back in their place. What is more
   * than a resource can hold stays named, and the resource is marked as not whole.
   *
   * @param alone whether nothing else is asked for; then it is not given out if it is not whole
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if a content is
   *     lost, 406 if it is asked for alone and not whole
   */
  void show(Resource resource, boolean alone) {
    long left = most;
    boolean whole = true;
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null && content.bytes() > left) {
        element.hold(content.toString(), false);
        whole = false;
      } else if (content != null) {
        element.put(read(resource, content, true));
        left -= content.bytes();
      }
    }
    if (!whole) {
      notWhole(resource, alone);
    }
  }

  /**
   * Sees that the contents of a resource could be shown to a client, without reading them: they
   * stay named.
   *
   * @param alone whether nothing else is asked for
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException as {@link #show} does,
   *     but not if a content is altered and has its size
   */
  void announce(Resource resource, boolean alone) {
    long left = most;
    boolean whole = true;
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null && content.bytes() > left) {
        whole = false;
      } else if (content != null) {
        BinaryContents.require(store, content, CaseFile.reference(resource));
        left -= content.bytes();
      }
    }
    if (!whole) {
      notWhole(resource, alone);
    }
  }

  private static void notWhole(Resource resource, boolean alone) {
    if (!alone) {
      resource.getMeta().addTag(SUBSETTED.copy());
    } else if (resource instanceof Binary) {
      throw ContentFaults.tooLarge(
          "JSON and XML; ask for it by itself, with the header Accept: */*");
    } else {
      throw ContentFaults.tooLarge(
          "this form; ask for it as JSON, without _pretty, _summary and _elements");
    }
  }

  /**
   * Sees which contents of a resource cannot be given to a client that is given many at once, and
   * says so in their place, so that they do not hold back the others: what can is left named, of
   * what cannot no name is left.
   */
  public void markLost(Resource resource) {
    boolean whole = true;
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null && content.bytes() > most) {
        element.forget();
        whole = false;
      } else if (content != null && !unaltered(content)) {
        element.lose();
      }
    }
    if (!whole) {
      notWhole(resource, false);
    }
  }

  private boolean unaltered(StoredContent content) {
    try {
      read("", content, (bytes, offset, length) -> {});
      return true;
    } catch (UnavailableContentException lost) {
      return false;
    }
  }

  private byte[] read(Resource resource, StoredContent content, boolean client) {
    boolean altered = true;
    IOException unreadable = null;
    try (InputStream in = store.read(content, 0)) {
      byte[] bytes = in.readNBytes((int) content.bytes() + 1);
      if (bytes.length == content.bytes() && CanonicalJson.sha256(bytes).equals(content.sha256())) {
        return bytes;
      }
    } catch (NoSuchFileException missing) {
      altered = false;
    } catch (IOException failed) {
      unreadable = failed;
    }
    if (client) {
      throw unreadable != null
          ? ContentFaults.unreadable(CaseFile.reference(resource), unreadable)
          : ContentFaults.lost(CaseFile.reference(resource), altered);
    }
    return null;
  }
}
