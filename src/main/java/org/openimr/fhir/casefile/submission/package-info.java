/** What a submission is made of: its body, its entries, and what they refer to. */
package org.openimr.fhir.casefile.submission;
