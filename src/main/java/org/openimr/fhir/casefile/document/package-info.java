/** Documents and their contents: those of a submission, and those that join a case later. */
package org.openimr.fhir.casefile.document;
