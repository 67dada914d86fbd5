package org.openimr.server.content;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A bucket in memory that is put, headed, got, listed and deleted as S3 has it, with a key that it
 * knows.
 */
public final class ObjectStore implements AutoCloseable {

  /** Its name. */
  public static final String BUCKET = "records";

  /** The key that it knows. */
  public static final String KEY = "AKIATEST";

  private static final String NONE = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
  private static final String DENIED =
      "<Error><Code>AccessDenied</Code><Message>denied</Message></Error>";

  private final HttpServer server;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private volatile boolean keeps;
  private volatile boolean hides;
  private volatile boolean breaksOff;
  private final Map<String, Instant> times = new ConcurrentHashMap<>();

  /** Opens it. */
  public ObjectStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::serve);
    server.start();
  }

  /** Where it is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What is in it. */
  public Map<String, byte[]> objects() {
    return objects;
  }

  /** Refuses to delete from now on. */
  public void keep() {
    keeps = true;
  }

  /** Whether it tells of its objects and does not give them. */
  void hide(boolean hide) {
    hides = hide;
  }

  /** Whether it ends each object half way. */
  void breakOff(boolean half) {
    breaksOff = half;
  }

  /** When each was put. */
  Map<String, Instant> times() {
    return times;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().replaceFirst("^/" + BUCKET + "/", "");
      byte[] body = exchange.getRequestBody().readAllBytes();
      String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!signed.startsWith("AWS4-HMAC-SHA256 Credential=" + KEY + "/")
          || !signed.contains("/us-east-1/s3/aws4_request")) {
        answer(exchange, 403, DENIED.getBytes(StandardCharsets.UTF_8));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        put(exchange, key, body);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        if (keeps) {
          answer(exchange, 403, DENIED.getBytes(StandardCharsets.UTF_8));
          return;
        }
        objects.remove(key);
        answer(exchange, 204, new byte[0]);
      } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type=2")) {
        answer(exchange, 200, list(exchange.getRequestURI().getQuery()));
      } else if (!objects.containsKey(key)) {
        answer(exchange, 404, NONE.getBytes(StandardCharsets.UTF_8));
      } else if (hides && exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 403, DENIED.getBytes(StandardCharsets.UTF_8));
      } else {
        get(exchange, objects.get(key));
      }
    }
  }

  /** A page of two at most, as S3 has pages of a thousand. */
  private byte[] list(String query) {
    Map<String, String> asked = new TreeMap<>();
    for (String each : query.split("&")) {
      asked.put(each.replaceAll("=.*", ""), each.replaceAll("^[^=]*=?", ""));
    }
    List<String> keys =
        objects.keySet().stream()
            .filter(each -> each.startsWith(asked.getOrDefault("prefix", "")))
            .filter(each -> each.compareTo(asked.getOrDefault("continuation-token", "")) > 0)
            .sorted()
            .toList();
    StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + BUCKET + "</Name>");
    keys.stream()
        .limit(2)
        .forEach(
            key ->
                xml.append("<Contents><Key>")
                    .append(key)
                    .append("</Key><LastModified>")
                    .append(times.get(key))
                    .append("</LastModified><Size>")
                    .append(objects.get(key).length)
                    .append("</Size></Contents>"));
    xml.append("<IsTruncated>").append(keys.size() > 2).append("</IsTruncated>");
    if (keys.size() > 2) {
      xml.append("<NextContinuationToken>").append(keys.get(1)).append("</NextContinuationToken>");
    }
    return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
    String hash = exchange.getRequestHeaders().getFirst("Content-MD5");
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (!md5(body).equals(hash) || !String.valueOf(body.length).equals(length)) {
      answer(exchange, 400, "<Error><Code>BadDigest</Code></Error>".getBytes());
      return;
    }
    times.put(key, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    objects.put(key, body);
    answer(exchange, 200, new byte[0]);
  }

  private void get(HttpExchange exchange, byte[] object) throws IOException {
    if (breaksOff && exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(200, object.length);
      exchange.getResponseBody().write(object, 0, object.length / 2);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (object.length - 1) + "/" + object.length);
    }
    answer(exchange, range == null ? 200 : 206, Arrays.copyOfRange(object, from, object.length));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
