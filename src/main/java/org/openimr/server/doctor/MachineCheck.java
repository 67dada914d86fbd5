package org.openimr.server.doctor;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Looks at the machine that the server is to run on. */
final class MachineCheck {

  private static final int OLDEST_JAVA = 17;
  private static final long MEGABYTE = 1024L * 1024;
  private static final long LEAST_HEAP = 500;

  private MachineCheck() {}

  static List<Symptom> of() {
    List<Symptom> found = new ArrayList<>();
    int java = Runtime.version().feature();
    found.add(
        java >= OLDEST_JAVA
            ? Symptom.ok("java", "Java " + Runtime.version() + ".")
            : Symptom.wrong("java", "Java " + java + "; 17 or newer is needed."));
    long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
    found.add(
        heap >= LEAST_HEAP
            ? Symptom.ok("memory", heap + " MB may be used; give another limit with -Xmx.")
            : Symptom.wrong("memory", heap + " MB may be used; give at least -Xmx512m."));
    found.add(
        zonesAreRight()
            ? Symptom.ok("zones", "Clocks change in California as the law has it.")
            : Symptom.wrong(
                "zones", "The time zones of this Java are not those of California; update it."));
    return found;
  }

  /** On the days on which clocks are changed in 2026, by 15 U.S.C. 260a. */
  private static boolean zonesAreRight() {
    var rules = ZoneId.of("America/Los_Angeles").getRules();
    return rules.getOffset(LocalDateTime.of(2026, 3, 8, 1, 59)).equals(ZoneOffset.ofHours(-8))
        && rules.getOffset(LocalDateTime.of(2026, 3, 8, 3, 1)).equals(ZoneOffset.ofHours(-7))
        && rules.getOffset(LocalDateTime.of(2026, 11, 1, 2, 1)).equals(ZoneOffset.ofHours(-8));
  }
}
