/** Reads what is told of decided cases in public from their resources. */
package org.openimr.fhir.report;
