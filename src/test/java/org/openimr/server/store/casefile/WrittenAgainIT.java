package org.openimr.server.store.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.AssertionFailure;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** An event whose writing fails within Hibernate is written once more, and only once. */
@OnEachDatabase
class WrittenAgainIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;
  private final AtomicInteger failures = new AtomicInteger();

  WrittenAgainIT(Database database) {
    this.server = database.server();
  }

  /** Fails like Hibernate, as often as it is told. */
  @Interceptor
  public static final class Failing {

    private final AtomicInteger left;
    private final RuntimeException failure;

    Failing(AtomicInteger left, RuntimeException failure) {
      this.left = left;
      this.failure = failure;
    }

    /** Fails. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated() {
      if (left.getAndDecrement() > 0) {
        throw failure;
      }
    }
  }

  @Test
  void whatFailsOnceIsWritten() {
    String id = submit();
    Answer answer = record(id, 1, new AssertionFailure("lost"));
    answer.isOk(200);
    Task task = (Task) answer.resource(Parameters.class).getParameter("case").getResource();
    assertThat(task.getMeta().getVersionId()).isEqualTo("2");
    assertThat(provenances(id)).isEqualTo(2);
  }

  @Test
  void whatFailsAgainOrOtherwiseIsNot() {
    String id = submit();
    record(id, 2, new AssertionFailure("lost")).isOk(500);
    record(id, 1, new IllegalStateException("else")).isOk(500);
    assertThat(provenances(id)).isEqualTo(1);
    record(id, 0, new IllegalStateException("never")).isOk(200);
  }

  private Answer record(String id, int times, RuntimeException cause) {
    failures.set(times);
    Failing failing = new Failing(failures, new InternalErrorException(cause));
    IInterceptorService interceptors = server.bean(IInterceptorService.class);
    interceptors.registerInterceptor(failing);
    try {
      return server
          .fhir("POST", "Task/" + id + "/$record-event")
          .as(PLAN)
          .header("If-Match", "W/\"1\"")
          .json(
              "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                  + "{\"name\":\"code\",\"valueCode\":\"records-sent\"},{\"name\":\"time\","
                  + "\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
          .send();
    } finally {
      interceptors.unregisterInterceptor(failing);
    }
  }

  private int provenances(String id) {
    return server
        .fhir("GET", "Provenance?target=Task/" + id)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Bundle.class)
        .getEntry()
        .size();
  }

  private String submit() {
    return server.submitted(PLAN, Submissions.of(25).toString()).getIdElement().getIdPart();
  }
}
