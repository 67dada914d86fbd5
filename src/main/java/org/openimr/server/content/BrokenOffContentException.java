package org.openimr.server.content;

import org.eclipse.jetty.io.EofException;

/** An answer breaks off in the midst of a content; nothing more can be answered. */
final class BrokenOffContentException extends EofException {

  private static final long serialVersionUID = 1L;

  BrokenOffContentException(String why) {
    super(why);
  }
}
