/** Second ratings of decided cases: what the second rater gets, and what is kept. */
package org.openimr.fhir.secondlook;
