package org.openimr.fhir.parameter;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.core.casefile.Vocabulary;

/** The names of the parts that one parameter has so far; objects to unknown and repeated ones. */
public final class SeenNames {

  private final Part owner;
  private final Set<String> known;
  private final Set<String> seen = new HashSet<>();

  /** Nothing seen yet of the names that a parameter may have among its parts. */
  public SeenNames(Part owner, Set<String> known) {
    this.owner = owner;
    this.known = known;
  }

  /**
   * Takes the parameters of a request, and objects to those that are unknown or stand twice.
   *
   * @param names what may stand
   * @param many which of them may stand several times
   * @param taker is given each that may be taken, labelled with its name
   * @return the names that stood
   */
  public static SeenNames take(
      Parameters parameters,
      Set<String> names,
      Set<String> many,
      Problems problems,
      Consumer<Part> taker) {
    SeenNames seen = new SeenNames(new Part(null, "Parameters", "The request", problems), names);
    for (int i = 0; i < parameters.getParameter().size(); i++) {
      ParametersParameterComponent given = parameters.getParameter().get(i);
      Part part =
          new Part(given, "Parameters.parameter[" + i + "]", given.getName() + "", problems);
      if (many.contains(part.label()) ? seen.known(part) : seen.once(part)) {
        taker.accept(part);
      }
    }
    return seen;
  }

  /** Whether a part has a known name and may be taken. */
  public boolean known(Part part) {
    String name = part.given().getName();
    if (name != null && known.contains(name)) {
      seen.add(name);
      return true;
    }
    String text =
        name == null
            ? "A " + (top() ? "parameter" : "part of " + owner.label()) + " has no name"
            : top()
                ? "There is no parameter " + Part.said(name)
                : owner.label() + " has no part " + Part.said(name);
    owner
        .problems()
        .malformed(
            name == null ? "required" : "structure",
            part.path() + ".name",
            text + "; there may be " + Vocabulary.listed(known) + ".");
    return false;
  }

  /** Whether a part has a known name that did not stand before, and may be taken. */
  public boolean once(Part part) {
    if (seen.contains(part.given().getName() + "")) {
      owner
          .problems()
          .malformed("structure", part.path(), part.label() + " stands twice; once was expected.");
      return false;
    }
    return known(part);
  }

  /** Whether a part of the name was there. */
  public boolean contains(String name) {
    return seen.contains(name);
  }

  /** Objects if no part of the name was there. */
  public void require(String name) {
    if (!seen.contains(name)) {
      owner
          .problems()
          .malformed(
              "required",
              owner.path(),
              owner.label() + " has no part '" + name + "', which every one must have.");
    }
  }

  private boolean top() {
    return owner.given() == null;
  }
}
