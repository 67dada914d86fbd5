/** The events of a case, and a stored case as its events and facts. */
package org.openimr.fhir.casefile.event;
