package org.openimr.bench;

import java.lang.ProcessHandle.Info;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The processor time of this process and of a PostgreSQL on the same machine: what work costs,
 * however busy the machine is.
 */
final class ProcessorTime {

  private ProcessorTime() {}

  /** The time used so far by this process. */
  static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The time used so far by a PostgreSQL: one of its processes is given, all are counted. */
  static Duration ofPostgres(long backend) {
    ProcessHandle server = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants())
        .map(ProcessHandle::info)
        .map(Info::totalCpuDuration)
        .map(time -> time.orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
