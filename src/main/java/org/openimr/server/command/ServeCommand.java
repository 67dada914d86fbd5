package org.openimr.server.command;

import org.openimr.server.ImrServer;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the server, as the program does when no command is named. */
@Command(name = "serve", description = "Runs the server; this is also done without a command")
final class ServeCommand implements Runnable {

  @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
  private String[] given = {};

  @Override
  public void run() {
    ImrServer.main(given);
  }
}
