/** What is done with a review and who does it: reviewers assigned, a review taken, work given. */
package org.openimr.fhir.review;
