/**
 * Cases: from the submitted Bundle, or the stored resources, to facts and events, and to the
 * resources that are stored.
 */
package org.openimr.fhir.casefile;
