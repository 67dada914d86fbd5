package org.openimr.server.command;

import java.time.LocalDate;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.server.artifact.PackagedTexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the policies that come with the program, and the laws that they may name. */
@Command(
    name = "list",
    description = "Lists the policies that come with the program, and the laws that they may name")
final class ListCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PackagedTexts known = new PackagedTexts();
    for (PolicyText policy : known.policies()) {
      PolicyHeader header = policy.header();
      line(
          header.policy(),
          header.version(),
          header.inForceFrom(),
          header.inForceUntil(),
          header.title());
    }
    for (LawText law : known.laws().all()) {
      line(law.law(), law.version(), null, null, law.title());
    }
  }

  private void line(String code, String version, LocalDate from, LocalDate until, String title) {
    spec.commandLine()
        .getOut()
        .printf("%-24s %-12s %s to %s  %s%n", code, version, day(from), day(until), title);
  }

  private static String day(LocalDate date) {
    return date == null ? "-         " : date.toString();
  }
}
