package org.openimr.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * What a request for a packet asks for, in its address or in its body.
 *
 * @param recipient who gets the packet
 * @param draft whether a draft is wanted
 */
record PacketQuestion(String recipient, boolean draft) {

  private static final Set<String> RECIPIENTS = Set.of("imro", "department");
  private static final Set<String> KNOWN = Set.of("recipient", "draft", "since", "inline");
  private static final Set<String> OF_FHIR = Set.of("_format", "_pretty");

  static PacketQuestion read(RequestDetails request) {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<String>> given = new TreeMap<>();
    Map<String, String[]> address = request.getParameters();
    (address == null ? Map.<String, String[]>of() : address)
        .forEach(
            (name, values) -> {
              if (!OF_FHIR.contains(name)) {
                given.computeIfAbsent(name, n -> new ArrayList<>()).addAll(List.of(values));
              }
            });
    if (request.getResource() instanceof Parameters body) {
      for (ParametersParameterComponent each : body.getParameter()) {
        given
            .computeIfAbsent(String.valueOf(each.getName()), n -> new ArrayList<>())
            .add(each.hasValue() ? String.valueOf(each.getValue().primitiveValue()) : "");
      }
    } else if (request.getResource() != null) {
      problems.add(new Problem("structure", null, "The body is no Parameters."));
    }
    PacketQuestion question = question(given, problems);
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
    return question;
  }

  private static PacketQuestion question(Map<String, List<String>> given, List<Problem> problems) {
    given.forEach(
        (name, values) -> {
          if (!KNOWN.contains(name)) {
            add(problems, "structure", "There is a parameter that $packet does not know.");
          } else if (values.size() > 1) {
            add(problems, "structure", "The parameter " + name + " stands more than once.");
          }
        });
    String recipient = first(given, "recipient");
    if (recipient == null) {
      add(problems, "required", "The parameter recipient is missing: imro or department.");
    } else if (!RECIPIENTS.contains(recipient)) {
      add(problems, "not-supported", "Packets are made for the recipients imro and department.");
    }
    if (given.containsKey("since")) {
      add(problems, "not-supported", "The parameter since is not supported.");
    }
    if (given.containsKey("inline") && !"true".equals(first(given, "inline"))) {
      add(problems, "not-supported", "The parameter inline can only be true.");
    }
    String draft = first(given, "draft");
    if (draft != null && !draft.equals("true") && !draft.equals("false")) {
      add(problems, "value", "The parameter draft is true or false.");
    }
    return new PacketQuestion(recipient, "true".equals(draft));
  }

  private static void add(List<Problem> problems, String code, String text) {
    problems.add(new Problem(code, null, text));
  }

  private static String first(Map<String, List<String>> given, String name) {
    List<String> values = given.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
