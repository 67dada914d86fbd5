package org.openimr.fhir.policy.text.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns the bytes of a file into text, or says where they are none. */
public final class SourceText {

  private SourceText() {}

  /**
   * Reads bytes as text in UTF-8.
   *
   * @param file the name of the file, for the message
   * @param bytes its content
   * @return the text
   * @throws UnreadablePolicyTextException naming the line of the first byte that is no text
   */
  public static String of(String file, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult end = decoder.decode(in, text, true);
    if (end.isError()) {
      int bad = bytes[in.position()] & 0xFF;
      throw refused(
          file,
          bytes,
          in.position(),
          "is no text in UTF-8: byte %02X stands here; save the file as UTF-8".formatted(bad));
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw refused(file, bytes, i, "is no text: a NUL character (byte 00) stands here");
      }
    }
    return text.flip().toString();
  }

  private static UnreadablePolicyTextException refused(
      String file, byte[] bytes, int place, String message) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < place; i++) {
      boolean ends = bytes[i] == '\n';
      line += ends ? 1 : 0;
      column = ends ? 1 : column + 1;
    }
    return new UnreadablePolicyTextException(
        List.of(new PolicyProblem(file, line, "", message + " (byte " + column + " of the line)")));
  }
}
