package org.openimr.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The files that travel inside the program beneath {@code profiles/}, looked up once. */
final class PackagedFiles {

  private static final String ROOT = "profiles/";
  private static final String ONE = ROOT + "package.json";

  private final ClassLoader program = Thread.currentThread().getContextClassLoader();
  private final SortedSet<String> paths = new TreeSet<>();

  PackagedFiles() {
    URL one = program.getResource(ONE);
    try {
      if (one.openConnection() instanceof JarURLConnection jar) {
        jar.getJarFile().stream()
            .map(ZipEntry::getName)
            .map(name -> name.substring(name.lastIndexOf(ROOT) < 0 ? 0 : name.indexOf(ROOT)))
            .filter(name -> name.startsWith(ROOT) && !name.endsWith("/"))
            .forEach(name -> paths.add(name.substring(ROOT.length())));
      } else {
        find(Path.of(one.toURI()).getParent());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void find(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> paths.add(folder.relativize(file).toString().replace('\\', '/')));
    }
  }

  /** The texts of the files whose paths begin and end so, in the order of the paths. */
  List<String> texts(String beginning, String ending) {
    return paths.tailSet(beginning).stream()
        .takeWhile(path -> path.startsWith(beginning))
        .filter(path -> path.endsWith(ending))
        .map(this::text)
        .toList();
  }

  private String text(String path) {
    try (InputStream content = program.getResourceAsStream(ROOT + path)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
