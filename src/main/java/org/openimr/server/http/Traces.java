package org.openimr.server.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes where something failed, without the messages, which may quote what was sent. */
public final class Traces {

  private static final int FRAMES = 15;

  private Traces() {}

  /** Names each cause with the first places of its trace. */
  public static String withoutMessages(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(text.length() == 0 ? "" : "\n  caused by ")
          .append(cause.getClass().getName())
          .append(
              Arrays.stream(cause.getStackTrace())
                  .limit(FRAMES)
                  .map(frame -> "\n    at " + frame)
                  .collect(Collectors.joining()));
    }
    return text.toString();
  }
}
