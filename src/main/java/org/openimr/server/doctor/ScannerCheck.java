package org.openimr.server.doctor;

import java.io.IOException;
import org.openimr.server.scan.ScannerPing;
import org.openimr.server.scan.ScannerProbe;
import org.openimr.server.scan.ScannerProbe.Finding;
import org.openimr.server.settings.Settings;

/**
 * Looks whether the virus scanner is there, and whether it looks at what is as large as a content
 * may be: it may call clean what it did not look at.
 */
final class ScannerCheck {

  private static final String ABOUT = "scanner";
  private static final long MEGABYTE = 1024L * 1024;
  // none looks at more
  private static final long MOST = 2047 * MEGABYTE;
  private static final long LITTLE = 10_000;

  private ScannerCheck() {}

  static Symptom of(Settings settings) {
    try {
      if (!ScannerPing.answered(settings.scan())) {
        return Symptom.wrong(
            ABOUT,
            "What answers at openimr.scan.address is no ClamAV daemon; no content is stored until"
                + " one does.");
      }
    } catch (IOException unreachable) {
      return Symptom.wrong(
          ABOUT,
          "Nothing answers at openimr.scan.address; no content is stored until it does. Start the"
              + " daemon, with TCPSocket in its clamd.conf, or take the setting away.");
    }
    long largest = Math.min(MOST, settings.content().largest().toBytes());
    return switch (ScannerProbe.of(settings.scan(), LITTLE)) {
      case FOUND -> large(ScannerProbe.of(settings.scan(), largest), largest / MEGABYTE + " MB");
      case MISSED ->
          Symptom.warn(
              ABOUT,
              "The daemon of openimr.scan.address does not find the harmless text by which scanners"
                  + " are tried; look whether it has its signatures.");
      default -> Symptom.wrong(ABOUT, unanswered("a content of a few bytes"));
    };
  }

  private static Symptom large(Finding finding, String size) {
    return switch (finding) {
      case FOUND ->
          Symptom.ok(
              ABOUT,
              "The daemon of openimr.scan.address finds what it should, also in "
                  + size
                  + " (openimr.content.largest).");
      case TOO_LARGE ->
          Symptom.warn(
              ABOUT,
              "The daemon of openimr.scan.address does not look at a content of "
                  + size
                  + " (openimr.content.largest): such ones are refused. Set StreamMaxLength,"
                  + " MaxFileSize and MaxScanSize in its clamd.conf, or lower openimr.content.largest.");
      case MISSED ->
          Symptom.wrong(
              ABOUT,
              "The daemon of openimr.scan.address calls a content of "
                  + size
                  + " (openimr.content.largest) clean without looking at it: set MaxFileSize and"
                  + " MaxScanSize in its clamd.conf to its StreamMaxLength or more, and"
                  + " AlertExceedsMax.");
      default -> Symptom.warn(ABOUT, unanswered("a content of " + size));
    };
  }

  private static String unanswered(String what) {
    return "The daemon of openimr.scan.address does not say in time whether "
        + what
        + " is clean; raise openimr.scan.timeout, or see what keeps it.";
  }
}
