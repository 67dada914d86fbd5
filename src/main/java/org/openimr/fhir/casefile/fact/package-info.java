/** The facts of a case: those that its Task states, and those that its resources tell. */
package org.openimr.fhir.casefile.fact;
