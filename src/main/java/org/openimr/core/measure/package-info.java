/**
 * Counting over many cases: which share of what was due was done, which share of what was decided
 * fell.
 */
package org.openimr.core.measure;
