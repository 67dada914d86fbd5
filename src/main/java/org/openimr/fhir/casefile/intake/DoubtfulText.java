package org.openimr.fhir.casefile.intake;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.SubmittedEntry;

/**
 * Finds texts that look as if somebody had read UTF-8 as something else before they came here. They
 * are characters all the same and are stored; that they look wrong is remarked.
 */
final class DoubtfulText {

  // the first byte of a letter with an accent, or of a quotation mark, read as a letter of its own
  private static final Pattern MISREAD =
      Pattern.compile("[\u00c2\u00c3][\u0080-\u00ba\u00bc-\u00bf]|\u00e2[\u0080\u20ac]|\ufffd");

  private DoubtfulText() {}

  static void check(List<SubmittedEntry> entries, ProblemList remarks) {
    for (SubmittedEntry entry : entries) {
      ElementWalk.visit(
          entry.resource(),
          entry.path(),
          (path, element) -> {
            if (element instanceof PrimitiveType<?> simple
                && !(element instanceof Base64BinaryType)
                && simple.hasValue()
                && MISREAD.matcher(simple.getValueAsString()).find()) {
              remarks.add(
                  "value", path, "The text looks as if it had been read in a wrong encoding.");
            }
          });
    }
  }
}
