/**
 * How time is counted: local days of a zone, holiday calendars, limits and where their last day
 * lands. Readings of {@code docs/readings.md}.
 */
package org.openimr.core.calendar;
