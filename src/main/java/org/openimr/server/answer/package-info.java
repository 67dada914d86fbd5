/**
 * How much is answered at once: what a page holds is bounded by the memory that it takes, not by
 * its number of entries alone.
 *
 * <p>Read {@link org.openimr.server.answer.MeasuredSearch} first, then {@link
 * org.openimr.server.answer.ShortPages}.
 */
package org.openimr.server.answer;
