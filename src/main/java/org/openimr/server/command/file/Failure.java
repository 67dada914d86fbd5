package org.openimr.server.command.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Arrays;
import org.openimr.server.settings.UnusableSettingException;

/**
 * What keeps a command from ending, in a sentence that says what to do. Nothing of a message is
 * repeated that may quote what is stored.
 */
public final class Failure {

  /** H2's {@code DATABASE_ALREADY_OPEN_1}. */
  private static final int LOCKED = 90_020;

  /** H2's {@code WRONG_USER_OR_PASSWORD}. */
  private static final int H2_PASSWORD = 28_000;

  private Failure() {}

  /** The sentence. */
  public static String said(Throwable failure) {
    String found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnusableFileException || cause instanceof UnusableSettingException) {
        return cause.getMessage();
      }
      if (cause instanceof SQLException refused) {
        found = database(refused);
      } else if (cause instanceof IOException || cause instanceof UncheckedIOException) {
        found = found == null ? file(cause) : found;
      } else if (cause instanceof OutOfMemoryError) {
        return "There is not enough memory; give more with -Xmx2g before -jar.";
      }
    }
    return found == null ? unknown(failure) : found;
  }

  private static String database(SQLException refused) {
    String state = refused.getSQLState() == null ? "" : refused.getSQLState();
    if (refused.getErrorCode() == LOCKED) {
      return "The embedded database is open in another program, perhaps the running server; stop"
          + " that one first.";
    }
    if (refused.getErrorCode() == H2_PASSWORD || state.startsWith("28")) {
      return "The database refuses openimr.database.user or openimr.database.password.";
    }
    if (state.startsWith("08") || state.equals("3D000") || state.startsWith("57P")) {
      return "The database does not answer at openimr.database.url, or has none of that name;"
          + " openimr doctor says more.";
    }
    return "The database refused (SQLSTATE " + state + "); openimr doctor says more.";
  }

  private static String file(Throwable cause) {
    Throwable told = cause instanceof UncheckedIOException ? cause.getCause() : cause;
    if (told instanceof FileSystemException about && about.getFile() != null) {
      String why =
          told instanceof NoSuchFileException
              ? "there is no such file or folder"
              : told instanceof AccessDeniedException
                  ? "may not be read or written by this user"
                  : "cannot be read or written";
      return about.getFile() + ": " + why;
    }
    return "A file cannot be read or written: is the disk full?";
  }

  private static String unknown(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String where =
        Arrays.stream(root.getStackTrace())
            .filter(each -> each.getClassName().startsWith("org.openimr"))
            .findFirst()
            .map(each -> " in " + each.getFileName() + ":" + each.getLineNumber())
            .orElse("");
    return "The command failed with "
        + root.getClass().getSimpleName()
        + where
        + ". This is a mistake of the program; please report it.";
  }
}
