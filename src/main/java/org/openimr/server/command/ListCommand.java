package org.openimr.server.command;

import java.time.LocalDate;
import org.openimr.core.policy.ReviewPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the policies that come with the program. */
@Command(name = "list", description = "Lists the policies that come with the program")
final class ListCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    for (ReviewPolicy policy : PolicyFile.known().policies().all()) {
      ReviewPolicy.Header header = policy.header();
      spec.commandLine()
          .getOut()
          .printf(
              "%-20s %-12s %s to %s  %s%n",
              header.code(),
              header.version(),
              day(header.inForceFrom()),
              day(header.inForceTo()),
              header.title());
    }
  }

  private static String day(LocalDate date) {
    return date == null ? "-         " : date.toString();
  }
}
