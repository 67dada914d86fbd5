package org.openimr.server.scan;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection to a daemon that is never waited for longer than is set, whether it takes nothing or
 * says nothing: a socket that is written to would wait for ever.
 */
final class DaemonConnection implements Closeable {

  private static final int LONGEST_ANSWER = 4096;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final long wait;

  /**
   * Connects.
   *
   * @param wait longest wait, each time it is waited for
   * @throws IOException if nothing is there in time
   */
  DaemonConnection(InetSocketAddress address, Duration wait) throws IOException {
    this.wait = wait.toMillis();
    channel = SocketChannel.open();
    Selector opened = null;
    try {
      channel.socket().connect(address, (int) this.wait);
      channel.configureBlocking(false);
      opened = Selector.open();
      key = channel.register(opened, 0);
    } catch (IOException failed) {
      channel.close();
      if (opened != null) {
        opened.close();
      }
      throw failed;
    }
    selector = opened;
  }

  /**
   * Sends bytes, unless the daemon has said something already or has ended the connection.
   *
   * @return whether all were sent
   * @throws IOException if it takes none in time, or the connection broke
   */
  boolean send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      await(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      if (key.isReadable()) {
        return false;
      }
      channel.write(bytes);
    }
    return true;
  }

  /**
   * What it says, up to the end of a line or of the connection.
   *
   * @throws IOException if it says nothing in time, or the connection broke
   */
  String answer() throws IOException {
    StringBuilder answer = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(LONGEST_ANSWER);
    while (answer.length() < LONGEST_ANSWER) {
      await(SelectionKey.OP_READ);
      if (channel.read(one.clear()) < 0) {
        break;
      }
      String more = StandardCharsets.ISO_8859_1.decode(one.flip()).toString();
      answer.append(more);
      if (more.indexOf('\0') >= 0 || more.indexOf('\n') >= 0) {
        break;
      }
    }
    return answer.toString().split("[\0\n]", 2)[0];
  }

  private void await(int operations) throws IOException {
    key.interestOps(operations);
    selector.selectedKeys().clear();
    if (selector.select(wait) == 0) {
      throw new SocketTimeoutException("the daemon is silent");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
