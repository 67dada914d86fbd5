package org.openimr.server.http.retrieval;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Writes answers that others than HAPI write. They are prepared before the access is recorded, so
 * that what cannot be given is recorded as refused, and written after.
 */
@Interceptor
public final class PreparedAnswers {

  /** When everybody has seen and changed the answer, before it is recorded. */
  public static final int BEFORE_AUDIT = 900_000;

  private static final int AFTER_AUDIT = 2_000_000;
  private static final String KEY = PreparedAnswers.class.getName();

  /** An answer that only has to be written. */
  @FunctionalInterface
  public interface Writing {

    /** Writes it, with its status and header fields. */
    void write(HttpServletResponse answer) throws IOException;
  }

  /** Has an answer written so, once it is recorded. */
  public static void prepare(RequestDetails details, Writing writing) {
    details.getUserData().put(KEY, writing);
  }

  /** Whether somebody has prepared the answer. */
  public static boolean prepared(RequestDetails details) {
    return details.getUserData().containsKey(KEY);
  }

  /** Writes it; false if it was written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = AFTER_AUDIT)
  public boolean write(ServletRequestDetails details, HttpServletResponse answer)
      throws IOException {
    if (!(details.getUserData().get(KEY) instanceof Writing writing)) {
      return true;
    }
    writing.write(answer);
    answer.flushBuffer();
    return false;
  }
}
