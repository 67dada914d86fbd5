package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is claimed of SMART is tested by name, and every requirement on a server is spoken to.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/">SMART App Launch 2.2</a>
 */
class SmartConformanceTest {

  private static final Path TABLE = Path.of("docs/conformance-smart.csv");

  /** The ids of what a server shall do or not do, by page of the guide. */
  private static final Map<String, Set<Integer>> REQUIRED =
      Map.of(
          "backend-services",
          ids(228, 231, 240, 241, 247, 249, 250, 251, 253, 254, 255, 256, 258, 259, 261, 265, 266),
          "client-confidential-asymmetric",
          ids(
              285, 286, 287, 288, 289, 296, 297, 305, 310, 316, 335, 336, 337, 338, 339, 340, 341,
              342),
          "conformance",
          union(
              IntStream.rangeClosed(348, 374).boxed().collect(Collectors.toSet()),
              ids(377, 378, 380, 381, 382, 383, 384, 385, 393, 394)));

  private static Set<Integer> ids(Integer... ids) {
    return new TreeSet<>(List.of(ids));
  }

  private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
    Set<Integer> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  @Test
  void everyRequirementOnAServerIsSpokenTo() throws IOException {
    Map<String, Set<Integer>> spoken = new ConformanceTable(TABLE).spoken();
    REQUIRED.forEach((page, ids) -> assertThat(spoken.get(page)).as(page).isEqualTo(ids));
  }

  @Test
  void whatIsMetNamesTestsThatExist() throws IOException {
    new ConformanceTable(TABLE).namesTestsThatExist();
  }
}
