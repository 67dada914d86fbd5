package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** A server of our own, spoken to over HTTP as a client would. */
public final class RunningServer implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ServletWebServerApplicationContext context;

  private final int port;

  private RunningServer(ServletWebServerApplicationContext context, int port) {
    this.context = context;
    this.port = port;
  }

  /** A server in another process, of which nothing is seen but what it answers. */
  static RunningServer at(int port) {
    return new RunningServer(null, port);
  }

  /** A server with these settings beside a free port and no data but its own. */
  public static RunningServer with(String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--server.port=0", "--server.stop-timeout=5s", "--openimr.timers.every=1h"));
    arguments.addAll(List.of(settings));
    ServletWebServerApplicationContext context = ImrServer.start(arguments.toArray(String[]::new));
    return new RunningServer(context, context.getWebServer().getPort());
  }

  /** A server with an empty database of this kind, and these settings. */
  public static RunningServer on(Database database, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--openimr.data.directory=" + temporaryDirectory());
    if (database == Database.POSTGRESQL) {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        all.add("--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        all.add("--openimr.database.user=postgres");
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return with(all.toArray(String[]::new));
  }

  /** A new empty directory. */
  public static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("openimr-it");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A request to an address under {@code /fhir}. */
  public Call fhir(String method, String path) {
    return at(method, "/fhir" + (path.isEmpty() || path.startsWith("?") ? path : "/" + path));
  }

  /** A request to any address. */
  public Call at(String method, String path) {
    URI address = URI.create("http://127.0.0.1:" + port() + path);
    return new Call(method, HttpRequest.newBuilder(address));
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Submits a case, and gives the Task that is answered. */
  public Task submitted(String token, String bundle) {
    return (Task)
        fhir("POST", "$submit-case")
            .as(token)
            .json(bundle)
            .send()
            .isOk(201)
            .resource(Parameters.class)
            .getParameter("case")
            .getResource();
  }

  /** The version that a case has by now. */
  public String version(String token, Task task) {
    return fhir("GET", "Task/" + task.getIdElement().getIdPart())
        .as(token)
        .send()
        .isOk(200)
        .resource(Task.class)
        .getMeta()
        .getVersionId();
  }

  /**
   * Records an event in a version of a case; {@code more} is further parts of it, each after a
   * comma.
   */
  public void record(
      String token, Task task, String version, String event, String time, String more) {
    fhir("POST", "Task/" + task.getIdElement().getIdPart() + "/$record-event")
        .as(token)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\""
                + event
                + "\"},{\"name\":\"time\",\"valueDateTime\":\""
                + time
                + "\"}"
                + more
                + "]}]}")
        .send()
        .isOk(200);
  }

  /** The first Task of a case for a milestone. */
  public Task duty(String token, Task task, String milestone) {
    String search = "Task?part-of=Task/%s&milestone=%s";
    return (Task) found(token, search.formatted(task.getIdElement().getIdPart(), milestone)).get(0);
  }

  /** Sends a content by itself, as a Binary of its own content type. */
  public HttpResponse<String> upload(String token, String contentType, byte[] content)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/fhir/Binary"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(content))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Requires that a content was stored that was sent by itself, and gives its id. */
  public static String created(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new IdType(answer.headers().firstValue("Location").orElseThrow()).getIdPart();
  }

  /** What is on the first page of a search. */
  public List<Resource> found(String token, String search) {
    return fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class).getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .toList();
  }

  /** The server's inside, for what cannot be seen from without. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  /** A request being put together. */
  public static final class Call {
    private final String method;
    private final HttpRequest.Builder request;
    private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

    private Call(String method, HttpRequest.Builder request) {
      this.method = method;
      this.request = request;
    }

    /** Signs in with a bearer token. */
    public Call as(String token) {
      return header("Authorization", "Bearer " + token);
    }

    /** Sends a header. */
    public Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    /** Sends FHIR JSON. */
    public Call json(String text) {
      return body("application/fhir+json", text);
    }

    /** Sends a text in a format. */
    public Call body(String contentType, String text) {
      body = BodyPublishers.ofString(text);
      return header("Content-Type", contentType);
    }

    /** Sends bytes as they are. */
    public Call body(HttpRequest.BodyPublisher bytes) {
      body = bytes;
      return header("Content-Type", "application/fhir+json");
    }

    /** Sends the request and waits for the answer. */
    public Answer send() {
      try {
        return new Answer(
            CLIENT.send(request.method(method, body).build(), BodyHandlers.ofString()));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
    }
  }
}
