package org.openimr.server.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.LocalDate;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.server.artifact.PackagedTexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the policies that come with the program, and the laws that they may name. */
@Command(
    name = "list",
    description = "Lists the policies that come with the program, and the laws that they may name")
final class ListCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  private final ArrayNode all = new ObjectMapper().createArrayNode();

  @Override
  public void run() {
    PackagedTexts known = new PackagedTexts();
    for (PolicyText policy : known.policies()) {
      PolicyHeader header = policy.header();
      line(
          "policy",
          header.policy(),
          header.version(),
          header.inForceFrom(),
          header.inForceUntil(),
          header.title());
    }
    for (LawText law : known.laws().all()) {
      line("law", law.law(), law.version(), null, null, law.title());
    }
    if (json) {
      spec.commandLine().getOut().println(all.toPrettyString());
    }
  }

  private void line(
      String kind, String code, String version, LocalDate from, LocalDate until, String title) {
    if (json) {
      all.addObject()
          .put("kind", kind)
          .put("code", code)
          .put("version", version)
          .put("from", from == null ? null : from.toString())
          .put("until", until == null ? null : until.toString())
          .put("title", title);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf("%-24s %-12s %s to %s  %s%n", code, version, day(from), day(until), title);
  }

  private static String day(LocalDate date) {
    return date == null ? "-         " : date.toString();
  }
}
