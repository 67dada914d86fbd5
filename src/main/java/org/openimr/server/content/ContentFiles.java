package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.security.SecretFiles;

/**
 * Contents as files in a folder, each under its SHA-256. A file is written under another name,
 * brought to the disk and then renamed, so that what bears such a name is whole.
 */
public final class ContentFiles implements ContentStore {

  private final Path folder;
  private final ContentParts parts;

  /**
   * Makes it.
   *
   * @param folder where the files are; made when it is needed
   * @param parts where they arrive, on the same disk
   */
  ContentFiles(Path folder, ContentParts parts) {
    this.folder = folder.toAbsolutePath();
    this.parts = parts;
  }

  @Override
  public StoredContent put(InputStream content) throws IOException {
    try (ContentParts.Part part = parts.receive(content)) {
      finish(part.file(), file(part.content().sha256()), part.content().bytes());
      return part.content();
    }
  }

  private static void finish(Path part, Path file, long bytes) {
    try {
      if (!Files.exists(file) || Files.size(file) != bytes) {
        SecretFiles.folder(file.getParent());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  @Override
  public OptionalLong size(String sha256) throws IOException {
    try {
      return OptionalLong.of(Files.size(file(sha256)));
    } catch (NoSuchFileException missing) {
      return OptionalLong.empty();
    }
  }

  @Override
  public InputStream read(StoredContent content, long from) throws IOException {
    FileChannel channel = FileChannel.open(file(content.sha256()), StandardOpenOption.READ);
    try {
      return Channels.newInputStream(channel.position(from));
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> groups = Files.list(folder)) {
      for (Path group : groups.filter(each -> named(each, "[0-9a-f]{2}")).toList()) {
        try (Stream<Path> files = Files.list(group)) {
          for (Path file : files.filter(each -> named(each, "[0-9a-f]{64}")).toList()) {
            visit(file, visitor);
          }
        }
      }
    }
  }

  private static boolean named(Path file, String pattern) {
    return file.getFileName().toString().matches(pattern);
  }

  private static void visit(Path file, Visitor visitor) throws IOException {
    StoredContent content;
    Instant stored;
    try {
      content = new StoredContent(file.getFileName().toString(), Files.size(file));
      stored = Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException gone) {
      return;
    }
    visitor.visit(content, stored);
  }

  @Override
  public void delete(String sha256) throws IOException {
    Files.deleteIfExists(file(sha256));
  }

  private Path file(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
