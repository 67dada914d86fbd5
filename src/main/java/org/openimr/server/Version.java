package org.openimr.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as its build recorded it. */
public final class Version {

  /** Such as {@code 0.1.0}; {@code development} where it runs from class files. */
  public static final String OF_THIS_PROGRAM = recorded();

  private Version() {}

  private static String recorded() {
    Properties build = new Properties();
    try (InputStream record =
        Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
      if (record != null) {
        build.load(record);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return build.getProperty("build.version", "development");
  }
}
