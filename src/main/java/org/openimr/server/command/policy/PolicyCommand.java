package org.openimr.server.command.policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with policies while no server runs. */
@Command(
    name = "policy",
    description = "Checks, converts and compares policies",
    subcommands = {
      CheckCommand.class,
      CompileCommand.class,
      DecompileCommand.class,
      DiffCommand.class,
      ListCommand.class
    })
public final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "check, compile, decompile, diff or list was expected");
  }
}
