package org.openimr.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;

/** The canonical form is that of RFC 8785, and that which an implementation of others writes. */
class CanonicalJsonTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String canonical(String json) throws IOException {
    return new String(CanonicalJson.of(StrictJson.tree(utf8(json))), StandardCharsets.UTF_8);
  }

  private static void sameAsOthers(String json) throws IOException {
    assertThat(canonical(json))
        .isEqualTo(
            new String(new JsonCanonicalizer(json).getEncodedUTF8(), StandardCharsets.UTF_8));
  }

  @Test
  void theExampleOfTheSpecificationIsWrittenAsThere() throws IOException {
    // RFC 8785, sections 3.2.2 to 3.2.4
    assertThat(
            canonical(
                "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
                    + "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                    + "\"literals\":[null,true,false]}"))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void namesAreOrderedByCodeUnits() throws IOException {
    // RFC 8785, section 3.2.3
    assertThat(
            canonical(
                "{\"\\u20ac\":\"Euro\",\"\\r\":\"CR\",\"\\ufb33\":\"Dalet\",\"1\":\"One\","
                    + "\"\\ud83d\\ude00\":\"Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"o\"}"))
        .isEqualTo(
            "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro\","
                + "\"😀\":\"Face\",\"\ufb33\":\"Dalet\"}");
  }

  /** RFC 8785, appendix B, and what is about the limits of what a whole number is. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "5e-324, 5e-324",
    "-5e-324, -5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740992, 9007199254740992",
    "-9007199254740992, -9007199254740992",
    "9007199254740993, 9007199254740992",
    "9007199254740991, 9007199254740991",
    "295147905179352830000, 295147905179352830000",
    "9.999999999999997e22, 9.999999999999997e+22",
    "1e23, 1e+23",
    "999999999999999900000, 999999999999999900000",
    "1e21, 1e+21",
    "100000000000000000000, 100000000000000000000",
    "333333333.3333332, 333333333.3333332",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "1.50, 1.5",
    "-9223372036854775808, -9223372036854776000",
    "18446744073709551616, 18446744073709552000"
  })
  void numbersAreThoseOfTheSpecification(String given, String written) throws IOException {
    assertThat(canonical("[" + given + "]")).isEqualTo("[" + written + "]");
    sameAsOthers("[" + given + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1e400]", "[-1e400]", "[\"\\ud800\"]", "[\"\\udc00x\"]", "{\"\\ud83d\":1}"})
  void whatHasNoCanonicalFormIsRefused(String json) throws IOException {
    JsonNode tree = StrictJson.tree(utf8(json));

    assertThatThrownBy(() -> CanonicalJson.sha256(tree))
        .isInstanceOf(UnreadableResourceException.class);
  }

  @Test
  void anyTreeIsWrittenAsOthersWriteIt() throws IOException {
    Random random = new Random(8785);
    for (int i = 0; i < 3000; i++) {
      JsonNode tree = random.nextBoolean() ? object(random, 4) : array(random, 4);
      sameAsOthers(tree.toString());
      sameAsOthers(tree.toPrettyString());
    }
  }

  private static JsonNode any(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> NODES.textNode(text(random));
      case 1 -> NODES.numberNode(random.nextInt());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(new BigInteger(1 + random.nextInt(200), random));
      case 4 ->
          NODES.numberNode(new BigDecimal(new BigInteger(60, random), random.nextInt(600) - 280));
      case 5 -> NODES.booleanNode(random.nextBoolean());
      case 6 -> NODES.nullNode();
      case 7 -> object(random, depth - 1);
      default -> array(random, depth - 1);
    };
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.set(text(random), any(random, depth));
    }
    return object;
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(6); i > 0; i--) {
      array.add(any(random, depth));
    }
    return array;
  }

  private static String text(Random random) {
    // now and then as long as what is left in the body, or longer than what is held at a time
    int length = random.nextInt(20) == 0 ? 500 + random.nextInt(20_000) : random.nextInt(12);
    boolean ascii = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      int character =
          ascii
              ? ' ' + random.nextInt(95)
              : random.nextInt(random.nextBoolean() ? 0x900 : 0x110000);
      if (!Character.isValidCodePoint(character)
          || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        continue;
      }
      text.appendCodePoint(character);
    }
    return text.toString();
  }

  @Test
  void longTextsStayInTheBodyAndReadTheSame() throws IOException {
    String data = "QUJD".repeat(1000);
    byte[] body =
        utf8(
            "{\"a\" : \""
                + data
                + "\",\"b\":[\""
                + data
                + "\" , \""
                + data
                + "\\n\",\"ü"
                + data
                + "\"]}");
    JsonNode tree = StrictJson.tree(body);

    assertThat(tree.get("a")).isInstanceOf(BodyText.class);
    assertThat(tree.at("/b/0")).isInstanceOf(BodyText.class);
    assertThat(tree.at("/b/1")).isNotInstanceOf(BodyText.class);
    assertThat(tree.at("/b/2")).isNotInstanceOf(BodyText.class);
    assertThat(tree.get("a").asText()).isEqualTo(data);
    assertThat(tree.toString()).isEqualTo(StrictJson.MAPPER.readTree(body).toString());
    assertThat(CanonicalJson.of(tree)).isEqualTo(CanonicalJson.of(tree.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{} {}",
        "{} x",
        "[1,]",
        "[01]",
        "[NaN]",
        "{'a':1}",
        "[\"\n\"]",
        "[\"x]",
        "{\"a\"}",
        "[1"
      })
  void whatIsNotStrictIsRefused(String json) {
    assertThatThrownBy(() -> StrictJson.tree(utf8(json))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> StrictJson.MAPPER.readTree(utf8(json)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aLongTextWithoutEndOrWithALineBreakIsRefused() {
    String data = "QUJD".repeat(1000);

    assertThatThrownBy(() -> StrictJson.tree(utf8("[\"" + data))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> StrictJson.tree(utf8("[\"" + data + "\n\"]")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> StrictJson.tree(utf8("[".repeat(1000) + "]".repeat(1000))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void contentIsHashedAsItIsDecoded() throws IOException {
    Random random = new Random(64);
    for (int length : new int[] {0, 1, 2, 3, 800, 49_151, 49_152, 49_153, 98_304, 200_000}) {
      byte[] content = new byte[length];
      random.nextBytes(content);
      String sha256 = CanonicalJson.sha256(content);

      assertThat(hash(Base64.getEncoder().encodeToString(content))).isEqualTo(sha256);
      assertThat(hash(Base64.getEncoder().withoutPadding().encodeToString(content)))
          .isEqualTo(sha256);
      assertThat(hash(Base64.getMimeEncoder().encodeToString(content).replace("\r\n", " ")))
          .as("with spaces, as FHIR allows")
          .isEqualTo(sha256);
    }
    String whole = "QUJD".repeat(16_383);
    assertThat(hash(whole + "QQ==" + whole)).as("padding amid").isNull();
    assertThat(hash(whole + "QUJDQ")).as("a character too many").isNull();
  }

  private static String hash(String base64) throws IOException {
    return Base64Content.sha256(StrictJson.tree(utf8("[\"" + base64 + "\"]")).get(0));
  }
}
