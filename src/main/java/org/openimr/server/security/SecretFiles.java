package org.openimr.server.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only the user who runs the server can read, where the system knows of that. */
public final class SecretFiles {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private SecretFiles() {}

  /** Writes a new file, and the folders above it. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a new file, and the folders above it. */
  public static void write(Path file, byte[] content) throws IOException {
    folder(file.toAbsolutePath().getParent());
    Files.createFile(file, only("rw-------"));
    Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Makes a folder, and those above it, where there is none. */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, only("rwx------"));
  }

  private static FileAttribute<?>[] only(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
