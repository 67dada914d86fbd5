package org.openimr.server.artifact;

import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.openimr.core.report.PublicFormat;
import org.openimr.fhir.policy.text.catalogue.PublicFormatReader;
import org.openimr.fhir.report.PublicRowReader;

/**
 * How public rows are made, as it travels inside the program.
 *
 * @param format how the public file says things
 * @param rows makes them
 * @param edition a hash of all that they are made by
 */
public record PackagedReport(PublicFormat format, PublicRowReader rows, String edition) {

  private static final String FORMAT = "report/public-format.yaml";
  private static final String WORDS = "report/plain-words.list";

  /** Counts up when code makes other rows of the same data. */
  private static final String PROGRAM = "2";

  /**
   * Reads it.
   *
   * @return what makes public rows
   * @throws RuntimeException naming what is wrong with it; the server does not start
   */
  public static PackagedReport read() {
    PackagedFiles files = new PackagedFiles();
    PublicFormat format =
        PublicFormatReader.read(FORMAT, files.texts(FORMAT, "").get(0), PackagedReport::categories);
    return new PackagedReport(
        format,
        new PublicRowReader(format, PublicFormatReader.words(files.texts(WORDS, "").get(0))),
        DigestUtils.sha256Hex(PROGRAM + String.join("\0", files.texts("report/", ""))));
  }

  private static org.openimr.core.report.CategoryEdition categories(String edition) {
    String name = "report/categories-" + edition + ".yaml";
    List<String> found = new PackagedFiles().texts(name, "");
    if (found.isEmpty()) {
      throw new IllegalStateException(FORMAT + ": there is no " + name);
    }
    return PublicFormatReader.categories(name, found.get(0));
  }
}
