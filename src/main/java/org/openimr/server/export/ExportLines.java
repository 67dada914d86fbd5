package org.openimr.server.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.operation.access.Caller;
import org.openimr.server.answer.StoredSizes;
import org.openimr.server.security.table.AccessRule;

/**
 * Writes files of exports: resources as they are now, one on each line. Who sees a resource is
 * decided by its type and its marks alone, which are read with its text.
 */
final class ExportLines {

  private static final int AT_ONCE = 500;
  private static final long BYTES_AT_ONCE = 4L << 20;
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  private final StoredSizes sizes;
  private final StoredTexts texts;
  private final ExportLine line;
  private final AccessRule rule;

  ExportLines(StoredSizes sizes, StoredTexts texts, ExportLine line, AccessRule rule) {
    this.sizes = sizes;
    this.texts = texts;
    this.line = line;
    this.rule = rule;
  }

  /** Resources of a type by their keys, as far as the caller sees them now. */
  void write(Selected selected, String type, List<Long> keys, String base, Writer out)
      throws IOException {
    Caller caller = selected.caller();
    if (rule.seesMasked(caller)) {
      // nothing is masked here
      return;
    }
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<Long> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      List<Long> large = sizes.ofTexts(some.stream().map(JpaPid::fromId).toList());
      for (int first = 0; first < some.size(); ) {
        int last = fitting(large, first);
        for (StoredTexts.Stored each : texts.read(some.subList(first, last))) {
          if (isMeant(selected, each)
              && rule.maySee(caller, marked(type, each.meta()))
              && rule.mayBeShown(caller, type)) {
            line.write(type, each, base, out);
          }
        }
        first = last;
      }
    }
  }

  /** What changed since may be later than was asked for. */
  private static boolean isMeant(Selected selected, StoredTexts.Stored stored) {
    Instant until = selected.asked().until();
    return until == null || !stored.meta().getLastUpdated().toInstant().isAfter(until);
  }

  /** Where resources that are read together end; one is read however large it is. */
  private static int fitting(List<Long> sizes, int first) {
    long sum = sizes.get(first);
    int last = first + 1;
    while (last < sizes.size() && sum + sizes.get(last) <= BYTES_AT_ONCE) {
      sum += sizes.get(last);
      last++;
    }
    return last;
  }

  /** A resource of a type with these marks, and with nothing in it. */
  private static IBaseResource marked(String type, Meta meta) {
    return ((Resource) FHIR.getResourceDefinition(type).newInstance()).setMeta(meta);
  }

  /** What was asked for and is not regarded. */
  static void ignored(ExportQuestion asked, Writer out) throws IOException {
    OperationOutcome outcome = new OperationOutcome();
    String text = "Not regarded: " + String.join(", ", asked.ignored()) + ".";
    outcome
        .addIssue()
        .setSeverity(OperationOutcome.IssueSeverity.WARNING)
        .setCode(OperationOutcome.IssueType.NOTSUPPORTED)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    out.write(FHIR.newJsonParser().setPrettyPrint(false).encodeResourceToString(outcome));
    out.write('\n');
  }
}
