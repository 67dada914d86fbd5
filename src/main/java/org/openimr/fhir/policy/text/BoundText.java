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

  /**
   * Says whether the limit asks anything of a holiday calendar.
   *
   * @return true for business days, also of an extension, for rolling, and for starts on a business
   *     day
   */
  public boolean needsCalendar() {
    return window.businessDayBefore() != null
        || window.unlessBusinessDayBefore() != null
        || within instanceof WithinText.Amount amount
            && (amount.rolling() || amount.high().unit().equals("bd"))
        || extension != null && extension.countsBusinessDays();
  }

  /**
   * Returns the calendar with which the limit counts.
   *
   * @param common the calendar of limits that name none
   * @return the calendar, or null if it needs none
   */
  public String calendarUsed(String common) {
    return !needsCalendar() ? null : calendar == null ? common : calendar;
  }

  BoundText withCalendar(String before, String common) {
    String used = calendarUsed(before);
    return new BoundText(
        rule,
        owedBy,
        when,
        startsWith,
        within,
        nested,
        used == null || used.equals(common) ? null : used,
        firstDayCounts,
        window,
        extension);
  }
}
