/**
 * What is known of a case: facts of a closed vocabulary, and events with their times. Nothing here
 * concludes anything.
 */
package org.openimr.core.casefile;
