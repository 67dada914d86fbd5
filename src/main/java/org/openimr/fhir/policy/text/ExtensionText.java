package org.openimr.fhir.policy.text;

/**
 * What each granted extension does to a bound.
 *
 * @param rule the code of the rule that allows it
 * @param address where that rule stands; null if it is the rule of the bound
 * @param times how often
 * @param each how much each time
 * @param base {@code start}: counted from the start of the bound; {@code due}: added to the due
 *     time
 * @param cap never later than this, or null
 * @param capFrom the event from which the cap counts, or null
 * @param unless FHIRPath: no extension while it holds, or null
 */
public record ExtensionText(
    String rule,
    RuleText.Address address,
    int times,
    LimitText each,
    String base,
    LimitText cap,
    String capFrom,
    String unless) {

  boolean countsBusinessDays() {
    return each.unit().equals("bd") || cap != null && cap.unit().equals("bd");
  }
}
