/**
 * Measures over all cases: their evaluation, the page that shows them, and the table of all clocks.
 */
package org.openimr.server.measure;
