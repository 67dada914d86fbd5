/**
 * A case as it stands at one time under one policy: which events have happened, which facts follow
 * from them. Readings of {@code docs/readings.md}.
 */
package org.openimr.core.situation;
