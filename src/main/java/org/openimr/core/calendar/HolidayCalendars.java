package org.openimr.core.calendar;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The holiday calendars that there are, by code; an unknown code fails by name. */
public final class HolidayCalendars {

  private final Map<String, HolidayCalendar> byId = new TreeMap<>();

  /**
   * Makes the set.
   *
   * @param calendars the calendars, each code once
   */
  public HolidayCalendars(Collection<HolidayCalendar> calendars) {
    for (HolidayCalendar calendar : calendars) {
      if (byId.put(calendar.id(), calendar) != null) {
        throw new IllegalArgumentException("two calendars are called " + calendar.id());
      }
    }
  }

  /**
   * Returns a calendar.
   *
   * @param id its code
   * @return the calendar
   * @throws IllegalArgumentException if there is none of that code
   */
  public HolidayCalendar get(String id) {
    HolidayCalendar calendar = byId.get(id);
    if (calendar == null) {
      throw new IllegalArgumentException("no holiday calendar '" + id + "'; known: " + ids());
    }
    return calendar;
  }

  /**
   * Returns the codes.
   *
   * @return the codes of all calendars, in order
   */
  public Set<String> ids() {
    return byId.keySet();
  }
}
