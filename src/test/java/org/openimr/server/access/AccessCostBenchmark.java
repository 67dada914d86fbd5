package org.openimr.server.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.server.RunningServer;
import org.openimr.server.RunningServer.Call;
import org.openimr.server.security.Callers;

/**
 * What access control and audit cost: one server answers the same requests with both, without
 * audit, and without either, in turn.
 *
 * <p>Arguments: rounds, requests of each kind in a round. Nothing but this program can take the
 * interceptors away.
 */
public final class AccessCostBenchmark {

  private static final String TOKEN = "demo-plan-vchcp";
  private static final String AUDIT = "org.openimr.server.audit";
  private static final String SECURITY = "org.openimr.server.security";

  private final RunningServer server;
  private final List<IInterceptorService> services;
  private final List<List<Object>> removed = new ArrayList<>();
  private final KnownCaller known;
  private final String caseId;
  private final String patient;

  private AccessCostBenchmark(RunningServer server) {
    this.server = server;
    this.services =
        List.of(
            server.bean(RestfulServer.class).getInterceptorService(),
            server.bean(IInterceptorService.class));
    this.known = new KnownCaller(server.bean(Callers.class));
    services.forEach(service -> removed.add(new ArrayList<>()));
    Task task =
        (Task)
            submission()
                .send()
                .isOk(201)
                .resource(Parameters.class)
                .getParameter("case")
                .getResource();
    this.caseId = "Task/" + task.getIdPart();
    this.patient = task.getFor().getReference();
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    String directory = "--openimr.data.directory=" + RunningServer.temporaryDirectory();
    try (RunningServer server = RunningServer.with(directory)) {
      AccessCostBenchmark benchmark = new AccessCostBenchmark(server);
      benchmark.compare("read of a case", 200, rounds, requests, benchmark::read);
      benchmark.compare("search for duties", 200, rounds, requests, benchmark::search);
      benchmark.compare(
          "$submit-case, 25 resources",
          201,
          rounds,
          Math.max(1, requests / 5),
          benchmark::submission);
    }
  }

  private Call read() {
    return server.fhir("GET", caseId).as(TOKEN);
  }

  private Call search() {
    return server.fhir("GET", "Task?part-of=" + caseId + "&patient=" + patient).as(TOKEN);
  }

  private Call submission() {
    return server.fhir("POST", "$submit-case").as(TOKEN).json(Submissions.of(25).toString());
  }

  private void compare(String what, int status, int rounds, int requests, Supplier<Call> request) {
    long[][] nanos = new long[3][rounds];
    for (int round = -rounds / 2; round < rounds; round++) {
      for (int state = 0; state < 3; state++) {
        int turn = (state + round + rounds) % 3;
        become(turn);
        long taken = 0;
        for (int i = 0; i < requests; i++) {
          Call call = request.get();
          long begun = System.nanoTime();
          call.send().isOk(status);
          taken += System.nanoTime() - begun;
        }
        if (round >= 0) {
          nanos[turn][round] = taken / requests;
        }
      }
    }
    become(0);
    double open = median(nanos[2]);
    System.out.printf(
        Locale.ROOT,
        "%-28s open %.2f ms, with access %.2f times, with access and audit %.2f times%n",
        what,
        open / 1e6,
        median(nanos[1]) / open,
        median(nanos[0]) / open);
  }

  /** With all (0), without audit (1), without audit and access (2). */
  private void become(int state) {
    for (int i = 0; i < services.size(); i++) {
      IInterceptorService service = services.get(i);
      service.unregisterInterceptor(known);
      service.registerInterceptors(removed.get(i));
      removed.get(i).clear();
      for (Object interceptor : List.copyOf(service.getAllRegisteredInterceptors())) {
        String home = interceptor.getClass().getPackageName();
        if (state > 0 && home.startsWith(AUDIT) || state > 1 && home.startsWith(SECURITY)) {
          removed.get(i).add(interceptor);
        }
      }
      removed.get(i).forEach(service::unregisterInterceptor);
    }
    if (state == 2) {
      services.get(0).registerInterceptor(known);
    }
  }

  private static double median(long[] nanos) {
    return Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow();
  }

  /** An open server still has to know for whom it stores a case. */
  @Interceptor
  public static final class KnownCaller {

    private final Callers callers;
    private Caller caller;

    KnownCaller(Callers callers) {
      this.callers = callers;
    }

    /** Puts the caller on the request. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void put(ServletRequestDetails request) {
      if (caller == null) {
        caller = callers.callerOf(request.getServletRequest());
      }
      caller.putOn(request);
    }
  }
}
