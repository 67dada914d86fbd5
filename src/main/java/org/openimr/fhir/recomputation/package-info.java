/** What is asked of a recomputation of all cases, and how far it is. */
package org.openimr.fhir.recomputation;
