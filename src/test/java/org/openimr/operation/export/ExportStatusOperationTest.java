package org.openimr.operation.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A file of an export ends when it is whole, and only then. */
class ExportStatusOperationTest {

  private static final String JOB = "00000000-0000-0000-0000-000000000000";

  private boolean ended;

  @Test
  void aFileThatBreaksOffIsNotEnded() {
    assertThatThrownBy(() -> read(true)).isInstanceOf(IOException.class).hasMessage("broken off");
    assertThat(ended).isFalse();
  }

  @Test
  void aFileThatIsWholeIsEnded() throws IOException {
    read(false);
    assertThat(ended).isTrue();
  }

  private void read(boolean broken) throws IOException {
    Writer out =
        new StringWriter() {
          @Override
          public void close() {
            ended = true;
          }
        };
    SystemRequestDetails request = new SystemRequestDetails();
    request.setParameters(Map.of("job", new String[] {JOB}, "file", new String[] {"1"}));
    request.setResponse(
        (IRestfulResponse)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IRestfulResponse.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getResponseWriter") ? out : null));
    Exports exports =
        (Exports)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Exports.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("write") && broken) {
                    throw new IOException("broken off");
                  }
                  return method.getName().equals("find") ? Optional.of(job()) : null;
                });
    new ExportStatusOperation(exports).file(request);
  }

  private static ExportJob job() {
    return new ExportJob(
        JOB,
        ExportJob.Stage.COMPLETE,
        "",
        Instant.EPOCH,
        Instant.MAX,
        "",
        List.of(new ExportJob.File(1, "Bundle", 1)));
  }
}
