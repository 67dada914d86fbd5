package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.server.command.file.Usage;
import org.openimr.server.doctor.Diagnosis;
import org.openimr.server.doctor.Symptom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says whether the server could run here with the settings that are given, and what to do where it
 * could not. Starts nothing and changes nothing.
 *
 * @see <a href="../../../../../../../../docs/commands.md">commands</a>
 */
@Command(
    name = "doctor",
    description = "Says whether the server can run here as it is set, and what to do else")
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
  private String[] given = {};

  @Override
  public Integer call() {
    List<Symptom> symptoms = new Diagnosis(Clock.systemUTC()).of(given);
    if (json) {
      ArrayNode all = new ObjectMapper().createArrayNode();
      symptoms.forEach(
          each ->
              all.addObject()
                  .put("check", each.check())
                  .put("verdict", each.verdict().name().toLowerCase(java.util.Locale.ROOT))
                  .put("text", each.text()));
      spec.commandLine().getOut().println(all.toPrettyString());
    } else {
      symptoms.forEach(
          each ->
              spec.commandLine()
                  .getOut()
                  .printf(
                      "%-5s %-10s %s%n",
                      each.verdict().name().toLowerCase(java.util.Locale.ROOT),
                      each.check(),
                      each.text()));
    }
    return symptoms.stream().anyMatch(each -> each.verdict() == Symptom.Verdict.WRONG)
        ? Usage.WRONG
        : 0;
  }
}
