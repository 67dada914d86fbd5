package org.openimr.server.security;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaking the glass: a caller is shown what is withheld from its role if it says that it must and
 * why, by two headers.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-ActReason.html">HL7 purposes of use,
 *     BTG</a>
 */
final class BreakGlass {

  /** The header that says the purpose; {@value #BTG} is the only one that counts. */
  static final String PURPOSE = "X-Purpose-Of-Use";

  /** The header that says why. */
  static final String REASON = "X-Purpose-Reason";

  private static final String BTG = "BTG";
  private static final Pattern SAID = Pattern.compile("\\P{Cntrl}{10,120}");
  private static final Logger LOG = LoggerFactory.getLogger(BreakGlass.class);

  private BreakGlass() {}

  /** The caller, with its reason if it gives one. */
  static Caller asked(RequestDetails request, Caller caller, AccessRule rule) {
    String purpose = request.getHeader(PURPOSE);
    if (purpose == null) {
      return caller;
    }
    if (!purpose.equals(BTG)) {
      throw Outcomes.refusal(
          400, IssueType.VALUE, "The header " + PURPOSE + " can only be BTG.", "http." + PURPOSE);
    }
    if (!rule.mayBreakGlass(caller)) {
      throw SearchNarrowing.refused("This caller cannot break the glass.");
    }
    String reason = request.getHeader(REASON) == null ? "" : request.getHeader(REASON).strip();
    if (!SAID.matcher(reason).matches()) {
      throw Outcomes.refusal(
          403,
          IssueType.FORBIDDEN,
          "Who breaks the glass says why: 10 to 120 characters in the header " + REASON + ".",
          "http." + REASON);
    }
    LOG.warn("{} of {} breaks the glass", caller.client(), caller.organization());
    return caller.because(reason);
  }
}
