package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What is asked about a packet: the packet as it was sent, byte for byte, and which one it should
 * be. The body is the Bundle itself, or Parameters with {@code packet}, {@code number} and {@code
 * recipient}.
 */
public final class VerificationQuestion {

  private static final Map<String, String> KNOWN =
      Map.of("packet", "resource", "number", "valueString", "recipient", "valueCode");
  private static final Set<String> RECIPIENTS = Set.of("imro", "department", "member", "provider");
  private static final Set<String> ADDRESSED = Set.of("number", "recipient");
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");
  private static final int MOST_TEXT = 200;

  private final JsonNode packet;
  private final ExpectedPacket expected;

  private VerificationQuestion(JsonNode packet, ExpectedPacket expected) {
    this.packet = packet;
    this.expected = expected;
  }

  /**
   * Reads a body.
   *
   * @param body the bytes
   * @return the question
   * @throws UnreadableResourceException if it is none
   */
  public static VerificationQuestion read(byte[] body) {
    JsonNode root = PacketTree.json(body);
    if (!root.path("resourceType").asText().equals("Parameters")) {
      return new VerificationQuestion(root, ExpectedPacket.ANY);
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, JsonNode> given = new HashMap<>();
    JsonNode parameters = root.path("parameter");
    for (int i = 0; i < parameters.size(); i++) {
      take(parameters.get(i), "Parameters.parameter[" + i + "]", given, problems);
    }
    if (!given.containsKey("packet")) {
      problems.add(
          new Problem("required", "Parameters", "The parameter packet is missing: a Bundle."));
    }
    String recipient = text(given.get("recipient"));
    if (recipient != null && !RECIPIENTS.contains(recipient)) {
      problems.add(noRecipient("Parameters.parameter"));
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return new VerificationQuestion(
        given.get("packet"), new ExpectedPacket(text(given.get("number")), recipient));
  }

  /**
   * Reads which packet it should be from an address.
   *
   * @param address what stands there, by name; may be null
   * @return the packet
   * @throws UnreadableResourceException if anything else stands there
   */
  public static ExpectedPacket expected(Map<String, String[]> address) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    (address == null ? Map.<String, String[]>of() : address)
        .forEach(
            (name, values) -> {
              boolean known = ADDRESSED.contains(name);
              if (!known && !OF_FHIR.contains(name)) {
                problems.add(
                    new Problem(
                        "structure",
                        null,
                        "There is a parameter that $verify-packet does not know: number and"
                            + " recipient stand in the address of a zip."));
              } else if (known && (values.length != 1 || values[0].length() > MOST_TEXT)) {
                problems.add(
                    new Problem(
                        "structure", "http." + name, name + " must stand once, and short."));
              } else if (known) {
                given.put(name, values[0]);
              }
            });
    if (given.containsKey("recipient") && !RECIPIENTS.contains(given.get("recipient"))) {
      problems.add(noRecipient("http.recipient"));
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return new ExpectedPacket(given.get("number"), given.get("recipient"));
  }

  private static Problem noRecipient(String place) {
    return new Problem(
        "code-invalid", place, "The recipient is none: imro, department, member or provider.");
  }

  private static void take(
      JsonNode parameter, String place, Map<String, JsonNode> given, List<Problem> problems) {
    String name = parameter.path("name").asText();
    String value = KNOWN.get(name);
    JsonNode found = value == null ? null : parameter.path(value);
    if (value == null) {
      problems.add(
          new Problem(
              "structure", place, "There is a parameter that $verify-packet does not know."));
    } else if (name.equals("packet") ? !(found instanceof ObjectNode) : !plain(found)) {
      problems.add(
          new Problem("structure", place, "The parameter " + name + " has no " + value + "."));
    } else if (given.put(name, found) != null) {
      problems.add(
          new Problem("structure", place, "The parameter " + name + " stands more than once."));
    }
  }

  private static boolean plain(JsonNode value) {
    return value.isTextual() && !value.asText().isBlank() && value.asText().length() <= MOST_TEXT;
  }

  private static String text(JsonNode value) {
    return value == null ? null : value.asText();
  }

  JsonNode packet() {
    return packet;
  }

  ExpectedPacket expected() {
    return expected;
  }
}
