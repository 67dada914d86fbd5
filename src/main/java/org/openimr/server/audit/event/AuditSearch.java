package org.openimr.server.audit.event;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.server.audit.record.AuditCondition;
import org.openimr.server.audit.record.AuditRecord;

/**
 * A search for AuditEvents, as conditions on records.
 *
 * @see <a href="https://hl7.org/fhir/R4/auditevent.html#search">FHIR R4, AuditEvent, search</a>
 */
final class AuditSearch {

  /** The record after which a page begins. */
  static final String AFTER = "_after";

  /** By what can be searched. */
  static final Set<String> PARAMETERS =
      Set.of(
          "_id", "action", "agent", "altid", "date", "entity", "outcome", "patient", "subtype",
          "type");

  private static final Set<String> OF_THE_ANSWER =
      Set.of("_format", "_pretty", "_summary", "_elements", "_count", "_sort", "_total", AFTER);
  private static final Map<String, String> SPOKEN =
      Map.of("ITI-71", AuditRecord.TOKEN, AuditEventWriter.SIGN_IN, AuditRecord.LOGIN);
  private static final String ID = "[0-9a-f-]{36}";

  private final List<Problem> problems = new ArrayList<>();
  private final AuditCondition condition = new AuditCondition();
  private boolean oldestFirst;
  private String after = "";

  private AuditSearch() {}

  /**
   * Reads the parameters of a request.
   *
   * @throws UnreadableResourceException naming all that cannot be understood
   */
  static AuditSearch read(Map<String, String[]> parameters) {
    AuditSearch search = new AuditSearch();
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            search.read(name, value);
          }
        });
    if (!search.problems.isEmpty()) {
      throw new UnreadableResourceException(search.problems, true);
    }
    return search;
  }

  /** What records must fulfil, on whatever page. */
  AuditCondition condition() {
    return condition;
  }

  /** The same, for those of this page and later ones. */
  AuditCondition page() {
    AuditCondition page = new AuditCondition().and(condition.sql(), condition.values());
    return after.isEmpty() ? page : page.and(oldestFirst ? "e.id > ?" : "e.id < ?", after);
  }

  boolean first() {
    return after.isEmpty();
  }

  String order() {
    return oldestFirst ? "e.id" : "e.id desc";
  }

  private void read(String name, String value) {
    String[] parts = name.split(":", 2);
    String modifier = parts.length > 1 ? parts[1] : "";
    switch (parts[0]) {
      case "_id" -> any(value, "e.id = ?", one -> new Object[] {one});
      case "date" -> date(value);
      case "patient" -> entity(name, value, modifier, "Patient", " and x.kind = 'patient'");
      case "entity" -> entity(name, value, modifier, "", "");
      case "agent" -> agent(name, value, modifier);
      case "altid" -> any(value, "e.client = ?", one -> new Object[] {code(one)});
      case "outcome" -> outcome(name, value, modifier);
      case "action" -> coded(name, value, AuditWords.ACTIONS);
      case "type" -> coded(name, value, AuditWords.TYPES);
      case "subtype" -> subtype(name, value);
      case "_sort" -> sort(value);
      case AFTER -> after(value);
      default -> {
        if (!OF_THE_ANSWER.contains(name)) {
          problem("not-supported", name, "AuditEvent cannot be searched by this parameter.");
        }
      }
    }
  }

  private void any(String value, String sql, Function<String, Object[]> values) {
    List<Object> all = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (String one : value.split(",")) {
      parts.add(sql);
      all.addAll(Arrays.asList(values.apply(one)));
    }
    condition.and(String.join(" or ", parts), all.toArray());
  }

  /** Only the code counts: no two systems here have the same. */
  private static String code(String token) {
    return token.substring(token.lastIndexOf('|') + 1);
  }

  private void entity(String name, String value, String modifier, String type, String kind) {
    if (modifier.equals("identifier") && type.isEmpty()) {
      any(value, "e.request_id = ?", one -> new Object[] {code(one)});
      return;
    }
    String of = modifier.isEmpty() ? type : modifier;
    boolean known = of.matches("[A-Z][A-Za-z]*|") && (type.isEmpty() || of.equals(type));
    List<String> references = new ArrayList<>();
    for (String one : value.split(",")) {
      String[] steps = one.split("/");
      String reference =
          steps.length > 1
              ? steps[steps.length - 2] + "/" + steps[steps.length - 1]
              : of + "/" + one;
      known &= reference.matches("[A-Z][A-Za-z]*/[A-Za-z0-9.-]{1,64}");
      references.add(reference);
    }
    if (!known) {
      problem("value", name, "The parameter is a reference such as Task/1.");
      return;
    }
    any(
        String.join(",", references),
        "exists (select 1 from imr_audit_entity x where x.event_id = e.id and x.reference = ?"
            + kind
            + ")",
        one -> new Object[] {one});
  }

  private void agent(String name, String value, String modifier) {
    if (modifier.equals("identifier")) {
      any(value, "e.client = ? or e.person = ?", one -> new Object[] {code(one), code(one)});
    } else if (modifier.isEmpty() || modifier.equals("Organization")) {
      any(
          value,
          "e.organization = ?",
          one -> new Object[] {one.substring(one.lastIndexOf('/') + 1)});
    } else {
      problem("value", name, "Agents are found by Organization or by :identifier.");
    }
  }

  private void outcome(String name, String value, String modifier) {
    Set<String> asked =
        Arrays.stream(value.split(",")).map(AuditSearch::code).collect(Collectors.toSet());
    if (Set.of("0", "4", "8", "12").containsAll(asked) && Set.of("", "not").contains(modifier)) {
      condition.and(AuditWords.outcomes(asked, modifier.isEmpty()));
    } else {
      problem("code-invalid", name, "An outcome is one of 0, 4, 8, 12.");
    }
  }

  private void coded(String name, String value, Map<String, Set<String>> words) {
    Set<String> interactions = new TreeSet<>();
    for (String one : value.split(",")) {
      if (!words.containsKey(code(one))) {
        problem("code-invalid", name, "The code is one of " + new TreeSet<>(words.keySet()) + ".");
        return;
      }
      interactions.addAll(words.get(code(one)));
    }
    any(String.join(",", interactions), "e.interaction = ?", one -> new Object[] {one});
  }

  private void subtype(String name, String value) {
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String one : value.split(",")) {
      String word = code(one);
      boolean operation = word.startsWith(AuditEventWriter.definition(""));
      parts.add(operation ? "e.operation = ?" : "e.interaction = ?");
      values.add(
          operation
              ? "$" + word.substring(word.lastIndexOf('/') + 1)
              : SPOKEN.getOrDefault(word, word));
    }
    condition.and(String.join(" or ", parts), values.toArray());
  }

  private void date(String value) {
    try {
      condition.and(AuditDates.condition(value));
    } catch (DataFormatException | InvalidRequestException unreadable) {
      problem("value", "date", "A date is one such as ge2026-11-27 or lt2026-11-27T10:00:00Z.");
    }
  }

  private void sort(String value) {
    if (!value.equals("date") && !value.equals("-date")) {
      problem("not-supported", "_sort", "AuditEvents are sorted by date or -date.");
    }
    oldestFirst = value.equals("date");
  }

  private void after(String value) {
    if (!value.matches(ID)) {
      problem("value", AFTER, "A page begins after the id of an AuditEvent.");
    }
    after = value;
  }

  private void problem(String code, String name, String text) {
    String place = name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,80}") ? "http." + name : null;
    problems.add(new Problem(code, place, text));
  }
}
