package org.openimr.operation.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One SMART scope, such as {@code system/Task.rs}: a type of resource and what may be done with it.
 *
 * <p>Scopes of SMART 1 ({@code .read}, {@code .write}, {@code .*}) are read as what they mean in
 * SMART 2. Scopes narrowed by a search ({@code system/Task.rs?…}) are not understood here.
 *
 * @param context {@code system} for a program, {@code user} for a person
 * @param type resource type, or {@code *} for all
 * @param permissions letters out of {@code cruds}, in this order
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
public record Scope(String context, String type, String permissions) {

  private static final Pattern FORM =
      Pattern.compile(
          "(system|user)/(\\*|[A-Z][A-Za-z]{1,63})\\.(read|write|\\*|(?=[cruds])c?r?u?d?s?)");

  /** The scope that a text stands for; empty if it stands for none. */
  public static Optional<Scope> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String permissions =
        switch (form.group(3)) {
          case "read" -> "rs";
          case "write" -> "cud";
          case "*" -> "cruds";
          default -> form.group(3);
        };
    return Optional.of(new Scope(form.group(1), form.group(2), permissions));
  }

  /** Whether it is about a type; {@code *} asks for all types. */
  boolean concerns(String asked) {
    return type.equals("*") || type.equals(asked);
  }
}
