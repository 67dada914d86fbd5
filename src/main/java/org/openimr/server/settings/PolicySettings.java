package org.openimr.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where policies come from beside those of the program.
 *
 * @param folder a folder of policies, as YAML or PlanDefinitions in JSON; empty for none
 * @param refresh how often the folder and the shared database are looked at for changes
 */
public record PolicySettings(
    @DefaultValue("") String folder, @DefaultValue("5s") Duration refresh) {

  /** Refuses a folder that is none and times at which nothing would be noticed. */
  public PolicySettings {
    if (!folder.isEmpty() && !Files.isDirectory(Path.of(folder))) {
      throw new IllegalArgumentException("openimr.policies.folder must be a folder that exists");
    }
    if (refresh.compareTo(Duration.ofMillis(100)) < 0
        || refresh.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("openimr.policies.refresh must be 100ms to 1h");
    }
  }
}
