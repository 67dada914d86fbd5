package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.fhir.json.Base64Sink;

/**
 * A resource as JSON, whose contents that are kept apart are filled in while it is written,
 * straight from where they are kept, so that they are never in memory together.
 */
public final class FilledJson {

  private final BinaryContents contents;
  private final String text;
  private final MarkedContents marked;
  private final List<BinaryContents.Content> places;

  private FilledJson(
      BinaryContents contents,
      String text,
      MarkedContents marked,
      List<BinaryContents.Content> places) {
    this.contents = contents;
    this.text = text;
    this.marked = marked;
    this.places = places;
  }

  /**
   * Prepares it, and sees that each content is where it was stored.
   *
   * @param resource the resource, which is left as it is; contents that it names are the server's
   * @param shape makes of its JSON what is written; contents are strings in it
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if one is lost
   */
  static FilledJson of(
      Resource resource,
      FhirContext context,
      BinaryContents contents,
      UnaryOperator<String> shape) {
    try (MarkedContents marked = MarkedContents.of(resource)) {
      List<BinaryContents.Content> places =
          marked.places().stream()
              .map(place -> contents.of(place.about(), null, place.content()))
              .toList();
      String text =
          context
              .newJsonParser()
              .setOverrideResourceIdWithBundleEntryFullUrl(false)
              .encodeResourceToString(resource);
      return new FilledJson(contents, shape.apply(text), marked, places);
    }
  }

  /**
   * Writes it in UTF-8.
   *
   * @param out where to; it is not closed
   * @throws BrokenOffContentException if a content turns out to be altered, or cannot be read any
   *     more; what was written lacks its end then
   */
  public void write(OutputStream out) throws IOException {
    write(piece -> out.write(piece.getBytes(StandardCharsets.UTF_8)), out);
  }

  /**
   * Writes it as text.
   *
   * @param out where to; it is not closed
   * @throws BrokenOffContentException as above
   */
  public void write(Writer out) throws IOException {
    write(
        out::write,
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            out.write(one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(new String(bytes, offset, length, StandardCharsets.US_ASCII));
          }
        });
  }

  @FunctionalInterface
  private interface Text {
    void write(String piece) throws IOException;
  }

  private void write(Text rest, OutputStream encoded) throws IOException {
    int done = 0;
    String secret = marked.beginning();
    for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, done)) {
      rest.write(text.substring(done, at));
      done = at + MarkedContents.LENGTH;
      BinaryContents.Content content = places.get(marked.number(text.substring(at, done)));
      try (InputStream in = opened(content)) {
        Base64Sink base64 =
            new Base64Sink(
                Base64.getEncoder(),
                (bytes, offset, length) -> write(encoded, bytes, offset, length));
        contents.send(content, in, new ByteRange(0, content.bytes() - 1), base64.stream());
        base64.end();
      } catch (UncheckedIOException unwritable) {
        throw unwritable.getCause();
      }
    }
    rest.write(text.substring(done));
  }

  // a part has been written already
  private static InputStream opened(BinaryContents.Content content)
      throws BrokenOffContentException {
    try {
      return content.from(0);
    } catch (BaseServerResponseException unavailable) {
      throw new BrokenOffContentException("a content cannot be read any more");
    }
  }

  private static void write(OutputStream out, byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
