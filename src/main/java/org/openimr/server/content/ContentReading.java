package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.operation.ContentSource;
import org.openimr.operation.TooLargeForPacketException;
import org.openimr.operation.UnavailableContentException;

/** Reads contents back into the resources that hold them, and sees whether they are unaltered. */
public final class ContentReading implements ContentSource {

  private final ContentStore store;
  private final ContentProof proof;
  private final long most;

  /**
   * Makes it.
   *
   * @param most larger contents are not read into resources, in bytes
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

  @Override
  public void fill(Resource resource) {
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content == null) {
        continue;
      }
      if (content.bytes() > most) {
        throw new TooLargeForPacketException(about(resource));
      }
      byte[] bytes = read(resource, content, false);
      if (bytes == null) {
        throw new UnavailableContentException(about(resource));
      }
      element.put(bytes);
    }
  }

  /**
   * Puts the contents of a resource that goes out to a client back in their place. What is too
   * large for a resource stays named.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if one is lost
   */
  void show(Resource resource) {
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null && content.bytes() > most) {
        element.hold(content.toString(), false);
      } else if (content != null) {
        element.put(read(resource, content, true));
      }
    }
  }

  /**
   * The same for a client that is given many resources at once: what is lost is said to be, in its
   * place, so that it does not hold back the others.
   */
  public void fillOrMark(Resource resource) {
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null) {
        byte[] bytes = content.bytes() > most ? null : read(resource, content, false);
        if (bytes == null) {
          element.hold(content.toString(), content.bytes() <= most);
        } else {
          element.put(bytes);
        }
      }
    }
  }

  private byte[] read(Resource resource, StoredContent content, boolean client) {
    boolean altered = true;
    boolean unreadable = false;
    try (InputStream in = store.read(content, 0)) {
      byte[] bytes = in.readNBytes((int) content.bytes() + 1);
      if (bytes.length == content.bytes() && CanonicalJson.sha256(bytes).equals(content.sha256())) {
        return bytes;
      }
    } catch (NoSuchFileException missing) {
      altered = false;
    } catch (IOException failed) {
      unreadable = true;
    }
    if (client) {
      throw unreadable
          ? ContentFaults.unreadable(about(resource))
          : ContentFaults.lost(about(resource), altered);
    }
    return null;
  }

  private static String about(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }
}
