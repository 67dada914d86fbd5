package org.openimr.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A FHIR definition that travels inside the program.
 *
 * @param path where it stands beneath {@code profiles/}
 * @param json its text
 * @param sha256 hexadecimal hash of its bytes
 */
record ArtifactFile(String path, String json, String sha256) {

  // Search parameters first, so that what follows is indexed by them; code systems before the value
  // sets that draw on them.
  private static final List<String> ORDER =
      List.of("SearchParameter-", "CodeSystem-", "ValueSet-", "StructureDefinition-");

  /** All definitions in the program, in the order to load them. */
  static List<ArtifactFile> all() {
    try {
      Resource[] files =
          new PathMatchingResourcePatternResolver().getResources("classpath*:profiles/**/*-*.json");
      return Arrays.stream(files)
          .map(ArtifactFile::read)
          .filter(file -> file.json().contains("\"resourceType\""))
          .sorted(Comparator.comparing(ArtifactFile::rank).thenComparing(ArtifactFile::path))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private int rank() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (int i = 0; i < ORDER.size(); i++) {
      if (name.startsWith(ORDER.get(i))) {
        return i;
      }
    }
    return ORDER.size();
  }

  private static ArtifactFile read(Resource file) {
    try (InputStream content = file.getInputStream()) {
      byte[] bytes = content.readAllBytes();
      String address = file.getURL().toString();
      return new ArtifactFile(
          address.substring(address.lastIndexOf("/profiles/") + "/profiles/".length()),
          new String(bytes, StandardCharsets.UTF_8),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
