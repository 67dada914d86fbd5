/**
 * Rules and events make deadlines: who owes what by when, from which event, and how it was counted.
 * No clock is read. Readings of {@code docs/readings.md}.
 */
package org.openimr.core.deadline;
