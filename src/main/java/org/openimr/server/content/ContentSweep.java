package org.openimr.server.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openimr.fhir.content.StoredContent;

/**
 * Takes away contents that nothing refers to: of a write that failed after its content was stored.
 *
 * <p>It may run beside servers that store contents, the same ones as well: {@link ContentArrivals}
 * says why.
 */
public final class ContentSweep {

  /** The shortest time after which a content may be called idle: no write takes as long. */
  public static final Duration SHORTEST = Duration.ofHours(13);

  private final ContentStore store;
  private final ContentArrivals arrivals;
  private final Path parts;

  ContentSweep(ContentStore store, ContentArrivals arrivals, Path folder) {
    this.store = store;
    this.arrivals = arrivals;
    this.parts = folder.toAbsolutePath().resolve(ContentParts.FOLDER);
  }

  /**
   * What was found, and done.
   *
   * @param kept how many contents something refers to
   * @param young how many nothing refers to that were stored too lately to be judged
   * @param idle contents that nothing refers to, stored before that
   * @param parts how many files there are of contents that never arrived as a whole
   * @param doubtful whether nothing was deleted because more would have gone than stayed
   * @param deleted how many contents and parts were deleted
   */
  public record Report(
      long kept, long young, List<Idle> idle, long parts, boolean doubtful, long deleted) {}

  /**
   * A content that nothing refers to.
   *
   * @param content which one
   * @param stored when it was stored
   */
  public record Idle(StoredContent content, Instant stored) {}

  /**
   * Looks for them.
   *
   * @param before stored before this they are idle, later ones may be being written
   * @param delete whether they are deleted
   * @param most whether they are even if more go than stay
   * @throws IOException if contents cannot be listed or deleted
   */
  public Report sweep(Instant before, boolean delete, boolean most) throws IOException {
    long[] kept = {0};
    long[] young = {0};
    List<Idle> idle = new ArrayList<>();
    store.each(
        (content, stored) -> {
          if (arrivals.used(content.sha256())) {
            kept[0]++;
          } else if (!stored.isBefore(before) || arrivals.since(content.sha256(), before)) {
            young[0]++;
          } else {
            idle.add(new Idle(content, stored));
          }
        });
    // more is lost than kept where the database is another one than that of the contents
    boolean doubtful = delete && !most && idle.size() > kept[0];
    boolean deleting = delete && !doubtful;
    long deleted = 0;
    for (Idle each : deleting ? idle : List.<Idle>of()) {
      String sha256 = each.content().sha256();
      if (arrivals.sweep(sha256, before, () -> store.delete(sha256))) {
        deleted++;
      }
    }
    List<Path> leftOver = leftOver(before);
    for (Path each : deleting ? leftOver : List.<Path>of()) {
      deleted += Files.deleteIfExists(each) ? 1 : 0;
    }
    return new Report(kept[0], young[0], List.copyOf(idle), leftOver.size(), doubtful, deleted);
  }

  private List<Path> leftOver(Instant before) throws IOException {
    if (!Files.isDirectory(parts)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(parts)) {
      for (Path each : all.toList()) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          found.add(each);
        }
      }
    }
    return found;
  }
}
