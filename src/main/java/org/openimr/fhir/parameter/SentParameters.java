package org.openimr.fhir.parameter;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.BodyFaults;

/**
 * Parameters as they were sent, with what in them FHIR does not know.
 *
 * <p>A parser that stops at the first such thing would hide the rest; one that drops it would
 * answer another question than was asked.
 */
public final class SentParameters {

  private final Parameters parameters;
  private final List<Problem> unknown;
  private final List<Problem> invalid;

  private SentParameters(Parameters parameters, List<Problem> unknown, List<Problem> invalid) {
    this.parameters = parameters;
    this.unknown = unknown;
    this.invalid = invalid;
  }

  /**
   * Takes parameters that are known to be whole.
   *
   * @param parameters the parameters
   * @return the same
   */
  public static SentParameters of(Parameters parameters) {
    return new SentParameters(parameters, List.of(), List.of());
  }

  /**
   * Parses a body.
   *
   * @param body the bytes, in UTF-8; empty for no parameters
   * @param xml whether it is XML; else JSON
   * @param context the FHIR context
   * @return the parameters
   * @throws DataFormatException if the body is not well formed
   * @throws UnreadableResourceException if it is another resource
   */
  public static SentParameters parse(byte[] body, boolean xml, FhirContext context) {
    if (body.length == 0) {
      return of(new Parameters());
    }
    IParser parser = xml ? context.newXmlParser() : context.newJsonParser();
    Notes notes = new Notes();
    parser.setParserErrorHandler(notes);
    IBaseResource resource = parsed(parser, new String(body, StandardCharsets.UTF_8));
    if (resource instanceof Parameters parameters) {
      notes.place(body, xml, context);
      return new SentParameters(parameters, notes.unknown, notes.invalid);
    }
    String found = resource.fhirType();
    throw new UnreadableResourceException(
        List.of(
            new Problem(
                "structure", found, "The body is a " + found + "; Parameters were expected.")),
        true);
  }

  /**
   * Parses a text that comes from a file: as {@link #parse} does, and quicker if it is simple JSON.
   *
   * @param body the bytes, in UTF-8
   * @param xml whether it is XML; else JSON
   * @return the parameters
   * @throws DataFormatException if the text is not well formed
   * @throws UnreadableResourceException if it is another resource
   */
  public static SentParameters ofFile(byte[] body, boolean xml) {
    return (xml
            ? Optional.<Parameters>empty()
            : PlainQuestion.read(new String(body, StandardCharsets.UTF_8)))
        .map(SentParameters::of)
        .orElseGet(() -> parse(body, xml, FhirContext.forR4Cached()));
  }

  private static IBaseResource parsed(IParser parser, String body) {
    try {
      return parser.parseResource(body);
    } catch (NullPointerException | ClassCastException e) {
      // so the parser fails on a null or a text where a resource belongs
      throw new DataFormatException("a null or a text stands where a resource belongs", e);
    }
  }

  /**
   * Lets a reader read the parameters.
   *
   * @param reader the reader
   * @param <T> what it makes of them
   * @return what the reader makes of them
   * @throws UnreadableResourceException naming what the reader objects to and what FHIR does not
   *     know
   */
  public <T> T read(Function<Parameters, T> reader) {
    List<Problem> problems = new ArrayList<>(unknown);
    try {
      T read = reader.apply(parameters);
      // a value that could not be parsed is missed by the reader where it matters
      problems.addAll(invalid);
      if (problems.isEmpty()) {
        return read;
      }
    } catch (UnreadableResourceException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      problems.addAll(e.problems());
    }
    throw new UnreadableResourceException(problems, true);
  }

  /**
   * Looks at the parameters, whatever is wrong with them.
   *
   * @param look what looks
   * @param <T> what it finds
   * @return what it finds
   */
  public <T> T peek(Function<Parameters, T> look) {
    return look.apply(parameters);
  }

  /** What the parser cannot place. */
  private static final class Notes extends ErrorHandlerAdapter {

    private static final int MOST = 100;

    private final List<Problem> unknown = new ArrayList<>(0);
    private final List<Problem> invalid = new ArrayList<>(0);

    /** The parser does not say where in the body it is. */
    private void place(byte[] body, boolean xml, FhirContext context) {
      if (unknown.isEmpty() && invalid.isEmpty()) {
        return;
      }
      BodyFaults faults = BodyFaults.in(body, xml, context);
      place(unknown, faults.ofShape());
      place(invalid, faults.ofValues());
    }

    private static void place(List<Problem> notes, List<Problem> faults) {
      for (int i = 0; i < notes.size() && notes.size() <= faults.size(); i++) {
        notes.set(
            i, new Problem(notes.get(i).code(), faults.get(i).expression(), notes.get(i).text()));
      }
    }

    private void note(IParseLocation location, String element, String text) {
      String parent = location == null ? null : location.getParentElementName();
      if (unknown.size() < MOST) {
        unknown.add(
            new Problem(
                "structure",
                null,
                "The element "
                    + Part.said(element)
                    + (parent == null ? " " : " of " + Part.said(parent) + " ")
                    + text));
      }
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
      note(location, element, "is not known to FHIR R4 at its place.");
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
      note(location, attribute, "is not known to FHIR R4 at its place.");
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
      note(location, element, "stands twice; once was expected.");
    }

    @Override
    public void incorrectJsonType(
        IParseLocation location,
        String element,
        ValueType expected,
        ScalarType expectedScalar,
        ValueType found,
        ScalarType foundScalar) {
      note(
          location,
          element,
          "is of JSON type "
              + (foundScalar == null ? found : foundScalar)
              + "; "
              + (expectedScalar == null ? expected : expectedScalar)
              + " was expected.");
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
      if (invalid.isEmpty()) {
        invalid.add(new Problem("value", null, "A value is not one that its type allows."));
      }
    }
  }
}
