package org.openimr.server;

import java.util.Arrays;
import org.openimr.server.command.CommandPath;

/**
 * Where the program begins: runs the command that the first argument names, or else the server.
 *
 * <p>Nothing of the server is mentioned here but its name: Java loads whatever the class that it
 * begins with mentions, which for the server takes longer than most commands do.
 */
public final class OpenImr {

  private OpenImr() {}

  /**
   * Runs the program.
   *
   * @param arguments a command, or settings as {@link ImrServer#main} takes them
   */
  public static void main(String[] arguments) {
    if (CommandPath.named(arguments)) {
      System.exit(CommandPath.run(arguments));
    }
    boolean serve = arguments.length > 0 && arguments[0].equals("serve");
    ImrServer.main(serve ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
  }
}
