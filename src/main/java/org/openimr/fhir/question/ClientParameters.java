package org.openimr.fhir.question;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads a registration of a client from {@code Parameters}, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/register-client.md">register-client</a>
 */
public final class ClientParameters {

  private static final String CLIENT = "client";

  /** Member of the registration by name of the parameter. */
  private static final Map<String, String> TEXTS =
      Map.of(
          CLIENT,
          "id",
          "role",
          "role",
          "organization",
          "organization",
          "jwks",
          "jwks",
          "jwksUrl",
          "jwks-url");

  private static final Map<String, String> LISTS =
      Map.of("scope", "scopes", "redirectUrl", "redirect-addresses");

  private static final Map<String, String> FLAGS =
      Map.of("boundToCertificate", "bound-to-certificate", "disabled", "disabled");

  private ClientParameters() {}

  /**
   * Reads a registration.
   *
   * @return its members, as a file of clients has them
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static Map<String, Object> registration(Parameters parameters) {
    Set<String> names = new TreeSet<>(TEXTS.keySet());
    names.addAll(LISTS.keySet());
    names.addAll(FLAGS.keySet());
    return read(parameters, names);
  }

  /**
   * Reads which client is to be refused or accepted.
   *
   * @return the members {@code id} and, if it was sent, {@code disabled}
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static Map<String, Object> refusal(Parameters parameters) {
    return read(parameters, new TreeSet<>(Set.of(CLIENT, "disabled")));
  }

  /** The FHIRPath of the parameter that a member was read from. */
  public static String expression(String member) {
    for (Map<String, String> names : List.of(TEXTS, LISTS, FLAGS)) {
      for (Map.Entry<String, String> name : names.entrySet()) {
        if (name.getValue().equals(member)) {
          return "Parameters.parameter.where(name='" + name.getKey() + "')";
        }
      }
    }
    return "Parameters";
  }

  private static Map<String, Object> read(Parameters parameters, Set<String> names) {
    Problems problems = new Problems();
    Map<String, Object> members = new LinkedHashMap<>();
    SeenNames seen =
        SeenNames.take(
            parameters, names, LISTS.keySet(), problems, part -> take(part, part.label(), members));
    if (!seen.contains(CLIENT)) {
      problems.malformed("required", "Parameters", "The request names no client.");
    }
    problems.report();
    return members;
  }

  private static void take(Part part, String name, Map<String, Object> members) {
    if (FLAGS.containsKey(name)) {
      members.put(FLAGS.get(name), part.truth());
    } else if (LISTS.containsKey(name)) {
      @SuppressWarnings("unchecked")
      List<String> list =
          (List<String>) members.computeIfAbsent(LISTS.get(name), key -> new ArrayList<String>());
      list.add(part.text("string", "url", "uri"));
    } else {
      members.put(TEXTS.get(name), part.text("string", "code", "url", "uri"));
    }
  }
}
