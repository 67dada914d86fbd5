package org.openimr.server;

import ca.uhn.fhir.rest.annotation.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operation providers of this project.
 *
 * @param providers one object per operation, its methods annotated with {@link Operation}
 */
public record OfferedOperations(List<Object> providers) {

  /** Those of FHIR itself that HAPI answers and that are offered, as names of its definitions. */
  private static final Map<String, String> OF_FHIR =
      Map.of(
          "CodeSystem/$lookup", "CodeSystem-lookup",
          "CodeSystem/$validate-code", "CodeSystem-validate-code",
          "ValueSet/$expand", "ValueSet-expand",
          "ValueSet/$validate-code", "ValueSet-validate-code");

  /** What FHIR calls the operation that checks a resource of any type. */
  private static final String VALIDATE = "$validate";

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

  /** Whether an operation is offered for a type; all else that HAPI could do is not there. */
  public boolean offers(String type, String operation) {
    return names().contains(operation)
        || operation.equals(VALIDATE)
        || OF_FHIR.containsKey(type + "/" + operation);
  }

  /** The canonical of FHIR's own definition of an operation; empty if it is one of this project. */
  public Optional<String> definedByFhir(String type, String operation) {
    String name =
        operation.equals(VALIDATE) ? "Resource-validate" : OF_FHIR.get(type + "/" + operation);
    return Optional.ofNullable(name).map(id -> "http://hl7.org/fhir/OperationDefinition/" + id);
  }
}
