package org.openimr.operation.packet;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.core.casefile.EventTime;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What a request for a packet asks for, in its address or in its body.
 *
 * @param recipient who gets the packet
 * @param draft whether a draft is wanted
 * @param since only what came to the case after this; null for everything
 * @param form whether contents are put into it; null if that is not said
 * @param held the identities of documents that are not brought again; null for those that packets
 *     until {@code since} hold
 */
record PacketQuestion(
    String recipient, boolean draft, Instant since, Boolean form, Set<String> held) {

  private static final Set<String> RECIPIENTS = Set.of("imro", "department", "member", "provider");
  private static final Set<String> KNOWN = Set.of("recipient", "draft", "since", "inline");
  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_-]{0,39}";
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");

  /** A parameter: its value as text, and where it stands. */
  private record Given(String value, String place) {}

  static PacketQuestion read(RequestDetails request) {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<Given>> given = new TreeMap<>();
    Map<String, String[]> address = request.getParameters();
    (address == null ? Map.<String, String[]>of() : address)
        .forEach(
            (name, values) -> {
              for (String value : OF_FHIR.contains(name) ? new String[0] : values) {
                put(given, name, new Given(value, inAddress(name)));
              }
            });
    if (request.getResource() instanceof Parameters body) {
      for (int i = 0; i < body.getParameter().size(); i++) {
        ParametersParameterComponent each = body.getParameter().get(i);
        String value = each.hasValue() ? String.valueOf(each.getValue().primitiveValue()) : "";
        put(given, each.getName() + "", new Given(value, "Parameters.parameter[" + i + "]"));
      }
    } else if (request.getResource() != null) {
      String found = request.getResource().fhirType();
      problems.add(new Problem("structure", found, "The body is no Parameters."));
    }
    PacketQuestion question = question(given, problems);
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return question;
  }

  private static void put(Map<String, List<Given>> all, String name, Given given) {
    all.computeIfAbsent(name, n -> new ArrayList<>()).add(given);
  }

  private static String inAddress(String name) {
    return name.matches(PLAIN) ? "http." + name : null;
  }

  private static PacketQuestion question(Map<String, List<Given>> given, List<Problem> problems) {
    given.forEach(
        (name, values) -> {
          Given last = values.get(values.size() - 1);
          if (!KNOWN.contains(name)) {
            add(problems, "structure", last, "There is a parameter that $packet does not know.");
          } else if (values.size() > 1) {
            add(problems, "structure", last, "The parameter " + name + " stands more than once.");
          }
        });
    Given recipient = first(given, "recipient");
    if (recipient.value() == null || !RECIPIENTS.contains(recipient.value())) {
      boolean missing = recipient.value() == null;
      add(
          problems,
          missing ? "required" : "not-supported",
          recipient,
          missing
              ? "The parameter recipient is missing: imro, department, member or provider."
              : "Packets are made for the recipients imro, department, member and provider.");
    }
    Instant since = since(first(given, "since"), problems);
    Given inline = first(given, "inline");
    if (inline.value() != null && !Set.of("true", "false").contains(inline.value())) {
      add(problems, "value", inline, "The parameter inline is true or false.");
    }
    Given draft = first(given, "draft");
    if (draft.value() != null && !Set.of("true", "false").contains(draft.value())) {
      add(problems, "value", draft, "The parameter draft is true or false.");
    }
    return new PacketQuestion(
        recipient.value(),
        "true".equals(draft.value()),
        since,
        inline.value() == null ? null : Boolean.valueOf(inline.value()),
        null);
  }

  /** Whether contents are put into the packet that is made. */
  boolean inline() {
    return !Boolean.FALSE.equals(form);
  }

  private static Instant since(Given since, List<Problem> problems) {
    if (since.value() == null) {
      return null;
    }
    EventTime time = TimeText.read(since.value());
    if (time == null || time.instant() == null) {
      add(
          problems,
          "value",
          since,
          "The parameter since is a time with seconds and offset, such as"
              + " 2026-07-01T10:00:00-07:00 (in an address + is written %2B).");
      return null;
    }
    return time.instant();
  }

  private static void add(List<Problem> problems, String code, Given given, String text) {
    problems.add(new Problem(code, given.place(), text));
  }

  /** The first of a name; one without value, standing for the whole, if there is none. */
  private static Given first(Map<String, List<Given>> given, String name) {
    List<Given> values = given.get(name);
    return values == null ? new Given(null, "Parameters") : values.get(0);
  }
}
