package org.openimr.server.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import org.openimr.server.settings.UnusableSettingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The commands that are run instead of the server: {@code java -jar openimr.jar policy …}.
 *
 * <p>They answer on standard output, name problems on standard error, touch no network and, those
 * about cases aside, no database, and end with status 0, with 1 if something is wrong with what
 * they look at, or with 2 if the command itself cannot be run.
 */
@Command(
    name = "openimr",
    description = "OpenIMR: the server, and commands beside it",
    mixinStandardHelpOptions = true,
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

  /** H2's {@code DATABASE_ALREADY_OPEN_1}. */
  private static final int LOCKED = 90_020;

  static final int WRONG = 1;
  static final int UNUSABLE = 2;

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
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  static int run(PrintWriter answers, PrintWriter problems, String... arguments) {
    return new CommandLine(new ImrCommand())
        .setOut(answers)
        .setErr(problems)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof UnusableFileException
                  || failure instanceof UnusableSettingException) {
                problems.println(failure.getMessage());
                return UNUSABLE;
              }
              if (openElsewhere(failure)) {
                problems.println(
                    "The embedded database is open in another program, perhaps the running server;"
                        + " stop that one first.");
                return UNUSABLE;
              }
              throw failure;
            })
        .execute(arguments);
  }

  /** Whether H2 says that the file of a database is locked. */
  private static boolean openElsewhere(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && refused.getErrorCode() == LOCKED) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command was expected");
  }
}
