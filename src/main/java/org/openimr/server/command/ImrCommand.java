package org.openimr.server.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.openimr.server.Version;
import org.openimr.server.command.file.Failure;
import org.openimr.server.command.file.Usage;
import org.openimr.server.command.packet.PacketCommand;
import org.openimr.server.command.policy.PolicyCommand;
import org.openimr.server.command.question.DeadlinesCommand;
import org.openimr.server.command.question.EligibilityCommand;
import org.openimr.server.command.store.AttachmentsCommand;
import org.openimr.server.command.store.ContentsCommand;
import org.openimr.server.command.store.DoctorCommand;
import org.openimr.server.command.store.ImportCommand;
import org.openimr.server.command.store.IndexCommand;
import org.openimr.server.command.store.RecomputeCommand;
import org.openimr.server.command.store.ReportCommand;
import org.openimr.server.command.store.VerifyCasesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The commands that are run instead of the server: {@code java -jar openimr.jar policy …}.
 *
 * <p>They answer on standard output, name problems on standard error, touch no network and, those
 * about cases aside, no database, and end with status 0, with 1 if something is wrong with what
 * they look at, or with 2 if the command itself cannot be run or ended.
 */
@Command(
    name = "openimr",
    description = "OpenIMR: the server, and commands beside it",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ImrCommand.Build.class,
    subcommands = {
      ServeCommand.class,
      DeadlinesCommand.class,
      EligibilityCommand.class,
      PolicyCommand.class,
      PacketCommand.class,
      IndexCommand.class,
      AttachmentsCommand.class,
      ContentsCommand.class,
      RecomputeCommand.class,
      ReportCommand.class,
      ImportCommand.class,
      VerifyCasesCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    })
public final class ImrCommand implements Runnable {

  private static final Set<String> QUIET = Set.of("policy", "packet", "deadlines", "eligibility");

  @Spec private CommandSpec spec;

  /** Whether arguments name a command; otherwise they are settings of the server. */
  public static boolean named(String... arguments) {
    return CommandPath.named(arguments);
  }

  /**
   * Runs a command.
   *
   * @param arguments the command and what it is given
   * @return the status to end with
   */
  public static int run(String... arguments) {
    if (QUIET.contains(arguments[0])) {
      // Setting up a log would take longer than these commands do, and none of them writes one.
      System.setProperty("slf4j.internal.verbosity", "ERROR");
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }
    // What a command answers is alone on standard output.
    System.setProperty("imr.log.target", "System.err");
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /** Runs a command with these outputs; returns the status to end with. */
  public static int run(PrintWriter answers, PrintWriter problems, String... arguments) {
    CommandLine command = new CommandLine(new ImrCommand());
    CommandLine.IParameterExceptionHandler usage = command.getParameterExceptionHandler();
    return command
        .setOut(answers)
        .setErr(problems)
        .setParameterExceptionHandler(
            (wrong, given) -> {
              int status = usage.handleParseException(wrong, given);
              if (Arrays.stream(given).anyMatch(ImrCommand::setting)
                  && !Arrays.asList(given).contains("--")) {
                problems.println("Settings of the server stand behind --, at the end.");
              }
              return status;
            })
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              problems.println(Failure.said(failure));
              return Usage.UNUSABLE;
            })
        .execute(arguments);
  }

  private static boolean setting(String argument) {
    return argument.startsWith("--openimr.") || argument.startsWith("--server.");
  }

  /** The version of the program. */
  static final class Build implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"openimr " + Version.OF_THIS_PROGRAM};
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command was expected");
  }
}
