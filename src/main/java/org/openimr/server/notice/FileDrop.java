package org.openimr.server.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Drops letters as files for a print shop or fax server to fetch: a folder for each letter, named
 * by its id, with the PDF of each language and what the carrier must know. The folder appears when
 * all of it is there.
 */
final class FileDrop implements LetterGateway {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KINDS = Set.of("application/pdf");

  private final Path directory;

  FileDrop(Path directory) {
    this.directory = directory;
  }

  @Override
  public void hand(OutgoingLetter letter) throws IOException {
    if (!letter.id().matches("[A-Za-z0-9-]{1,64}")) {
      throw new IOException("a letter is not named by its id");
    }
    Path whole = directory.resolve(letter.id());
    if (Files.isDirectory(whole)) {
      // it was handed over, and the note of that was lost
      return;
    }
    Files.createDirectories(directory);
    Path part = directory.resolve(".part-" + letter.id());
    remove(part);
    Files.createDirectory(part);
    onlyForUs(part);
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("letter", letter.id());
    manifest.put("medium", letter.way());
    ArrayNode address = manifest.putArray("to");
    letter.address().forEach(address::add);
    ArrayNode files = manifest.putArray("files");
    for (OutgoingLetter.Content content : letter.contents()) {
      if (KINDS.contains(content.type()) && content.language().matches("[a-z]{2}")) {
        String name = content.language() + ".pdf";
        Files.write(part.resolve(name), content.bytes());
        files.addObject().put("name", name).put("sha256", content.sha256());
      }
    }
    Files.write(
        part.resolve("letter.json"),
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(manifest)
            .getBytes(StandardCharsets.UTF_8));
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      remove(part);
    }
  }

  private static void onlyForUs(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
