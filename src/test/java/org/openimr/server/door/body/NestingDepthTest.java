package org.openimr.server.door.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingDepthTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"valueDecimal\":1e400000000}",
        "{\"valueInteger\": -1.5E+9999}",
        "[0.1, 1e-100000]",
      })
  void seesANumberThatCannotBeWrittenOut(String body) {
    assertThat(after(body).endlessNumber()).isTrue();
    assertThat(after("{\"a\":" + "9".repeat(400) + "}").endlessNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":12.50,\"b\":1e10,\"c\":\"1e400000000\",\"d\":[1,2,3,4,5,6,7,8,9]}",
        "{\"id\":\"3e12345678\",\"date\":\"2026-07-01T10:00:00-07:00\"}",
        "<a><date value=\"2026-07-01T10:00:00-07:00\"/><id value=\"a1e99999\"/>1e99999</a>",
        // identifiers look like this too; decimals in XML are looked at once they are parsed
        "<a><value value=\"12E34567\"/><valueDecimal value='1e400000000'/></a>",
        "_id=4e123456-1b0b-5db7-ae53-3aaa45dbfe33,12e99999",
        "<a><id value=\"4e123456-1b0b-5db7-ae53-3aaa45dbfe33\"/><id value='12E34567x'/></a>",
      })
  void letsOrdinaryBodiesPass(String body) {
    assertThat(after(body).endlessNumber()).isFalse();
  }

  private static NestingDepth after(String body) {
    NestingDepth depth = new NestingDepth();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    // in two pieces, as a body may arrive
    depth.after(bytes, 0, bytes.length / 2);
    depth.after(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    return depth;
  }
}
