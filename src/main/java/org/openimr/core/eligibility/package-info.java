/**
 * Whether a case is eligible: every criterion judged, none skipped, unknowns named. Law file
 * section 6; readings of {@code docs/readings.md}.
 */
package org.openimr.core.eligibility;
