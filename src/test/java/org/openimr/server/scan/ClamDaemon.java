package org.openimr.server.scan;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks INSTREAM as clamd does: it finds a signature where the harmless test text of antivirus
 * programs stands, and takes no stream above a size.
 */
public final class ClamDaemon implements AutoCloseable {

  /** What antivirus programs find so that they can be tried; it does nothing. */
  public static final String HARMLESS =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  private final ServerSocket listening;
  private final int most;
  private final AtomicLong seen = new AtomicLong();

  /** Takes streams of so many bytes at most. */
  public ClamDaemon(int most) {
    this.most = most;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread thread = new Thread(this::listen);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  public String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** How many streams have come to their end. */
  public long seen() {
    return seen.get();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread thread = new Thread(() -> serve(socket));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] begun = in.readNBytes("zPING\0".length());
      if (Arrays.equals(begun, "zPING\0".getBytes(StandardCharsets.US_ASCII))) {
        answer(socket, "PONG");
        return;
      }
      byte[] rest = in.readNBytes("zINSTREAM\0".length() - begun.length);
      byte[] command = Arrays.copyOf(begun, begun.length + rest.length);
      System.arraycopy(rest, 0, command, begun.length, rest.length);
      if (!Arrays.equals(command, "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII))) {
        answer(socket, "UNKNOWN COMMAND");
        return;
      }
      StringBuilder text = new StringBuilder();
      long size = 0;
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        size += length;
        if (size > most) {
          answer(socket, "INSTREAM size limit exceeded. ERROR");
          return;
        }
        text.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
      }
      seen.incrementAndGet();
      answer(
          socket,
          text.indexOf(HARMLESS) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
    } catch (IOException gone) {
      // who asked went away
      return;
    }
  }

  private static void answer(Socket socket, String text) throws IOException {
    socket.getOutputStream().write((text + "\0").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    // else what was not read would take the answer away
    socket.shutdownOutput();
    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
