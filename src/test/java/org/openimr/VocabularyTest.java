package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.PackageFiles.BASE;
import static org.openimr.PackageFiles.codes;
import static org.openimr.PackageFiles.property;
import static org.openimr.PackageFiles.resources;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendarReader;

/** Guards the words of the package: codes, rules and calendars. */
class VocabularyTest {

  private final List<String> problems = new ArrayList<>();

  @Test
  void codeSystemsAreCountedAndDefined() {
    for (JsonNode system : resources("CodeSystem")) {
      String id = system.path("id").asText();
      Set<String> seen = new HashSet<>();
      for (JsonNode concept : system.path("concept")) {
        String code = id + "#" + concept.path("code").asText();
        checkThat(seen.add(code), code + " stands twice");
        checkThat(concept.path("definition").asText().length() > 3, code + " has no definition");
        checkThat(concept.has("display"), code + " has no display");
      }
      checkThat(system.path("count").asInt() == seen.size(), id + " is not counted right");
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyRuleNamesItsDocument() {
    for (JsonNode rule : PackageFiles.codeSystem("imr-rule").path("concept")) {
      checkThat(
          property(rule, "source-document").size() == 1,
          rule.path("code").asText() + " has no source");
    }
    Set<String> rules = codes().get(BASE + "CodeSystem/imr-rule");
    for (JsonNode element : PackageFiles.codeSystem("imr-packet-element").path("concept")) {
      checkThat(rules.containsAll(property(element, "rule")), element.path("code").asText());
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyCalendarIsNamedAndReads() {
    Set<String> read = new TreeSet<>();
    for (Path file : PackageFiles.files(".txt")) {
      HolidayCalendar calendar =
          HolidayCalendarReader.read(PackageFiles.text(file).lines().toList());
      checkThat(file.endsWith(calendar.id() + ".txt"), file + " holds " + calendar.id());
      read.add(calendar.id());
    }
    assertThat(problems).isEmpty();
    assertThat(read).isEqualTo(new TreeSet<>(codes().get(BASE + "CodeSystem/imr-calendar")));
  }

  private void checkThat(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
