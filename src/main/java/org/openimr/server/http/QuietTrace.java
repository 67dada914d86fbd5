package org.openimr.server.http;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;

/** Writes where something failed into the log, without the messages, which may quote a patient. */
public final class QuietTrace extends ThrowableHandlingConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return event.getThrowableProxy() instanceof ThrowableProxy proxy
        ? Traces.withoutMessages(proxy.getThrowable()) + System.lineSeparator()
        : "";
  }
}
