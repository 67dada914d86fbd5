package org.openimr.fhir.determination;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.determination.DeterminationQuestion.Line;
import org.openimr.fhir.determination.DeterminationQuestion.Told;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads a determination that a client wants recorded, and names every problem at once.
 *
 * @see <a
 *     href="../../../../../../../docs/operations/record-determination.md">record-determination</a>
 */
public final class DeterminationQuestionReader {

  private static final Set<String> NAMES =
      Set.of("packet", "identifier", "time", "line", "qualifications", "reviewed", "notReviewed");
  private static final Set<String> MANY =
      Set.of("line", "qualifications", "reviewed", "notReviewed");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_LINES = 500;

  private final Vocabulary vocabulary;

  /**
   * Makes a reader; it may be used by many threads.
   *
   * @param vocabulary the codes that a determination may name
   */
  public DeterminationQuestionReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what is to be recorded
   * @throws UnreadableResourceException if its shape is wrong, naming all that is wrong, each with
   *     its FHIRPath
   */
  public DeterminationQuestion read(Parameters parameters) {
    return new Reading().read(parameters);
  }

  /** One request while it is being read. */
  private final class Reading {

    private final Problems problems = new Problems();
    private final List<Line> lines = new ArrayList<>();
    private final List<Told> qualifications = new ArrayList<>();
    private final List<Told> reviewed = new ArrayList<>();
    private final List<Told> notReviewed = new ArrayList<>();
    private Identifier packet;
    private Identifier identifier;
    private EventTime time;

    DeterminationQuestion read(Parameters parameters) {
      SeenNames seen = SeenNames.take(parameters, NAMES, MANY, problems, this::take);
      seen.require("packet");
      seen.require("line");
      if (lines.size() > MOST_LINES) {
        problems.unacceptable(
            "too-costly",
            "Parameters.parameter.where(name='line')",
            "The request has " + lines.size() + " lines; " + MOST_LINES + " are accepted at most.");
      }
      return new DeterminationQuestion(
          packet,
          identifier,
          time,
          lines,
          qualifications,
          reviewed,
          notReviewed,
          content(parameters),
          problems.unlessMalformed());
    }

    private void take(Part part) {
      switch (part.given().getName()) {
        case "packet" -> packet = identifier(part, "Identifier", "string");
        case "identifier" -> identifier = identifier(part, "Identifier");
        case "time" -> time = part.time();
        case "line" -> {
          Line line = DeterminationLineReader.read(vocabulary, part);
          if (line != null) {
            lines.add(line);
          }
        }
        case "qualifications" -> add(qualifications, DeterminationLineReader.words(part));
        case "reviewed" -> add(reviewed, sha256(part));
        default -> add(notReviewed, sha256(part));
      }
    }

    private void add(List<Told> to, Told told) {
      if (told != null) {
        to.add(told);
      }
    }

    private Identifier identifier(Part part, String... types) {
      Type value = part.value(types);
      Identifier found =
          value instanceof Identifier given
              ? given
              : value instanceof StringType text
                  ? new Identifier().setValue(text.getValue())
                  : null;
      if (found != null && (found.getValue() == null || found.getValue().isBlank())) {
        problems.malformed("required", part.path() + ".value", part.label() + " has no value.");
      }
      return found;
    }

    private Told sha256(Part part) {
      String text = part.text("string", "code");
      String small = text == null ? null : text.toLowerCase(Locale.ROOT);
      if (small != null && !SHA256.matcher(small).matches()) {
        problems.unacceptable(
            "value",
            part.path() + ".value",
            part.label()
                + " is no SHA-256; the 64 hexadecimal digits were expected that the packet gives for"
                + " a document.");
        return null;
      }
      return small == null ? null : new Told(small, part.path());
    }
  }

  private static String content(Parameters parameters) {
    String json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(parameters);
    return CanonicalJson.sha256(CanonicalJson.of(json));
  }
}
