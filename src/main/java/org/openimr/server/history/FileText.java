package org.openimr.server.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file is before it is read: its encoding and the hash of its bytes. A file that is UTF-8
 * from its first byte to its last is UTF-8, or that begins with the mark of it; any other is
 * Windows-1252, of which ISO 8859-1 is a part as far as letters go.
 *
 * @param file the file
 * @param encoding its encoding
 * @param hash SHA-256 of its bytes, in hexadecimal digits
 * @param size how many bytes it has
 */
record FileText(Path file, Charset encoding, String hash, long size) {

  private static final int AT_ONCE = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  static FileText of(Path file) throws IOException {
    MessageDigest digest = sha256();
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(AT_ONCE);
    CharBuffer nowhere = CharBuffer.allocate(AT_ONCE);
    boolean utf8 = true;
    boolean marked = false;
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.read(bytes.array(), 0, AT_ONCE);
      while (read >= 0) {
        int from = bytes.position();
        digest.update(bytes.array(), from, read);
        if (size == 0) {
          marked = read >= MARK.length && bytes.slice(0, MARK.length).equals(ByteBuffer.wrap(MARK));
        }
        size += read;
        if (utf8) {
          bytes.limit(from + read).position(0);
          utf8 = !decoder.decode(bytes, nowhere.clear(), false).isError();
          bytes.compact();
        } else {
          bytes.clear();
        }
        read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      }
      utf8 = utf8 && !decoder.decode(bytes.flip(), nowhere.clear(), true).isError();
    }
    return new FileText(
        file,
        utf8 || marked ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"),
        HexFormat.of().formatHex(digest.digest()),
        size);
  }

  /** Opens the text; what cannot be decoded is U+FFFD. */
  BufferedReader open() throws IOException {
    BufferedReader text =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), encoding), AT_ONCE);
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    return text;
  }

  static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
