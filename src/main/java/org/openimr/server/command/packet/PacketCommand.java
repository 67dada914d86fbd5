package org.openimr.server.command.packet;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with packets while no server runs. */
@Command(
    name = "packet",
    description = "Verifies, packs and prints packets",
    subcommands = {VerifyCommand.class, ZipCommand.class, PdfCommand.class})
public final class PacketCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "verify, zip or pdf was expected");
  }
}
