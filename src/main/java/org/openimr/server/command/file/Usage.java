package org.openimr.server.command.file;

/** What all commands have in common: how they end, and what some of their arguments mean. */
public final class Usage {

  /** The status of a command that found something wrong with what it looked at. */
  public static final int WRONG = 1;

  /** The status of a command that could not be run or ended. */
  public static final int UNUSABLE = 2;

  /** What stands for settings in the help of a command. */
  public static final String SETTINGS =
      "settings of the server, behind --, such as --openimr.data.directory=PATH";

  private Usage() {}
}
