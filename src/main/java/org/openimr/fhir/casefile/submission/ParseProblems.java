package org.openimr.fhir.casefile.submission;

import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Notes what the parser cannot place, instead of dropping it or stopping at the first. */
public final class ParseProblems extends ErrorHandlerAdapter {

  private final List<Problem> problems;

  /** Adds what it notes to these problems. */
  public ParseProblems(List<Problem> problems) {
    this.problems = problems;
  }

  private void add(String element, String text) {
    problems.add(new Problem("structure", null, "The element " + element + " " + text));
  }

  @Override
  public void incorrectJsonType(
      IParseLocation location,
      String element,
      ValueType expected,
      ScalarType expectedScalar,
      ValueType found,
      ScalarType foundScalar) {
    add(element, "is of JSON type " + found + "; " + expected + " was expected.");
  }

  @Override
  public void missingRequiredElement(IParseLocation location, String element) {
    add(element, "is missing.");
  }

  @Override
  public void unexpectedRepeatingElement(IParseLocation location, String element) {
    add(element, "may stand only once.");
  }

  @Override
  public void unknownAttribute(IParseLocation location, String attribute) {
    add(attribute, "is not known at its place.");
  }

  @Override
  public void unknownElement(IParseLocation location, String element) {
    add(element, "is not known at its place.");
  }

  @Override
  public void invalidValue(IParseLocation location, String value, String error) {
    problems.add(
        new Problem(
            "value",
            null,
            "An element"
                + (location == null ? "" : " in " + location.getParentElementName())
                + " has a value that its type or its list of codes does not allow."));
  }

  @Override
  public void extensionContainsValueAndNestedExtensions(IParseLocation location) {
    problems.add(
        new Problem("structure", null, "An extension has a value and extensions of its own."));
  }
}
