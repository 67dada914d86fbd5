/** What is stored of a case when it comes, and when something in it changes: duties among it. */
package org.openimr.fhir.casefile.transaction;
