package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is claimed of Bulk Data Access is tested by name, and every requirement on a server is
 * spoken to.
 *
 * @see <a href="https://hl7.org/fhir/uv/bulkdata/STU2/">Bulk Data Access 2.0</a>
 */
class BulkDataConformanceTest {

  private static final Path TABLE = Path.of("docs/conformance-bulk-data.csv");

  /** The ids of what a server shall do or not do, whatever page of the guide. */
  private static final Set<Integer> REQUIRED =
      Set.of(
          2, 5, 9, 12, 13, 14, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 32, 47, 49, 51, 52, 53, 59,
          62, 63, 77, 85, 92, 96, 97, 98, 99, 103, 109, 110, 111, 112, 117, 122, 132, 136, 137, 142,
          143, 144, 145, 147, 148, 150, 151, 152, 154, 155, 156, 157, 158, 159, 160, 161, 162, 164,
          165, 166, 168, 169, 170, 175, 178, 180, 181, 186, 187, 188, 189, 190, 191, 192, 193, 196,
          198, 199, 202, 204, 206, 207, 208, 209, 210, 213, 214, 215, 216, 223, 224, 225, 226, 227,
          229, 231, 234, 249, 250, 251, 254, 272, 273, 274, 297, 298, 299, 300, 301, 303, 304, 305,
          306, 308, 309, 310);

  @Test
  void everyRequirementOnAServerIsSpokenTo() throws IOException {
    Set<Integer> spoken = new TreeSet<>();
    new ConformanceTable(TABLE).spoken().values().forEach(spoken::addAll);
    assertThat(spoken).isEqualTo(new TreeSet<>(REQUIRED));
  }

  @Test
  void whatIsMetNamesTestsThatExist() throws IOException {
    new ConformanceTable(TABLE).namesTestsThatExist();
  }
}
