import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks {@code Task/$compute-deadlines} as fast as it answers, over 1, 8 and 16 connections, each for
 * a bounded time, and prints throughput and latencies.
 *
 * <p>Arguments: base URL, file with the Parameters, seconds per step.
 */
public final class ComputeDeadlinesLoad {

  private static final int[] CONNECTIONS = {1, 8, 16};

  private ComputeDeadlinesLoad() {}

  public static void main(String[] arguments) throws Exception {
    URI operation = URI.create(arguments[0] + "/Task/$compute-deadlines");
    byte[] body = Files.readAllBytes(Path.of(arguments[1]));
    int seconds = Integer.parseInt(arguments[2]);
    HttpRequest request =
        HttpRequest.newBuilder(operation)
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    run(request, 8, seconds);
    System.out.println("connections  requests/s   p50 ms   p99 ms   max ms   errors");
    for (int connections : CONNECTIONS) {
      System.out.println(run(request, connections, seconds));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static String run(HttpRequest request, int connections, int seconds) throws Exception {
    var threads = Executors.newFixedThreadPool(connections, ComputeDeadlinesLoad::daemon);
    List<Future<long[]>> workers = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    Callable<long[]> worker = () -> ask(request, end);
    for (int i = 0; i < connections; i++) {
      workers.add(threads.submit(worker));
    }
    long[] all = {};
    for (Future<long[]> each : workers) {
      long[] more = each.get();
      int before = all.length;
      all = Arrays.copyOf(all, before + more.length);
      System.arraycopy(more, 0, all, before, more.length);
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    long errors = Arrays.stream(all).filter(nanos -> nanos < 0).count();
    long[] answered = Arrays.stream(all).filter(nanos -> nanos >= 0).sorted().toArray();
    if (answered.length == 0) {
      return connections + " connections: nothing was answered";
    }
    return String.format(
        "%11d  %10.0f  %7.2f  %7.2f  %7.2f  %7d",
        connections,
        answered.length / elapsed,
        answered[answered.length / 2] / 1e6,
        answered[(int) (answered.length * 0.99)] / 1e6,
        answered[answered.length - 1] / 1e6,
        errors);
  }

  /** One connection: a client of its own, one request after the other. */
  private static long[] ask(HttpRequest request, long end) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long[] nanos = new long[1024];
    int count = 0;
    while (System.nanoTime() < end) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      long before = System.nanoTime();
      int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
      nanos[count++] = status == 200 ? System.nanoTime() - before : -1;
    }
    return Arrays.copyOf(nanos, count);
  }
}
