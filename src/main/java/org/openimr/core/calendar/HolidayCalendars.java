package org.openimr.core.calendar;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The holiday calendars that there are, by code; an unknown code fails by name. */
public final class HolidayCalendars {

  private final Set<String> ids;
  private final Map<String, HolidayCalendar> byId = new ConcurrentHashMap<>();
  private final Function<String, HolidayCalendar> reader;

  /**
   * Makes the set.
   *
   * @param calendars the calendars, each code once
   */
  public HolidayCalendars(Collection<HolidayCalendar> calendars) {
    this(
        calendars.stream().map(HolidayCalendar::id).collect(Collectors.toCollection(TreeSet::new)),
        id -> null);
    for (HolidayCalendar calendar : calendars) {
      if (byId.put(calendar.id(), calendar) != null) {
        throw new IllegalArgumentException("two calendars are called " + calendar.id());
      }
    }
  }

  /**
   * Makes the set of calendars that are read when they are first asked for.
   *
   * @param ids their codes
   * @param reader what reads the calendar of a code
   */
  public HolidayCalendars(Set<String> ids, Function<String, HolidayCalendar> reader) {
    this.ids = Collections.unmodifiableSet(new TreeSet<>(ids));
    this.reader = reader;
  }

  /**
   * Returns a calendar.
   *
   * @param id its code
   * @return the calendar
   * @throws IllegalArgumentException if there is none of that code
   */
  public HolidayCalendar get(String id) {
    if (!ids.contains(id)) {
      throw new IllegalArgumentException("no holiday calendar '" + id + "'; known: " + ids());
    }
    return byId.computeIfAbsent(id, reader);
  }

  /**
   * Returns the codes.
   *
   * @return the codes of all calendars, in order
   */
  public Set<String> ids() {
    return ids;
  }
}
