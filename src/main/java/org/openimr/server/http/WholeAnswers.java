package org.openimr.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.eclipse.jetty.io.EofException;

/**
 * Sends the text of an answer when it is written, not value by value, and lets none that broke off
 * end as if it were whole.
 *
 * <p>HAPI's JSON writer flushes after every single value, and every flush would go over the network
 * as a chunk of its own: hundreds for one answer, which costs more than making it.
 */
final class WholeAnswers extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final String BROKEN = WholeAnswers.class.getName();

  /** Has the connection broken off, so that the client does not take what it got for all. */
  static void breakOff(HttpServletRequest request) {
    request.setAttribute(BROKEN, true);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Held held = new Held(response);
    chain.doFilter(request, held);
    if (request.getAttribute(BROKEN) != null && response.isCommitted()) {
      throw new EofException("the answer broke off");
    }
    held.send();
  }

  private static final class Held extends HttpServletResponseWrapper {

    private HeldText text;
    private PrintWriter writer;

    Held(HttpServletResponse response) {
      super(response);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      if (writer == null) {
        text = new HeldText(super.getWriter());
        writer = new PrintWriter(text);
      }
      return writer;
    }

    @Override
    public void addHeader(String name, String value) {
      // the web server has said when; HAPI says it of refusals once more
      if (!"Date".equalsIgnoreCase(name)) {
        super.addHeader(name, value);
      }
    }

    @Override
    public void flushBuffer() throws IOException {
      if (text == null) {
        super.flushBuffer();
      }
    }

    @Override
    public void reset() {
      super.reset();
      text = null;
      writer = null;
    }

    void send() throws IOException {
      if (text != null) {
        text.send();
      }
    }
  }

  /** Text that is sent on as its buffer fills and when it ends, whoever wants it sent before. */
  private static final class HeldText extends BufferedWriter {

    private static final int CHARACTERS = 32 * 1024;

    private boolean closed;

    HeldText(Writer further) {
      super(further, CHARACTERS);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      super.close();
    }

    @Override
    public void flush() {
      // see above
    }

    void send() throws IOException {
      if (!closed) {
        super.flush();
      }
    }
  }
}
