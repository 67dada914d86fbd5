package org.openimr.server;

import ca.uhn.fhir.rest.annotation.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operation providers of this project.
 *
 * @param providers one object per operation, its methods annotated with {@link Operation}
 */
public record OfferedOperations(List<Object> providers) {

  /** These providers. */
  public static OfferedOperations of(Object... providers) {
    return new OfferedOperations(List.of(providers));
  }

  /** Their names, each with its dollar sign. */
  public Set<String> names() {
    return providers.stream()
        .flatMap(provider -> Arrays.stream(provider.getClass().getMethods()))
        .map(method -> method.getAnnotation(Operation.class))
        .filter(Objects::nonNull)
        .map(operation -> "$" + operation.name().replaceFirst("^\\$", ""))
        .collect(Collectors.toUnmodifiableSet());
  }
}
