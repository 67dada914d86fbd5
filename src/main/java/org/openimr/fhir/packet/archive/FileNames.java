package org.openimr.fhir.packet.archive;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of files that every system can keep and people can read: small letters, digits and hyphens,
 * the number of the document first, a known ending last.
 */
final class FileNames {

  static final String FOLDER = "documents/";

  private static final int LONGEST = 60;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-|-$");

  /** What opens as more than a picture of paper or plain text gets no ending that would open it. */
  private static final Map<String, String> ENDINGS =
      Map.of(
          "application/pdf", "pdf",
          "text/plain", "txt",
          "image/png", "png",
          "image/jpeg", "jpg",
          "image/tiff", "tif");

  private FileNames() {}

  static String of(int number, String title, String type) {
    String plain =
        OTHERS
            .matcher(
                MARKS
                    .matcher(Normalizer.normalize(title, Normalizer.Form.NFD))
                    .replaceAll("")
                    .toLowerCase(Locale.ROOT))
            .replaceAll("-");
    plain = EDGES.matcher(plain).replaceAll("");
    if (plain.length() > LONGEST) {
      plain = EDGES.matcher(plain.substring(0, LONGEST)).replaceAll("");
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return FOLDER
        + String.format(Locale.ROOT, "%03d", number)
        + "-"
        + (plain.isEmpty() ? "document" : plain)
        + "."
        + ENDINGS.getOrDefault(media, "bin");
  }
}
