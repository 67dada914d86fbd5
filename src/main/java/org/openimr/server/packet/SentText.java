package org.openimr.server.packet;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text that somebody sent, in the characters that it says it is of; UTF-8 unless it does. */
final class SentText {

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  private SentText() {}

  /**
   * Reads it.
   *
   * @param type its content type, perhaps with a charset
   * @param data its bytes; a mark of UTF-16 at their beginning says more than the type
   * @return the text; what cannot be read stands as U+FFFD
   */
  static String of(String type, byte[] data) {
    return new String(data, charset(type, data));
  }

  private static Charset charset(String type, byte[] data) {
    if (data.length > 1 && (data[0] == -1 && data[1] == -2 || data[0] == -2 && data[1] == -1)) {
      return StandardCharsets.UTF_16;
    }
    Matcher said = CHARSET.matcher(type);
    try {
      return said.find() ? Charset.forName(said.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
