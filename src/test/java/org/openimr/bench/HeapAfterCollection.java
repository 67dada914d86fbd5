package org.openimr.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How much of the heap was still in use after each collection of all of it, since this was made.
 */
final class HeapAfterCollection {

  private final AtomicLong most = new AtomicLong();

  HeapAfterCollection() {
    NotificationListener listener =
        (notification, none) -> {
          if (notification
              .getType()
              .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            note(
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()));
          }
        };
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            each -> ((NotificationEmitter) each).addNotificationListener(listener, null, null));
  }

  private void note(GarbageCollectionNotificationInfo info) {
    if (!info.getGcAction().contains("major")) {
      return;
    }
    long used =
        info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
            .filter(
                each ->
                    Stream.of("Eden", "Survivor", "Old", "Tenured")
                        .anyMatch(each.getKey()::contains))
            .mapToLong(each -> each.getValue().getUsed())
            .sum();
    most.accumulateAndGet(used, Math::max);
  }

  /** The most that was in use, in bytes; asks for a collection so that there is one at least. */
  long most() throws InterruptedException {
    long before = most.get();
    if (before == 0) {
      System.gc();
      for (int i = 0; i < 50 && most.get() == 0; i++) {
        Thread.sleep(20);
      }
    }
    return most.get();
  }
}
