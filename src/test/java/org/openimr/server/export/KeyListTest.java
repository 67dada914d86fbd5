package org.openimr.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyListTest {

  private static KeyList of(long... keys) {
    KeyList list = new KeyList();
    for (long each : keys) {
      list.add(each);
    }
    return list;
  }

  @Test
  void keysComeBackAsTheyWere() {
    // 1000 is rs in letters and digits, 36 more is 10, 1 more is 1
    assertThat(of(1000, 1036, 1037).toString()).isEqualTo("rs 10 1");
    assertThat(KeyList.read("rs 10 1")).containsExactly(1000L, 1036L, 1037L);
    assertThat(of(Long.MAX_VALUE).count()).isEqualTo(1);
    assertThat(KeyList.read(of(0, Long.MAX_VALUE).toString())).containsExactly(0L, Long.MAX_VALUE);
    assertThat(KeyList.read(of().toString())).isEmpty();
  }

  @Test
  void aFileOfTenThousandIsSmall() {
    KeyList list = new KeyList();
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      keys.add(7_000_000_000L + i * 39L);
      list.add(keys.get(i));
    }
    assertThat(KeyList.read(list.toString())).isEqualTo(keys);
    assertThat(list.toString()).hasSizeLessThan(40_000);
  }
}
