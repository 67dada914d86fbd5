package org.openimr.fhir.casefile.fact;

import java.util.Collection;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.fhir.casefile.submission.Submissions;

/** Facts as they are read from a submission, for tests outside this package. */
public final class FactsRead {

  private static final CaseFactReader READER =
      new CaseFactReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT);

  private FactsRead() {}

  /** The values of one fact in a Bundle; a fact that is open has none. */
  public static List<String> values(String fact, Bundle bundle) {
    Object whole = READER.whole(fact, bundle);
    if (whole instanceof KnownInPart known) {
      whole = known.values();
    }
    return whole == null
        ? List.of()
        : whole instanceof Collection<?> many
            ? many.stream().map(Object::toString).toList()
            : List.of(whole.toString());
  }
}
