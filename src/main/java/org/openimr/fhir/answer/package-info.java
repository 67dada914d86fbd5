/** What is concluded of a case, written as parameters of an answer. */
package org.openimr.fhir.answer;
