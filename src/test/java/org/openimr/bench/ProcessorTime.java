package org.openimr.bench;

import java.lang.ProcessHandle.Info;
import java.time.Duration;

/**
 * The processor time of this process and of those that it started, such as a PostgreSQL: what work
 * costs, however busy the machine is.
 */
final class ProcessorTime {

  private ProcessorTime() {}

  /** The time used so far by this process. */
  static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The time used so far by the processes that it started and that still run. */
  static Duration started() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::info)
        .map(Info::totalCpuDuration)
        .map(time -> time.orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
