package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.openimr.server.scan.ContentScanner;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.DatabaseConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** Contents that are kept apart from the database. */
@Configuration(proxyBeanMethods = false)
public class ContentConfig {

  private static final String IN_MEMORY = "jdbc:h2:mem:";

  /** Where they are kept. */
  @Bean
  public ContentStore contentStore(
      ContentFolder folder, ContentArrivals arrivals, Settings settings) {
    ContentParts parts =
        new ContentParts(folder.path(), settings.content().reserve().toBytes(), arrivals);
    return settings.objectStore().on()
        ? new ContentBucket(settings.objectStore(), parts)
        : new ContentFiles(folder.path(), parts);
  }

  /** When they were stored; after the tables are made. */
  @Bean
  @DependsOn("dataSource")
  ContentArrivals contentArrivals(Settings settings) {
    return new ContentArrivals(DatabaseConfig.beside(settings), Clock.systemUTC());
  }

  /** Takes away what nothing refers to. */
  @Bean
  public ContentSweep contentSweep(
      ContentStore store, ContentArrivals arrivals, ContentFolder folder) {
    return new ContentSweep(store, arrivals, folder.path());
  }

  /**
   * The folder of the contents.
   *
   * @param path where it is
   * @param passing whether it goes when the server stops, as a database in memory does
   */
  public record ContentFolder(Path path, boolean passing) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      if (passing) {
        FileSystemUtils.deleteRecursively(path);
      }
    }
  }

  /** Which folder that is. */
  @Bean
  public ContentFolder contentFolder(Settings settings) {
    String given = settings.content().directory();
    if (!given.isEmpty()) {
      return new ContentFolder(Path.of(given), false);
    }
    if (!settings.database().url().startsWith(IN_MEMORY)) {
      return new ContentFolder(settings.data().directory().resolve("content"), false);
    }
    try {
      return new ContentFolder(Files.createTempDirectory("openimr-content"), true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Which resources hold them. */
  @Bean
  public ContentUses contentUses(JdbcTemplate jdbc) {
    return new ContentUses(jdbc);
  }

  /** Tells names that the server wrote. */
  @Bean
  ContentProof contentProof() {
    return new ContentProof();
  }

  /** Reads them. */
  @Bean
  public ContentReading contentReading(ContentStore store, ContentProof proof, Settings settings) {
    return new ContentReading(store, proof, settings.limits().bodySize().toBytes());
  }

  /** Takes them out and puts them back. */
  @Bean
  public ContentInterceptor contentInterceptor(
      ContentStore store,
      ContentUses uses,
      ContentProof proof,
      ContentReading reading,
      Settings settings,
      IInterceptorService interceptors) {
    ContentInterceptor contents =
        new ContentInterceptor(
            store, uses, proof, reading, settings.content().threshold().toBytes());
    interceptors.registerInterceptor(contents);
    return contents;
  }

  /** Puts them into what is patched. */
  @Bean
  public PatchedContents patchedContents(
      ContentReading reading, Settings settings, IInterceptorService interceptors) {
    PatchedContents patched = new PatchedContents(reading, settings.limits().bodySize().toBytes());
    interceptors.registerInterceptor(patched);
    return patched;
  }

  /** Gives contents by themselves. */
  @Bean
  public BinaryAnswers binaryAnswers(ContentStore store, Settings settings) {
    return new BinaryAnswers(new BinaryContents(store, settings.content().transferTime()));
  }

  /** Puts contents into what is answered at the very end. */
  @Bean
  public FilledAnswers filledAnswers(
      FhirContext context, ContentReading reading, ContentStore store, Settings settings) {
    return new FilledAnswers(
        context, reading, new BinaryContents(store, settings.content().transferTime()));
  }

  /** Takes contents by themselves. */
  @Bean
  public BinaryUpload binaryUpload(
      FhirContext context,
      ContentStore store,
      ContentProof proof,
      ContentScanner scanner,
      Settings settings) {
    return new BinaryUpload(
        new UploadLimits(
            settings.content().largest().toBytes(),
            settings.content().transferTime(),
            settings.limits().requestTime()),
        new ContentIntake(
            context, store, proof, scanner, (int) settings.content().threshold().toBytes()));
  }

  /** Looks whether all are there and unaltered. */
  @Bean
  public ContentCheck contentCheck(ContentStore store, ContentUses uses) {
    return new ContentCheck(store, uses);
  }
}
