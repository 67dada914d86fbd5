package org.openimr.server.command.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.openimr.fhir.policy.text.PolicyComparison.Change;
import org.openimr.fhir.policy.text.PolicyComparison.Kind;

/**
 * What changed between two policies, for people or for programs.
 *
 * @param before the old policy, {@code code|version}
 * @param after the new one
 * @param changes what changed
 */
record ChangeReport(String before, String after, List<Change> changes) {

  /** For people. */
  String words() {
    StringBuilder words = new StringBuilder(before).append(" -> ").append(after);
    String part = "";
    for (Change change : changes) {
      if (change.kind() == Kind.CHANGED) {
        words.append(change.part().equals(part) ? "" : "\n~ " + change.part());
        words.append("\n    ").append(change.key()).append(": ");
        words.append(said(change.before())).append("\n      -> ").append(said(change.after()));
      } else {
        words.append(change.kind() == Kind.ADDED ? "\n+ " : "\n- ").append(change.part());
        String told = change.kind() == Kind.ADDED ? change.after() : change.before();
        words.append(told == null ? "" : ": " + told);
      }
      part = change.part();
    }
    return words.append('\n').append(count()).toString();
  }

  private static String said(String value) {
    return value == null ? "(nothing)" : value;
  }

  private String count() {
    if (changes.isEmpty()) {
      return "nothing changed";
    }
    return parts(Kind.ADDED)
        + " parts added, "
        + parts(Kind.REMOVED)
        + " removed, "
        + parts(Kind.CHANGED)
        + " changed";
  }

  private long parts(Kind kind) {
    return changes.stream()
        .filter(change -> change.kind() == kind)
        .map(Change::part)
        .distinct()
        .count();
  }

  /** For programs. */
  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      out.writeStringField("old", before);
      out.writeStringField("new", after);
      out.writeArrayFieldStart("changes");
      for (Change change : changes) {
        out.writeStartObject();
        out.writeStringField("kind", change.kind().name().toLowerCase(Locale.ROOT));
        out.writeStringField("part", change.part());
        field(out, "key", change.key());
        field(out, "before", change.before());
        field(out, "after", change.after());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void field(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }
}
