package org.openimr.server.audit;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A short answer that is held back until it is sent. */
final class HeldAnswer extends HttpServletResponseWrapper {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintWriter writer =
      new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
  private final ServletOutputStream stream = new Held();

  HeldAnswer(HttpServletResponse response) {
    super(response);
  }

  @Override
  public PrintWriter getWriter() {
    return writer;
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public void flushBuffer() {
    // it is sent when that is wanted
  }

  @Override
  public void resetBuffer() {
    writer.flush();
    bytes.reset();
  }

  String text() {
    writer.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  void send() throws IOException {
    writer.flush();
    getResponse().getOutputStream().write(bytes.toByteArray());
  }

  private final class Held extends ServletOutputStream {

    @Override
    public void write(int one) {
      bytes.write(one);
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes.write(some, from, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("answers are not written asynchronously");
    }
  }
}
