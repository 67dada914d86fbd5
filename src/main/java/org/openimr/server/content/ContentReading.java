package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.CanonicalJson;

/** Reads contents back into the resources that hold them, and sees whether they are unaltered. */
public final class ContentReading {

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

  /**
   * Puts the contents of a resource back in their place. What is too large for a resource stays
   * named.
   *
   * @param client whether it goes out to a client, to whom nothing incomplete is given; for the
   *     server itself what is lost stays named as well
   */
  void fill(Resource resource, boolean client) {
    for (ContentElement element : ContentElements.of(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content == null) {
        continue;
      }
      boolean tooLarge = content.bytes() > most;
      byte[] bytes = tooLarge ? null : read(resource, content, client);
      if (bytes == null) {
        element.hold(client ? content.toString() : proof.text(content), !tooLarge);
      } else {
        element.put(bytes);
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
