package org.openimr.server.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete the commands. */
@Command(
    name = "completion",
    description = "Prints a script that lets bash and zsh complete: source <(openimr completion)")
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .println(AutoComplete.bash("openimr", spec.commandLine().getParent()));
  }
}
