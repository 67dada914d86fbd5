package org.openimr.fhir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was sent is well-formed FHIR but cannot be accepted; names every problem at once.
 *
 * <p>Texts name elements, codes and rules, never values that tell of a person.
 */
public final class UnreadableResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final boolean malformed;

  /**
   * One problem.
   *
   * @param code what kind of problem, a code of FHIR's value set {@code issue-type}, for example
   *     {@code code-invalid}
   * @param expression FHIRPath of the element to blame, for example {@code
   *     Bundle.entry[3].resource.status}; or null
   * @param text a sentence: what was found, what was expected
   */
  public record Problem(String code, String expression, String text) {

    /** Refuses a problem without code or text. */
    public Problem {
      if (code == null || text == null) {
        throw new IllegalArgumentException("a problem needs a code and a text");
      }
    }
  }

  /**
   * Makes the exception for what was understood but cannot be accepted.
   *
   * @param problems all problems, at least one
   */
  public UnreadableResourceException(List<Problem> problems) {
    this(problems, false);
  }

  /**
   * Makes the exception.
   *
   * @param problems all problems, at least one
   * @param malformed whether the shape itself is wrong, so that not all of it was understood
   */
  public UnreadableResourceException(List<Problem> problems, boolean malformed) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("; ")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("at least one problem is to be named");
    }
    this.problems = List.copyOf(problems);
    this.malformed = malformed;
  }

  /**
   * Says whether the shape itself is wrong.
   *
   * @return true if an element is missing, unknown or of the wrong type; false if all was
   *     understood and something cannot be accepted
   */
  public boolean malformed() {
    return malformed;
  }

  /**
   * Returns the problems.
   *
   * @return all problems, in the order of the elements
   */
  public List<Problem> problems() {
    return problems;
  }
}
