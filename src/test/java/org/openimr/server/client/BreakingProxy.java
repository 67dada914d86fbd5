package org.openimr.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server, and breaks every connection over which one answer becomes too large. */
final class BreakingProxy implements AutoCloseable {

  private final long most;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger broken = new AtomicInteger();
  private volatile int server;

  /**
   * Opens it.
   *
   * @param most how many bytes of one answer go through
   */
  BreakingProxy(long most) {
    this.most = most;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.execute(this::open);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Where what comes goes to. */
  void to(int port) {
    server = port;
  }

  /** How often it broke a connection. */
  int broken() {
    return broken.get();
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), this.server);
        AtomicLong answered = new AtomicLong();
        threads.execute(() -> pass(client, server, answered, false));
        threads.execute(() -> pass(server, client, answered, true));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, AtomicLong answered, boolean answer) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!answer) {
          answered.set(0);
        } else if (answered.addAndGet(read) > most) {
          broken.incrementAndGet();
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
    } catch (IOException over) {
      // one of both has gone, and the other goes with it
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
