package org.openimr.core.determination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openimr.core.determination.RecordsRead.Fault;
import org.openimr.core.determination.RecordsRead.Mistake;

/** Every document of the packet is read or not read, and none is both. */
class RecordsReadTest {

  private static final Set<String> PACKET = Set.of("a", "b", "c");

  @Test
  void eachDocumentOnceIsRight() {
    assertThat(new RecordsRead(List.of("b", "a"), List.of("c")).against(PACKET)).isEmpty();
    assertThat(new RecordsRead(List.of(), List.of()).against(Set.of())).isEmpty();
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    assertThat(new RecordsRead(List.of("a", "x"), List.of("a", "y")).against(PACKET))
        .containsExactly(
            new Fault(Mistake.UNKNOWN, true, 1, "x"),
            new Fault(Mistake.TWICE, false, 0, "a"),
            new Fault(Mistake.UNKNOWN, false, 1, "y"),
            new Fault(Mistake.MISSING, true, -1, "b"),
            new Fault(Mistake.MISSING, true, -1, "c"));
  }

  @Test
  void twiceInOneListIsAMistakeToo() {
    assertThat(new RecordsRead(List.of("a", "b", "b"), List.of("c")).against(PACKET))
        .containsExactly(new Fault(Mistake.TWICE, true, 2, "b"));
  }
}
