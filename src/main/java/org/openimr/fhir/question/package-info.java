/** What clients ask about a case, with which facts and events, and what they want recorded. */
package org.openimr.fhir.question;
