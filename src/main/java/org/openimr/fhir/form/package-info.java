/**
 * Forms: the Questionnaires of the package, what is checked in their answers, and what is filled in
 * before anybody answers.
 */
package org.openimr.fhir.form;
