package org.openimr.server.command.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a command is given. What keeps it from being read is said so that it can be mended.
 */
public final class GivenFile {

  private static final byte MARK = (byte) 0xFE;
  private static final byte OTHER_MARK = (byte) 0xFF;

  private GivenFile() {}

  /**
   * Refuses what cannot be read as a file.
   *
   * @throws UnusableFileException saying why
   */
  static void check(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnusableFileException(file + ": is a folder, no file");
    }
    if (!Files.exists(file)) {
      throw new UnusableFileException(file + ": there is no such file");
    }
    if (!Files.isReadable(file)) {
      throw new UnusableFileException(file + ": may not be read by this user");
    }
  }

  /**
   * Reads a file.
   *
   * @param most how many bytes are read at most
   * @throws UnusableFileException saying why it cannot be used
   */
  public static byte[] read(Path file, int most) {
    check(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.isRegularFile(file) && Files.size(file) > most) {
        throw tooLarge(file.toString(), most);
      }
      return fit(file.toString(), in.readNBytes(most + 1), most);
    } catch (IOException unreadable) {
      throw new UnusableFileException(file + ": cannot be read");
    }
  }

  /**
   * Refuses what can be of no use, by the beginning of it, however large it is.
   *
   * @throws UnusableFileException saying why
   */
  public static void peek(Path file) {
    check(file);
    try (InputStream in = Files.newInputStream(file)) {
      fit(file.toString(), in.readNBytes(2), 2);
    } catch (IOException unreadable) {
      throw new UnusableFileException(file + ": cannot be read");
    }
  }

  /** What was read, if it can be of use. */
  public static byte[] fit(String name, byte[] read, int most) {
    if (read.length > most) {
      throw tooLarge(name, most);
    }
    if (read.length == 0) {
      throw new UnusableFileException(name + ": is empty");
    }
    if (read.length > 1
        && (read[0] == MARK && read[1] == OTHER_MARK || read[0] == OTHER_MARK && read[1] == MARK)) {
      throw new UnusableFileException(name + ": is in UTF-16; save it as UTF-8");
    }
    return read;
  }

  /** Reads a text. */
  public static String text(Path file, int most) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(read(file, most)))
          .toString();
    } catch (CharacterCodingException other) {
      throw new UnusableFileException(file + ": is no text in UTF-8");
    }
  }

  private static UnusableFileException tooLarge(String name, int most) {
    return new UnusableFileException(
        name + ": is larger than " + most + " bytes, the most that is read");
  }
}
