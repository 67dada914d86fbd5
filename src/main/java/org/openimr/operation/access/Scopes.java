package org.openimr.operation.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a token allows at most; what its holder's role does not allow stays forbidden.
 *
 * @param each the scopes, which add up
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
public record Scopes(List<Scope> each) {

  /** No limit beside the role. */
  public static final Scopes ALL = new Scopes(List.of(new Scope("system", "*", "cruds")));

  /** Nothing. */
  public static final Scopes NONE = new Scopes(List.of());

  /** Keeps a copy. */
  public Scopes {
    each = List.copyOf(each);
  }

  /** The scopes among these texts; others, such as {@code openid}, allow nothing here. */
  public static Scopes of(Collection<String> texts) {
    return new Scopes(texts.stream().map(Scope::parse).flatMap(Optional::stream).toList());
  }

  /** The scopes in a text that separates them by spaces. */
  public static Scopes parse(String text) {
    return of(Arrays.asList(text.split(" ")));
  }

  /**
   * Whether all of this may be done with a type.
   *
   * @param type resource type, or {@code *} for all
   * @param permissions letters out of {@code cruds}
   */
  public boolean permit(String type, String permissions) {
    return permissions
        .chars()
        .allMatch(
            letter ->
                each.stream()
                    .anyMatch(
                        scope -> scope.concerns(type) && scope.permissions().indexOf(letter) >= 0));
  }

  /** Whether a scope, which is of the same context, asks for nothing that these do not allow. */
  public boolean cover(Scope scope) {
    return new Scopes(each.stream().filter(one -> one.context().equals(scope.context())).toList())
        .permit(scope.type(), scope.permissions());
  }
}
