/** Second ratings of decided cases: what is asked, what the second rater gets, what is kept. */
package org.openimr.fhir.secondlook;
