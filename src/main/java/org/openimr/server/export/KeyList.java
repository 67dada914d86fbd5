package org.openimr.server.export;

import java.util.ArrayList;
import java.util.List;

/** Keys in order as a text: each as what it is more than the one before, in letters and digits. */
final class KeyList {

  private final StringBuilder text = new StringBuilder();
  private long last;
  private int count;

  void add(long key) {
    text.append(count == 0 ? "" : " ").append(Long.toString(key - last, Character.MAX_RADIX));
    last = key;
    count++;
  }

  int count() {
    return count;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The keys of a text. */
  static List<Long> read(String text) {
    List<Long> keys = new ArrayList<>();
    long last = 0;
    for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
      last += Long.parseLong(each, Character.MAX_RADIX);
      keys.add(last);
    }
    return keys;
  }
}
