package org.openimr.fhir.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/** Bytes that are kept elsewhere and are base64 where they stand in JSON. */
public final class Base64Text extends LongText {

  private static final long serialVersionUID = 1L;

  private final transient Consumer<ByteSink> source;

  /**
   * Names them.
   *
   * @param source gives the bytes, each time anew
   */
  public Base64Text(Consumer<ByteSink> source) {
    this.source = source;
  }

  /** Gives the bytes themselves. */
  void bytes(ByteSink sink) {
    source.accept(sink);
  }

  @Override
  public void to(ByteSink sink) {
    Base64Sink encoded = new Base64Sink(Base64.getEncoder(), sink);
    source.accept(encoded);
    encoded.end();
  }

  @Override
  public String asText() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    to(text::write);
    return text.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Base64Text text && asText().equals(text.asText());
  }
}
