package org.openimr.fhir.policy.text;

/**
 * One limit of a milestone. Everything but the rule and {@code within} may be null.
 *
 * @param rule the rule
 * @param owedBy who owes it when not the one who owes the milestone
 * @param when FHIRPath under which it applies; null means always
 * @param startsWith the event that starts the clock; null only where it is due with another
 *     milestone
 * @param within how long
 * @param nested whether it never opens the milestone
 * @param calendar the holiday calendar, where it is not the policy's own
 * @param firstDayCounts whether the day of the start is day 1
 * @param window what the start must be like
 * @param extension what an extension does
 */
public record BoundText(
    RuleText rule,
    String owedBy,
    String when,
    String startsWith,
    WithinText within,
    boolean nested,
    String calendar,
    boolean firstDayCounts,
    Window window,
    ExtensionText extension) {

  /**
   * What the start event must be like. Everything may be null.
   *
   * @param notBefore an event that it must not precede
   * @param businessDayBefore it lies on a business day before this local time
   * @param unlessBusinessDayBefore it does not lie on a business day before this local time
   */
  public record Window(String notBefore, String businessDayBefore, String unlessBusinessDayBefore) {

    /** Nothing is asked. */
    public static final Window ANY = new Window(null, null, null);
  }
}
