package org.openimr.server.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request sent byte by byte as it is written here, which no well-behaved client would send.
 *
 * @param method the method, whatever it is
 * @param address what stands between method and HTTP version
 * @param headers the headers, besides those that every request needs
 * @param body the body; empty for none
 */
public record RawRequest(String method, String address, Map<String, String> headers, byte[] body) {

  private static final int SECONDS = 60;

  /** A request without body. */
  public static RawRequest to(String method, String address) {
    return new RawRequest(method, address, Map.of(), new byte[0]);
  }

  /** The same with one more header. */
  public RawRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RawRequest(method, address, more, body);
  }

  /** The same with a body. */
  public RawRequest with(byte[] sent) {
    return new RawRequest(method, address, headers, sent);
  }

  /** The request as it can be kept. */
  public String text() {
    StringBuilder text = new StringBuilder("\n> " + method + " " + address);
    headers.forEach((name, value) -> text.append("\n> " + name + ": " + value));
    return text.append("\n| " + new String(body, StandardCharsets.UTF_8)).toString();
  }

  /** What came back. */
  public record RawAnswer(int status, Map<String, String> headers, String text) {

    /** A header, or an empty text. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Sends it to a server on this machine and waits for the answer. */
  public RawAnswer sendTo(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(SECONDS * 1000);
      try {
        socket.getOutputStream().write(bytes(port));
        socket.getOutputStream().flush();
      } catch (IOException answeredEarly) {
        // a server may answer and close before all is sent
      }
      return answer(socket.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(method + " " + address, failed);
    }
  }

  private byte[] bytes(int port) throws IOException {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", "127.0.0.1:" + port);
    if (body.length > 0) {
      all.put("Content-Length", Integer.toString(body.length));
    }
    all.putAll(headers);
    all.merge("Connection", "close", (given, close) -> given + ", " + close);
    StringBuilder head = new StringBuilder(method + " " + address + " HTTP/1.1\r\n");
    all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    bytes.write(body);
    return bytes.toByteArray();
  }

  private static RawAnswer answer(InputStream stream) throws IOException {
    String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    String[] parts = all.split("\r\n\r\n", 2);
    String[] lines = parts[0].split("\r\n");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] sides = lines[i].split(":", 2);
      headers.merge(sides[0], sides[1].strip(), (one, other) -> one + ", " + other);
    }
    String text = parts.length < 2 ? "" : parts[1];
    return new RawAnswer(
        Integer.parseInt(lines[0].split(" ")[1]),
        headers,
        headers.getOrDefault("Transfer-Encoding", "").equals("chunked") ? joined(text) : text);
  }

  private static String joined(String chunks) {
    StringBuilder text = new StringBuilder();
    byte[] bytes = chunks.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (bytes[end] != '\r') {
        end++;
      }
      int size = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.UTF_8), 16);
      text.append(new String(bytes, end + 2, size, StandardCharsets.UTF_8));
      at = end + 2 + size + 2;
    }
    return text.toString();
  }
}
