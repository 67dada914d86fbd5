package org.openimr.fhir.body;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Finds all that is wrong with a body as FHIR, each fault with its FHIRPath.
 *
 * <p>It is asked only once a body was found wrong, since it costs as much as parsing.
 */
public final class BodyFaults {

  private static final int MOST = 100;

  private final List<Problem> all = new ArrayList<>();
  private final List<Problem> ofShape = new ArrayList<>();
  private final List<Problem> ofValues = new ArrayList<>();
  private final List<Problem> ofCharacters = new ArrayList<>();

  private BodyFaults() {}

  /**
   * Looks at a body.
   *
   * @param body the bytes, in UTF-8
   * @param xml whether it is XML; else JSON
   * @param context the FHIR context
   * @return its faults
   */
  public static BodyFaults in(byte[] body, boolean xml, FhirContext context) {
    BodyFaults faults = new BodyFaults();
    if (xml) {
      new XmlBody(context, faults).read(body);
    } else {
      new JsonBody(context, faults).read(body);
    }
    return faults;
  }

  /** All faults in their order; empty if none was found. */
  public List<Problem> all() {
    return all;
  }

  /** Those of elements that do not belong where they stand, or stand there in another form. */
  public List<Problem> ofShape() {
    return ofShape;
  }

  /** Those of values that are not of their type. */
  public List<Problem> ofValues() {
    return ofValues;
  }

  /** Those of text that cannot be stored. */
  public List<Problem> ofCharacters() {
    return ofCharacters;
  }

  private void add(String expression, String text) {
    add(new Problem("invalid", expression, text), ofShape);
  }

  private void add(Problem problem, List<Problem> kind) {
    if (all.size() < MOST) {
      all.add(problem);
      kind.add(problem);
    }
  }

  void illFormed(String path, long line, long column) {
    add(path, "The body is not well formed: see line " + line + ", column " + column + ".");
  }

  void twice(String path, long line, long column) {
    add(path, "This element stands twice: see line " + line + ", column " + column + ".");
  }

  void noText(String path) {
    add(path, "The body is not text in UTF-8.");
  }

  void unknownType(String path, String type) {
    add(
        path,
        type.matches("[A-Za-z]{1,60}")
            ? "FHIR R4 has no resource type " + type + "."
            : "The body names no resourceType.");
  }

  void noResource(String path) {
    add(path, "A resource was expected here.");
  }

  void unknownElement(String path, String name) {
    add(path, "There is no " + said("element", name) + " at this place.");
  }

  void unknownAttribute(String path, String name) {
    add(path, "There is no " + said("attribute", name) + " at this place.");
  }

  void wrongShape(String path, String name, String found, String expected) {
    add(
        path,
        "The "
            + said("element", name)
            + " is of JSON type "
            + found
            + "; "
            + expected
            + " was expected.");
  }

  void repeated(String path, String name) {
    add(path, "The " + said("element", name) + " may stand only once.");
  }

  void badValue(String path, String name) {
    String text = "The value of " + name + " is not one that its type or its list of codes allows.";
    add(new Problem("invalid", path, text), ofValues);
  }

  void badCharacters(String path) {
    add(new Problem("value", path, Characters.FAULT), ofCharacters);
  }

  void documentType() {
    add(null, "The body has a document type definition, which is never read.");
  }

  private static String said(String kind, String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,80}")
        ? kind + " " + name
        : kind + " of that name";
  }
}
