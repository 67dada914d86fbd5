package org.openimr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What one computation of the benchmark's case allocates, which no other work on the machine
 * changes; compiled code allocates less than the interpreter counted here.
 */
class ComputingCostTest {

  private static final int ROUNDS = 200;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ComputingBenchmark benchmark = new ComputingBenchmark();

  @Test
  void allDeadlinesOfACaseFitIntoSevenKilobytes() {
    assertThat(allocated(benchmark::deadlines)).isLessThan(7_000);
  }

  @Test
  void allFindingsOfACaseFitIntoFourKilobytes() {
    assertThat(allocated(benchmark::eligibility)).isLessThan(4_000);
  }

  private long allocated(Supplier<?> work) {
    // the first rounds load classes
    times(work);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    times(work);
    return (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / ROUNDS;
  }

  private static void times(Supplier<?> work) {
    for (int i = 0; i < ROUNDS; i++) {
      work.get();
    }
  }
}
