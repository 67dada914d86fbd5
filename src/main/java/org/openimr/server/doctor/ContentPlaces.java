package org.openimr.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openimr.server.content.BucketProbe;
import org.openimr.server.content.BucketProbe.Step;
import org.openimr.server.settings.Settings;

/**
 * Looks at where contents are kept and shown to a scanner. It writes a few bytes there, reads them
 * and deletes them; a folder that is not there yet it does not make.
 */
final class ContentPlaces {

  private static final long MEGABYTE = 1024L * 1024;
  private static final byte[] PROBE = {1, 2, 3};

  private final Settings settings;
  private final List<Symptom> found = new ArrayList<>();

  ContentPlaces(Settings settings) {
    this.settings = settings;
  }

  List<Symptom> all() {
    folder();
    if (settings.objectStore().on()) {
      bucket();
    }
    if (settings.scan().on()) {
      found.add(ScannerCheck.of(settings));
    }
    return found;
  }

  private void folder() {
    String given = settings.content().directory();
    Path folder = given.isEmpty() ? settings.data().directory().resolve("content") : Path.of(given);
    Path there = folder.toAbsolutePath().normalize();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    String fault = there == null ? "cannot be made" : probed(there, Files.exists(folder));
    if (fault != null) {
      found.add(
          Symptom.wrong(
              "contents",
              "The folder of openimr.content.directory "
                  + fault
                  + "; give it to the user of the server."));
      return;
    }
    space(there.toFile().getUsableSpace());
  }

  private static String probed(Path there, boolean whole) {
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return "cannot be written";
    }
    if (!whole) {
      return null;
    }
    Path probe = null;
    try {
      probe = Files.createTempFile(there, "doctor", ".probe");
      Files.write(probe, PROBE);
      return Arrays.equals(Files.readAllBytes(probe), PROBE) ? null : "does not give back";
    } catch (IOException failed) {
      return "cannot be written and read";
    } finally {
      delete(probe);
    }
  }

  private static void delete(Path probe) {
    try {
      if (probe != null) {
        Files.deleteIfExists(probe);
      }
    } catch (IOException kept) {
      probe.toFile().deleteOnExit();
    }
  }

  private void space(long free) {
    long reserve = settings.content().reserve().toBytes();
    long largest = settings.content().largest().toBytes();
    String said = free / MEGABYTE + " MB are free where contents arrive";
    if (free < reserve) {
      found.add(
          Symptom.wrong(
              "contents",
              said
                  + ", less than openimr.content.reserve ("
                  + reserve / MEGABYTE
                  + " MB): every content is refused. Make room."));
    } else if (free - reserve < largest) {
      found.add(
          Symptom.warn(
              "contents",
              said
                  + ": beside openimr.content.reserve there is no room for one of"
                  + " openimr.content.largest ("
                  + largest / MEGABYTE
                  + " MB). Make room, or lower it."));
    } else {
      found.add(Symptom.ok("contents", said + ", and can be written."));
    }
  }

  private void bucket() {
    Map<Step, String> faults = BucketProbe.of(settings.objectStore());
    if (faults.containsKey(Step.WRITE) || faults.containsKey(Step.READ)) {
      boolean write = faults.containsKey(Step.WRITE);
      found.add(
          Symptom.wrong(
              "bucket",
              "That an object is "
                  + (write ? "put into" : "got from")
                  + " openimr.object-store.bucket "
                  + faults.get(write ? Step.WRITE : Step.READ)
                  + "; look at its endpoint, region and key, and whether the key may "
                  + (write ? "PutObject." : "GetObject.")));
      return;
    }
    if (faults.containsKey(Step.LIST)) {
      found.add(
          Symptom.warn(
              "bucket",
              "That its objects are listed "
                  + faults.get(Step.LIST)
                  + ": a content that is missing cannot be told from one that is refused; let the"
                  + " key ListBucket."));
    }
    if (faults.containsKey(Step.DELETE)) {
      found.add(
          Symptom.warn(
              "bucket",
              "That an object is deleted "
                  + faults.get(Step.DELETE)
                  + ": contents sweep cannot delete, and doctor/probe stays there; let the key"
                  + " DeleteObject if you sweep."));
    }
    if (faults.isEmpty()) {
      found.add(Symptom.ok("bucket", "An object was put, got, listed and deleted."));
    }
  }
}
