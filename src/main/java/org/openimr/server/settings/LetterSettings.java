package org.openimr.server.settings;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where letters go that were sent.
 *
 * @param directory folder into which they are dropped for their carrier, created if it is not
 *     there; empty for {@code letters} in the folder of the data
 */
public record LetterSettings(@DefaultValue("") String directory) {

  /** The folder. */
  public Path folder(DataSettings data) {
    return directory.isEmpty() ? data.directory().resolve("letters") : Path.of(directory);
  }
}
