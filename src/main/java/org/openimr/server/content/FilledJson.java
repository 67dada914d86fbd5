package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.StoredContent;

/**
 * A resource as JSON, whose contents that are kept apart are filled in while it is written,
 * straight from where they are kept, so that they are never in memory together.
 */
final class FilledJson {

  // both are written as base64 without padding, so that they can be found in the text
  private static final int SECRET = 12;
  private static final int NUMBER = 3;
  private static final int MARK = (SECRET + NUMBER) / 3 * 4;

  private final BinaryContents contents;
  private final String text;
  private final String secret;
  private final List<BinaryContents.Content> places;

  private FilledJson(
      BinaryContents contents, String text, String secret, List<BinaryContents.Content> places) {
    this.contents = contents;
    this.text = text;
    this.secret = secret;
    this.places = places;
  }

  /**
   * Prepares it, and sees that each content is where it was stored.
   *
   * @param resource the resource, which is left as it is; contents that it names are the server's
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if one is lost
   */
  static FilledJson of(Resource resource, FhirContext context, BinaryContents contents)
      throws IOException {
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    List<BinaryContents.Content> places = new ArrayList<>();
    List<Runnable> back = new ArrayList<>();
    try {
      for (ContentElement element : ContentElements.of(resource)) {
        StoredContent content = element.content().orElse(null);
        if (content != null) {
          String name = element.text();
          boolean lost = element.lost();
          places.add(contents.of(about(resource), null, content));
          element.put(mark(secret, places.size() - 1));
          back.add(() -> element.hold(name, lost));
        }
      }
      String text =
          context
              .newJsonParser()
              .setOverrideResourceIdWithBundleEntryFullUrl(false)
              .encodeResourceToString(resource);
      return new FilledJson(contents, text, Base64.getEncoder().encodeToString(secret), places);
    } finally {
      back.forEach(Runnable::run);
    }
  }

  private static String about(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  private static byte[] mark(byte[] secret, int number) {
    byte[] mark = new byte[SECRET + NUMBER];
    System.arraycopy(secret, 0, mark, 0, SECRET);
    for (int i = 0; i < NUMBER; i++) {
      mark[SECRET + i] = (byte) (number >> (8 * (NUMBER - 1 - i)));
    }
    return mark;
  }

  private static int number(String mark) {
    byte[] bytes = Base64.getDecoder().decode(mark);
    int number = 0;
    for (int i = SECRET; i < bytes.length; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return number;
  }

  /**
   * Writes it in UTF-8.
   *
   * @param out where to; it is not closed
   * @throws BrokenOffContentException if a content turns out to be altered; what was written lacks
   *     its end then
   */
  void write(OutputStream out) throws IOException {
    int done = 0;
    for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, done)) {
      out.write(text.substring(done, at).getBytes(StandardCharsets.UTF_8));
      done = at + MARK;
      BinaryContents.Content content = places.get(number(text.substring(at, done)));
      try (InputStream in = content.from(0);
          OutputStream base64 = Base64.getEncoder().wrap(new Kept(out))) {
        contents.send(content, in, new ByteRange(0, content.bytes() - 1), base64);
      }
    }
    out.write(text.substring(done).getBytes(StandardCharsets.UTF_8));
  }

  /** Closing ends the base64, and not the answer. */
  private static final class Kept extends FilterOutputStream {

    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() {}
  }
}
